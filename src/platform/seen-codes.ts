/** Codes that were taken before, in `localStorage`: what one tab takes, every tab knows at once. */
const PREFIX = 'lightseal.seen.';
/** Ten times as long as a code is accepted. */
const KEPT_MS = 10 * 60 * 1000;

/** Answers at once whether a code was taken on this device before, also before the last restart. */
export interface SeenCodes {
  isSeen(nonce: string): boolean;
  /** @param nowMs - Milliseconds since 1970. */
  remember(nonce: string, nowMs: number): void;
}

/** The part of `Storage` that is used. */
export type CodeStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/** Keeps each code under a key of its own, so that two tabs never overwrite each other's. */
export function seenCodes(storage: CodeStorage | undefined = ownStorage()): SeenCodes {
  // Where nothing can be stored, what this tab took is still known to it.
  const taken = new Map<string, number>();
  return {
    isSeen: (nonce) => taken.has(nonce) || read(storage, nonce) !== null,
    remember: (nonce, nowMs) => {
      taken.set(nonce, nowMs);
      for (const [old, at] of taken) if (isOld(at, nowMs)) taken.delete(old);
      keep(storage, nonce, nowMs);
    },
  };
}

/** Where a browser blocks storage, already asking for it throws. */
function ownStorage(): CodeStorage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function read(storage: CodeStorage | undefined, nonce: string): string | null {
  try {
    return storage?.getItem(PREFIX + nonce) ?? null;
  } catch {
    return null;
  }
}

function keep(storage: CodeStorage | undefined, nonce: string, nowMs: number): void {
  if (storage === undefined) return;
  try {
    prune(storage, nowMs);
    storage.setItem(PREFIX + nonce, String(nowMs));
  } catch {
    // Blocked or full: known to this tab until it is closed.
  }
}

function prune(storage: CodeStorage, nowMs: number): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  for (const key of keys.filter((name) => name.startsWith(PREFIX))) {
    if (isOld(Number(storage.getItem(key)), nowMs)) storage.removeItem(key);
  }
}

function isOld(atMs: number, nowMs: number): boolean {
  return !(atMs + KEPT_MS >= nowMs);
}
