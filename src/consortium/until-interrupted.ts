/** Ctrl-C, and what ends a program from outside, for those that one starts from a terminal. */

/** The reason of the signal. */
export const INTERRUPTED = new Error('interrupted');
/** One Ctrl-C arrives several times: from the terminal, from npm and from tsx. */
const SAME_PRESS_MS = 1_000;

/** The first Ctrl-C stops in order, a second one at once. */
export function untilInterrupted(): {
  readonly signal: AbortSignal;
  readonly interrupted: Promise<void>;
} {
  const interruption = new AbortController();
  let pressedMs = Infinity;
  const interrupted = new Promise<void>((resolve) => {
    const interrupt = () => {
      const nowMs = performance.now();
      if (nowMs - pressedMs > SAME_PRESS_MS) process.exit(130);
      pressedMs = Math.min(pressedMs, nowMs);
      interruption.abort(INTERRUPTED);
      resolve();
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    // The terminal was closed.
    process.on('SIGHUP', interrupt);
  });
  return { signal: interruption.signal, interrupted };
}
