/** Keeps the screen on where the browser can. @returns Lets it sleep again. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let released = false;
  const acquire = async () => {
    if (!('wakeLock' in navigator) || document.hidden) return;
    const sentinel = await navigator.wakeLock.request('screen');
    if (released) await sentinel.release();
    else lock = sentinel;
  };
  // Refused on a low battery: the code is shown all the same.
  acquire().catch(() => undefined);
  return () => {
    released = true;
    void lock?.release();
  };
}
