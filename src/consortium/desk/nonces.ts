import { formatBase64Url } from '#core/bytes/index.ts';

const LIFE_MS = 5 * 60_000;
const MAX_OPEN = 10_000;

/** Nonces for proofs: each is good once, for five minutes. */
export class Nonces {
  readonly #random: (size: number) => Uint8Array;
  readonly #now: () => Date;
  readonly #open = new Map<string, number>();

  constructor(random: (size: number) => Uint8Array, now: () => Date) {
    this.#random = random;
    this.#now = now;
  }

  create(): string {
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MAX_OPEN && oldest !== undefined) this.#open.delete(oldest);
    const nonce = formatBase64Url(this.#random(16));
    this.#open.set(nonce, this.#now().getTime() + LIFE_MS);
    return nonce;
  }

  /** Whether it was open; it is not from now on. */
  take(nonce: string): boolean {
    const expiresAtMs = this.#open.get(nonce);
    this.#open.delete(nonce);
    return expiresAtMs !== undefined && this.#now().getTime() < expiresAtMs;
  }
}
