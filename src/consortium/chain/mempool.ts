import { formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';

const MAX_TXS = 5_000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_BLOCK_BYTES = 4 * 1024 * 1024;

/** Transactions that passed their check and wait for a block, oldest first. */
export class Mempool {
  readonly #waiting = new Map<string, Uint8Array>();
  #bytes = 0;

  get size(): number {
    return this.#waiting.size;
  }

  has(tx: Uint8Array): boolean {
    return this.#waiting.has(formatHex(sha256(tx)));
  }

  isFull(tx: Uint8Array): boolean {
    return this.#waiting.size >= MAX_TXS || this.#bytes + tx.length > MAX_BYTES;
  }

  add(tx: Uint8Array): void {
    this.#waiting.set(formatHex(sha256(tx)), tx);
    this.#bytes += tx.length;
  }

  /** The oldest ones that fit into one block; they stay until {@link remove}. */
  reap(): readonly Uint8Array[] {
    const txs: Uint8Array[] = [];
    let bytes = 0;
    for (const tx of this.#waiting.values()) {
      bytes += tx.length;
      if (bytes > MAX_BLOCK_BYTES && txs.length > 0) break;
      txs.push(tx);
    }
    return txs;
  }

  /** Takes all out, to be checked again or dropped. */
  remove(tx: Uint8Array): void {
    if (this.#waiting.delete(formatHex(sha256(tx)))) this.#bytes -= tx.length;
  }

  all(): readonly Uint8Array[] {
    return [...this.#waiting.values()];
  }
}
