/** Evidence of attacks on light clients that the nodes were handed, each piece judged and kept once. */
import { formatHex } from '#core/bytes/index.ts';
import { verifyEvidence, verifyVotes, type VerifiedEvidence } from '#core/cometbft/index.ts';
import type { EmbeddedChain } from './embedded-chain.ts';

/** More attacks than a consortium survives. */
const MAX_KEPT = 100;

export class EvidencePool {
  readonly #chain: EmbeddedChain;
  readonly #kept = new Map<string, VerifiedEvidence>();

  constructor(chain: EmbeddedChain) {
    this.#chain = chain;
  }

  /** Oldest first. */
  get evidence(): readonly VerifiedEvidence[] {
    return [...this.#kept.values()];
  }

  /**
   * Judges evidence by the chain itself and keeps it.
   *
   * @throws CometbftError for evidence that does not hold.
   */
  async add(untrusted: unknown): Promise<VerifiedEvidence> {
    const found = await verifyEvidence(untrusted, this.#ownChain(), verifyVotes);
    const hash = formatHex(found.hash);
    if (this.#kept.size < MAX_KEPT) this.#kept.set(hash, found);
    return found;
  }

  #ownChain() {
    const { rules, height: latestHeight } = this.#chain;
    const validators = rules.validators.map(({ validator }) => validator);
    return {
      chainId: rules.chainId,
      latestHeight,
      block: (height: number) => {
        const found = this.#chain.block(height);
        if (found === undefined) return undefined;
        const { header, commit } = found;
        return { header, commit, validators, nextValidators: validators };
      },
    };
  }
}
