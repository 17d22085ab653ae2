/** Breaking off: the platform's own signal fits behind this port. */
import { ChainError } from './chain-error.ts';

/** Says whether anybody still waits for the answer. */
export interface Cancelled {
  readonly isCancelled: boolean;
  /**
   * Calls `listener` once, when it is cancelled; at once if it is already.
   *
   * @returns Takes the listener away again.
   */
  onCancel(listener: () => void): () => void;
}

/** For work that nobody will break off. */
export const NEVER: Cancelled = { isCancelled: false, onCancel: () => () => undefined };

/** A signal of one's own; it is also cancelled when `parent` is. */
export class Canceller implements Cancelled {
  readonly #listeners = new Set<() => void>();
  #leaveParent: () => void = () => undefined;
  #isCancelled = false;

  constructor(parent: Cancelled = NEVER) {
    this.#leaveParent = parent.onCancel(() => {
      this.cancel();
    });
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  onCancel(listener: () => void): () => void {
    if (this.#isCancelled) listener();
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.release();
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  /** Stops listening to the parent; for work that has ended. */
  release(): void {
    this.#leaveParent();
  }
}

/** @throws {@link ChainError} `chain/cancelled`. */
export function verifyNotCancelled({ isCancelled }: Cancelled): void {
  if (isCancelled) throw cancelled();
}

/** @throws {@link ChainError} `chain/cancelled` as soon as it is; else what `work` comes to. */
export async function unlessCancelled<T>(signal: Cancelled, work: Promise<T>): Promise<T> {
  let leave: () => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    leave = signal.onCancel(() => {
      reject(cancelled());
    });
  });
  try {
    return await Promise.race([work, broken]);
  } finally {
    leave();
  }
}

function cancelled(): ChainError {
  return new ChainError('chain/cancelled', 'nobody waits for it any longer');
}
