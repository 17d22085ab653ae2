/**
 * Verifying votes on two threads. Chromium verifies Ed25519 within the call, on the thread that asks,
 * so the chain worker has a helper for most of a large commit.
 */
import type { Vote, VoteVerifier } from '#core/cometbft/index.ts';

interface Asked {
  readonly id: number;
  readonly votes: readonly Vote[];
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
/** The lesser part: this thread has the set of the block to hash as well. */
const OWN_SHARE = 0.45;
/** A helper that was killed never answers. */
const PATIENCE_MS = 1_000;

/** The helper's side: answers what comes through the port. */
export function serveVotes(port: VotePort, verify: VoteVerifier): void {
  port.onmessage = ({ data }: MessageEvent<Asked>) => {
    void verify(data.votes).then((answers) => {
      port.postMessage({ id: data.id, answers });
    });
  };
}

/**
 * Has a helper verify most of a large commit while this thread does the rest. What it does
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
    const share = Math.ceil(votes.length * OWN_SHARE);
    const [own, others] = [votes.slice(0, share), votes.slice(share)];
    const asked = this.#ask(helper, others);
    const answers = await this.#own(own);
    return [...answers, ...((await asked) ?? (await this.#own(others)))];
  };

  #wanted(): VotePort | undefined {
    if (!this.#isWanted) this.#want();
    this.#isWanted = true;
    return this.#helper;
  }

  /** @returns `undefined` if it does not answer. */
  #ask(helper: VotePort, votes: readonly Vote[]): Promise<readonly boolean[] | undefined> {
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
      helper.postMessage({ id, votes });
    });
  }
}
