/** CometBFT as an engine of the light client. */
import { formatHex } from '../bytes/index.ts';
import type { Engine, StepOutcome, ValidatorFacts } from '../chain/index.ts';
import { CometbftError, type CometbftCode } from './cometbft-error.ts';
import { attackEvidence, attackKind } from './evidence.ts';
import { headerFacts } from './header-facts.ts';
import { verifyStateProof } from './state-proof.ts';
import { BLOCK_ID_FLAG, type LightBlock } from './types.ts';
import { verifyLightBlock, verifyStep, type StepRules } from './verify-step.ts';
import { verifyVotes, type VoteVerifier } from './vote-verifier.ts';

const OUTCOMES: Partial<Record<CometbftCode, StepOutcome>> = {
  'cometbft/not-enough-trust': 'not-enough-trust',
  'cometbft/expired': 'expired',
  'cometbft/from-future': 'from-future',
};

/** Where CometBFT leaves a choice. */
export type CometbftOptions = Partial<Pick<StepRules, 'trustedSet' | 'blockVersion'>>;

/**
 * Builds the engine over a verifier of votes.
 *
 * @param faster - Accepts nothing that {@link verifyVotes} refuses; the platform's may be native.
 */
export function cometbftEngine(
  faster: VoteVerifier = verifyVotes,
  options: CometbftOptions = {},
): Engine<LightBlock> {
  const choices = { verifyVotes: faster, trustedSet: 'next', ...options } as const;
  return {
    facts: ({ header }) => headerFacts(header),
    validators,
    hasSameValidators: (a, b) =>
      formatHex(a.header.validatorsHash) === formatHex(b.header.validatorsHash),
    verifySelf: (block, chainId) => {
      verifyLightBlock(block, chainId, options.blockVersion);
    },
    verifyState: ({ appHash }, keyPath, value, untrustedProof) => {
      verifyStateProof(appHash, keyPath, value, untrustedProof);
    },
    verifyStep: async (trusted, untrusted, limits) => {
      try {
        await verifyStep(trusted, untrusted, { ...limits, ...choices });
        return 'verified';
      } catch (refusal) {
        const outcome = refusal instanceof CometbftError ? OUTCOMES[refusal.code] : undefined;
        if (outcome === undefined) throw refusal;
        return outcome;
      }
    },
    attackEvidence,
    attackKind,
  };
}

function validators({ validators: members, commit }: LightBlock): ValidatorFacts[] {
  return members.map(({ address, power }, index) => ({
    address: formatHex(address),
    power,
    signed: commit.signatures[index]?.flag === BLOCK_ID_FLAG.commit,
  }));
}
