import type { Vote, VoteVerifier } from '#core/cometbft/index.ts';

/** As many votes are taken at once: few, so that no thread waits long for another. */
const PIECE = 2;

const OPEN = 0;
const RIGHT = 1;
const WRONG = 2;

/** The votes of one commit that are taken and answered, in memory that several threads share. */
export class Tally {
  /** How many are taken, then the answer for each. */
  readonly words: Int32Array;

  constructor(words: Int32Array) {
    this.words = words;
  }

  static of(count: number): Tally {
    return new Tally(new Int32Array(new SharedArrayBuffer(4 * (1 + count))));
  }

  /** Verifies what nobody has taken yet, until all is taken. */
  async takeFrom(votes: readonly Vote[], verify: VoteVerifier): Promise<void> {
    for (;;) {
      const from = Atomics.add(this.words, 0, PIECE);
      if (from >= votes.length) return;
      await this.#answer(votes, from, verify);
    }
  }

  /** Verifies what others took and have not answered, the latest first. @returns All answers. */
  async complete(votes: readonly Vote[], verify: VoteVerifier): Promise<readonly boolean[]> {
    for (let at = votes.length - 1; at >= 0; at--) {
      if (this.#answerOf(at) === OPEN) await this.#answer(votes.slice(0, at + 1), at, verify);
    }
    return votes.map((_, at) => this.#answerOf(at) === RIGHT);
  }

  async #answer(votes: readonly Vote[], from: number, verify: VoteVerifier): Promise<void> {
    const piece = votes.slice(from, from + PIECE);
    const answers = await verify(piece);
    // A vote without an answer stays open, and an answer without a vote is nobody's.
    for (const at of piece.keys()) {
      const isRight = answers[at];
      if (isRight !== undefined) Atomics.store(this.words, 1 + from + at, isRight ? RIGHT : WRONG);
    }
  }

  #answerOf(at: number): number {
    return Atomics.load(this.words, 1 + at);
  }
}
