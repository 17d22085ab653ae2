/** Half a turn of a usual display: what would come so early would be late by the next turn. */
const EARLY_MS = 8;

/** Keeps an even pace among turns that come when they like. */
export class Pace {
  readonly #everyMs: number;
  #dueMs = -Infinity;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Whether it is time. What was missed, as behind another tab, is never made up for. */
  isDue(nowMs: number): boolean {
    if (nowMs + EARLY_MS < this.#dueMs) return false;
    const isLate = nowMs > this.#dueMs + this.#everyMs;
    this.#dueMs = (isLate ? nowMs : this.#dueMs) + this.#everyMs;
    return true;
  }
}
