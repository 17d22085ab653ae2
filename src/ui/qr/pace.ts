/** What a person who asks for less motion is shown at most. */
const CALM_FRAMES_PER_SECOND = 5;

/** How long one frame of a moving code stays. */
export function frameMs(framesPerSecond: number, isCalm: boolean): number {
  return 1000 / (isCalm ? Math.min(framesPerSecond, CALM_FRAMES_PER_SECOND) : framesPerSecond);
}

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
