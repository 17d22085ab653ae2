import { verify, type Report } from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import { policyOf } from './policy.ts';
import type { Clock } from './ports.ts';

/** Codes that this verifier has taken; shared with its other tabs. */
export interface SeenCodes {
  isSeen(nonce: string): boolean;
  remember(nonce: string, nowMs: number): void;
}

/** A verdict with the moment and the effort it took. */
export interface Inspected {
  readonly report: Report;
  readonly at: Date;
  readonly tookMs: number;
}

/** A code that was out of sight for longer is shown anew. */
const IN_VIEW_MS = 3000;

/** One inspection at a time; a new code replaces the one before. Only this class writes it. */
export class Inspection {
  #current = $state.raw<Inspected>();
  #history = $state.raw<readonly Inspected[]>([]);
  readonly #chain: Chain;
  readonly #seen: SeenCodes;
  readonly #clock: Clock;
  readonly #stopwatch: () => number;
  #inView: { readonly text: string; readonly atMs: number } | undefined;

  constructor(chain: Chain, seen: SeenCodes, clock: Clock, stopwatch: () => number) {
    this.#chain = chain;
    this.#seen = seen;
    this.#clock = clock;
    this.#stopwatch = stopwatch;
  }

  get current(): Inspected | undefined {
    return this.#current;
  }
  /** Newest first; kept in memory only. */
  get history(): readonly Inspected[] {
    return this.#history;
  }

  /**
   * Judges a code. A camera sees the same code many times a second: as long as it stays in view it
   * is judged once, or it would be called used.
   */
  inspect(text: string): void {
    const at = this.#clock();
    const stays = text === this.#inView?.text && at.getTime() - this.#inView.atMs < IN_VIEW_MS;
    this.#inView = { text, atMs: at.getTime() };
    if (stays) return;
    const began = this.#stopwatch();
    const report = verify(
      text,
      this.#chain.latest?.trust,
      policyOf(this.#chain.profile),
      (nonce) => this.#seen.isSeen(nonce),
      at,
    );
    if (report.nonce !== undefined) this.#seen.remember(report.nonce, at.getTime());
    this.#current = { report, at, tookMs: Math.max(1, Math.round(this.#stopwatch() - began)) };
    this.#history = [this.#current, ...this.#history].slice(0, 50);
  }

  /** Ready for the next person. */
  clear(): void {
    this.#current = undefined;
  }
}
