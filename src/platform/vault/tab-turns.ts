/** One thing after the other, in all tabs of the app. */

/** Runs `act` when nothing else of that name runs, in whichever tab; in the order in which they were asked for. */
export type InTurn = <T>(name: string, act: () => Promise<T>) => Promise<T>;

/** A tab that the system has put to sleep in the middle of something holds nobody up for longer. */
const PATIENCE_MS = 20_000;

/**
 * By the browser's locks; without them, in turn in this tab alone. Whoever has waited for too long goes on by
 * itself, so nothing may depend on a turn but that nothing is done twice.
 */
export function turnsBy(locks: LockManager | undefined, patienceMs = PATIENCE_MS): InTurn {
  if (locks === undefined) return turnsHere();
  return async (name, act) => {
    const turn = { hasBegun: false };
    const signal = AbortSignal.timeout(patienceMs);
    try {
      return await locks.request(`lightseal/${name}`, { signal }, () => {
        turn.hasBegun = true;
        return act();
      });
    } catch (thrown) {
      if (turn.hasBegun) throw thrown;
      return await act();
    }
  };
}

function turnsHere(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (name, act) => {
    const done = (last.get(name) ?? Promise.resolve()).then(act);
    const ended = done.catch(() => undefined);
    last.set(name, ended);
    void ended.then(() => last.get(name) === ended && last.delete(name));
    return done;
  };
}
