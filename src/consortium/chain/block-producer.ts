import type { EmbeddedChain } from './embedded-chain.ts';

/** When blocks are made: `blockMs` apart if there is something to say, else `idleMs`. */
export interface BlockIntervals {
  readonly blockMs: number;
  readonly idleMs: number;
}

/** Keeps time for an embedded chain. */
export class BlockProducer {
  readonly #chain: EmbeddedChain;
  readonly #online: () => ReadonlySet<number>;
  readonly #intervals: BlockIntervals;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #lastAt = -Infinity;

  constructor(chain: EmbeddedChain, online: () => ReadonlySet<number>, intervals: BlockIntervals) {
    this.#chain = chain;
    this.#online = online;
    this.#intervals = intervals;
  }

  start(): void {
    this.#isRunning = true;
    this.#lastAt = performance.now();
    this.poke();
  }

  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  /** Something changed: perhaps a block is due earlier now. */
  poke(): void {
    if (!this.#isRunning) return;
    clearTimeout(this.#timer);
    const { blockMs, idleMs } = this.#intervals;
    const wait = this.#chain.isBlockDue ? blockMs : idleMs;
    const delay = Math.max(0, this.#lastAt + wait - performance.now());
    this.#timer = setTimeout(() => {
      this.#produce();
    }, delay);
  }

  #produce(): void {
    this.#lastAt = performance.now();
    this.#chain.produceBlock(this.#online());
    this.poke();
  }
}
