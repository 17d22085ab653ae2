/** A revocation is known to an open counter within this time and that of a block. */
const POLL_MS = 5_000;
/** While a node announces new blocks, polling is only for what was missed. */
const LIVE_MS = 20_000;
/** Nodes that are out of reach are not hammered. */
const LONGEST_MS = 60_000;

/** When the next sync is due: sooner or later by how the last ones went. */
export class SyncPace {
  #failures = 0;
  #lastMs = -Infinity;

  /** A sync has begun. */
  began(nowMs: number): void {
    this.#lastMs = nowMs;
  }

  ended(well: boolean): void {
    this.#failures = well ? 0 : this.#failures + 1;
  }

  isDue(nowMs: number, live: boolean): boolean {
    const usual = live ? LIVE_MS : POLL_MS;
    const wait = this.#failures === 0 ? usual : POLL_MS * 2 ** Math.min(this.#failures - 1, 10);
    return nowMs - this.#lastMs >= Math.min(wait, LONGEST_MS);
  }
}
