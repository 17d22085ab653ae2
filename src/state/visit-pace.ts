import type { Clock, Random } from './ports.ts';

/** Pauses after failures, in milliseconds: the first of them, doubled each time, up to the longest. */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

interface Rest {
  readonly failures: number;
  readonly untilMs: number;
}

/**
 * When an issuer is asked again for something by itself. Pauses grow with each failure, and end with a success of
 * anything, or when a person wants it now. Each is up to a quarter shorter than it might be, by chance: devices that
 * have failed together do not come back together.
 */
export class VisitPace {
  #rests = new Map<string, Rest>();
  readonly #pauses: Pauses;
  readonly #random: Random;
  readonly #clock: Clock;

  constructor(
    pauses: Pauses,
    { random, clock }: { readonly random: Random; readonly clock: Clock },
  ) {
    this.#pauses = pauses;
    this.#random = random;
    this.#clock = clock;
  }

  isDue(id: string): boolean {
    return this.#nowMs() >= (this.#rests.get(id)?.untilMs ?? -Infinity);
  }

  /** @param leastMs - What the issuer asked for: it is left alone for that long, where that is longer. */
  failed(id: string, leastMs = 0): void {
    const { firstMs, longestMs } = this.#pauses;
    const failures = (this.#rests.get(id)?.failures ?? 0) + 1;
    const pauseMs = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
    const [chance = 0] = this.#random(1);
    const restMs = Math.max(pauseMs * (1 - chance / 1024), leastMs);
    this.#rests.set(id, { failures, untilMs: this.#nowMs() + restMs });
  }

  /** It is not asked for again before that: a success, too, is followed by a rest. */
  rest(id: string, ms: number): void {
    this.#rests.set(id, { failures: 0, untilMs: this.#nowMs() + ms });
  }

  /** It has come to its end. */
  forget(id: string): void {
    this.#rests.delete(id);
  }

  /** What has failed is due. What has succeeded rests on. */
  reset(): void {
    for (const [id, { failures }] of this.#rests) if (failures > 0) this.#rests.delete(id);
  }

  #nowMs(): number {
    return this.#clock().getTime();
  }
}
