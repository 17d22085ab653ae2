/** Keeps the screen on where the browser can. @returns Lets it sleep again. */
export function keepAwake(): () => void {
  const over = new AbortController();
  let lock: WakeLockSentinel | undefined;
  const acquire = async () => {
    if (!('wakeLock' in navigator) || document.hidden) return;
    const sentinel = await navigator.wakeLock.request('screen');
    if (over.signal.aborted) await sentinel.release();
    else lock = sentinel;
  };
  // Refused on a low battery: the code is shown all the same.
  const tryToAcquire = () => {
    acquire().catch(() => undefined);
  };
  // Browsers let go of it with every tab that hides.
  document.addEventListener('visibilitychange', tryToAcquire, { signal: over.signal });
  tryToAcquire();
  return () => {
    over.abort();
    void lock?.release();
  };
}
