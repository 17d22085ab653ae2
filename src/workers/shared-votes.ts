/**
 * Verifying votes on two threads. Chromium verifies Ed25519 within the call, on the thread that asks,
 * so the chain worker has a helper for large commits.
 */
import type { Vote, VoteVerifier } from '#core/cometbft/index.ts';
import { packVotes, unpackVotes, type PackedVotes } from './packed-votes.ts';
import { Tally } from './tally.ts';

interface Asked {
  readonly votes: PackedVotes;
  /** In memory that both threads share. */
  readonly tally: Int32Array;
}

/** What of a `MessagePort` is used. */
export interface VotePort {
  postMessage(message: Asked): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

/** With fewer votes than this, asking takes longer than verifying. */
const WORTH_SHARING = 40;

/** The helper's side: takes votes of each commit that comes through the port. */
export function serveVotes(port: VotePort, verify: VoteVerifier): void {
  port.onmessage = ({ data }: MessageEvent<Asked>) => {
    void new Tally(data.tally).takeFrom(unpackVotes(data.votes), verify);
  };
}

/**
 * Has a helper verify a part of a large commit while this thread does the rest: whoever is free takes
 * the next votes. What a helper took and has not answered when all else is done is verified here as
 * well, so one that was killed is only missed. Without shared memory this thread does it all.
 */
export class SharedVotes {
  readonly #own: VoteVerifier;
  readonly #want: () => unknown;
  #helper: VotePort | undefined;
  #isWanted = false;

  /** @param want - Called once, by the first commit that is worth sharing: a helper would be welcome. */
  constructor(own: VoteVerifier, want: () => unknown) {
    this.#own = own;
    this.#want = want;
  }

  /** Takes a helper on. */
  join(helper: VotePort): void {
    this.#helper = helper;
  }

  readonly verifyVotes: VoteVerifier = async (votes) => {
    const helper = votes.length < WORTH_SHARING ? undefined : this.#wanted();
    const tally = helper && this.#share(votes, helper);
    if (tally === undefined) return await this.#own(votes);
    await tally.takeFrom(votes, this.#own);
    return await tally.complete(votes, this.#own);
  };

  /** A port that cannot carry shared memory is no help, now or later. */
  #share(votes: readonly Vote[], helper: VotePort): Tally | undefined {
    const tally = Tally.of(votes.length);
    try {
      helper.postMessage({ votes: packVotes(votes), tally: tally.words });
      return tally;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.#helper = undefined;
      return undefined;
    }
  }

  #wanted(): VotePort | undefined {
    if (typeof SharedArrayBuffer === 'undefined') return undefined;
    if (!this.#isWanted) this.#want();
    this.#isWanted = true;
    return this.#helper;
  }
}
