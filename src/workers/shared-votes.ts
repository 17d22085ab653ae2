/**
 * Verifying votes on two threads. Chromium verifies Ed25519 within the call, on the thread that asks,
 * so the chain worker has a helper for most of a large commit.
 */
import type { Vote, VoteVerifier } from '#core/cometbft/index.ts';
import { packVotes, unpackVotes, type PackedVotes } from './packed-votes.ts';

interface Asked {
  readonly id: number;
  readonly votes: PackedVotes;
}

interface Answered {
  readonly id: number;
  readonly answers: readonly boolean[];
}

/** What of a `MessagePort` is used. */
export interface VotePort {
  postMessage(message: Asked | Answered): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

/** With fewer votes than this, asking takes longer than verifying. */
const WORTH_SHARING = 40;
/** What the helper is given at once: this thread has the set of the block to hash as well. */
const FIRST_SHARE = 0.55;
/** The rest goes by this many to whoever is free, so that neither waits long for the other. */
const PIECE = 4;
/** A helper that was killed never answers. */
const PATIENCE_MS = 1_000;

/** The helper's side: answers what comes through the port. */
export function serveVotes(port: VotePort, verify: VoteVerifier): void {
  port.onmessage = ({ data }: MessageEvent<Asked>) => {
    void verify(unpackVotes(data.votes)).then((answers) => {
      port.postMessage({ id: data.id, answers });
    });
  };
}

/**
 * Has a helper verify a part of a large commit while this thread does the rest. What it does
 * not answer within a second is verified here as well, and it is asked no more.
 */
export class SharedVotes {
  readonly #own: VoteVerifier;
  readonly #want: () => void;
  readonly #waiting = new Map<number, (answers: readonly boolean[]) => void>();
  #helper: VotePort | undefined;
  #isWanted = false;
  #next = 0;

  /** @param want - Called once, by the first commit that is worth sharing: a helper would be welcome. */
  constructor(own: VoteVerifier, want: () => void) {
    this.#own = own;
    this.#want = want;
  }

  /** Takes a helper on. */
  join(helper: VotePort): void {
    helper.onmessage = ({ data }: MessageEvent<Answered>) => {
      this.#waiting.get(data.id)?.(data.answers);
    };
    this.#helper = helper;
  }

  readonly verifyVotes: VoteVerifier = async (votes) => {
    const helper = votes.length < WORTH_SHARING ? undefined : this.#wanted();
    if (helper === undefined) return await this.#own(votes);
    const answers = new Array<boolean>(votes.length).fill(false);
    const pieces = piecesOf(votes.length);
    const work = async (verify: VoteVerifier) => {
      for (const [from, to] of pieces) {
        const judged = await verify(votes.slice(from, to));
        for (let at = from; at < to; at++) answers[at] = judged[at - from] === true;
      }
    };
    const ask: VoteVerifier = async (some) => (await this.#ask(some)) ?? (await this.#own(some));
    await Promise.all([work(ask), work(this.#own)]);
    return answers;
  };

  #wanted(): VotePort | undefined {
    if (!this.#isWanted) this.#want();
    this.#isWanted = true;
    return this.#helper;
  }

  /** @returns `undefined` if it does not answer. */
  #ask(votes: readonly Vote[]): Promise<readonly boolean[] | undefined> {
    const helper = this.#helper;
    if (helper === undefined) return Promise.resolve(undefined);
    const id = this.#next++;
    return new Promise((resolve) => {
      const end = (answers: readonly boolean[] | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answers);
      };
      const timer = setTimeout(() => {
        this.#helper = undefined;
        end(undefined);
      }, PATIENCE_MS);
      this.#waiting.set(id, end);
      helper.postMessage({ id, votes: packVotes(votes) });
    });
  }
}

/** Where each piece begins and ends; several take from it until all is taken. */
function* piecesOf(count: number): Generator<readonly [number, number]> {
  const first = Math.floor(count * FIRST_SHARE);
  yield [0, first];
  for (let from = first; from < count; from += PIECE) yield [from, Math.min(from + PIECE, count)];
}
