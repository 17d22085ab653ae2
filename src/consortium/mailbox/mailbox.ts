/** Letters for a minute: what a node keeps for two devices that cannot see each other's screen. */

/** Bounds of one mailbox. */
export interface MailboxLimits {
  readonly keepMs: number;
  /** Characters of one letter. */
  readonly letter: number;
  readonly letters: number;
  /** Requests of one peer in a minute. */
  readonly perMinute: number;
}

export const MAILBOX_LIMITS: MailboxLimits = {
  keepMs: 60_000,
  letter: 8_192,
  letters: 1_000,
  perMinute: 60,
};

const MINUTE_MS = 60_000;

export type Left = 'kept' | 'taken' | 'too-large' | 'full' | 'too-many';
export type Collected = { readonly letter: string } | 'absent' | 'too-many';

interface Kept {
  readonly letter: string;
  readonly until: number;
}

interface Counted {
  readonly from: number;
  readonly requests: number;
}

/**
 * Opaque letters under opaque addresses, in memory only. It neither reads nor logs them; an address
 * that is taken is not written over; a letter can be collected again until its time is over.
 */
export class Mailbox {
  readonly #letters = new Map<string, Kept>();
  readonly #peers = new Map<string, Counted>();
  readonly #nowMs: () => number;
  readonly #limits: MailboxLimits;

  constructor(nowMs: () => number, limits = MAILBOX_LIMITS) {
    this.#nowMs = nowMs;
    this.#limits = limits;
  }

  leave(address: string, letter: string, peer: string): Left {
    if (!this.#isAllowed(peer)) return 'too-many';
    if (letter.length > this.#limits.letter) return 'too-large';
    this.#sweep();
    if (this.#letters.has(address)) return 'taken';
    if (this.#letters.size >= this.#limits.letters) return 'full';
    this.#letters.set(address, { letter, until: this.#nowMs() + this.#limits.keepMs });
    return 'kept';
  }

  collect(address: string, peer: string): Collected {
    if (!this.#isAllowed(peer)) return 'too-many';
    this.#sweep();
    const kept = this.#letters.get(address);
    return kept === undefined ? 'absent' : { letter: kept.letter };
  }

  /** In order of arrival, and all are kept equally long: the first that is young enough ends it. */
  #sweep(): void {
    const now = this.#nowMs();
    for (const [address, { until }] of this.#letters) {
      if (until > now) return;
      this.#letters.delete(address);
    }
  }

  #isAllowed(peer: string): boolean {
    const now = this.#nowMs();
    const counted = this.#peers.get(peer);
    const fresh = counted === undefined || now - counted.from >= MINUTE_MS;
    // Peers that were counted long ago must not fill the memory.
    if (fresh && this.#peers.size >= this.#limits.letters) this.#peers.clear();
    const { from, requests } = fresh ? { from: now, requests: 0 } : counted;
    this.#peers.set(peer, { from, requests: requests + 1 });
    return requests < this.#limits.perMinute;
  }
}
