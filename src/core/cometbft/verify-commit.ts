/** Commit verification (CometBFT v0.38, `types/validation.go`): strict thresholds, early end. */
import { equalBytes, formatHex } from '../bytes/index.ts';
import { CometbftError } from './cometbft-error.ts';
import { signBytesOf, type SignBytes } from './sign-bytes.ts';
import {
  BLOCK_ID_FLAG,
  type Commit,
  type CommitSig,
  type Validator,
  type ValidatorKey,
} from './types.ts';
import { totalPower } from './validator-set.ts';
import type { VoteVerifier } from './vote-verifier.ts';

/** What a commit is verified with. */
export interface CommitRules {
  readonly chainId: string;
  readonly verifyVotes: VoteVerifier;
  /**
   * Whose votes of this very commit were verified before, and here. The votes that a trusted set
   * vouches for are mostly those that the block's own set needs as well.
   */
  readonly accepted?: Map<CommitSig, ValidatorKey>;
  /** Goes on after the threshold, so that no bad signature stays unnoticed. For evidence. */
  readonly allSignatures?: boolean;
}

/**
 * Verifies that more than two thirds of the block's own set signed it, by index:
 *
 * a) there is one slot for each validator;
 * b) each vote for the block comes from the validator of its slot and verifies;
 * c) the power of those votes exceeds two thirds of the total.
 *
 * Votes for nil and absent slots count for nothing.
 *
 * @throws {@link CometbftError} `cometbft/wrong-signature-count`, `cometbft/wrong-signer`,
 * `cometbft/bad-signature` or `cometbft/not-enough-power`.
 */
export async function verifyCommitLight(
  validators: readonly Validator[],
  commit: Commit,
  rules: CommitRules,
): Promise<void> {
  if (commit.signatures.length !== validators.length) {
    throw new CometbftError('cometbft/wrong-signature-count', 'not one slot for each validator');
  }
  const bySlot = (slot: CommitSig, index: number) => {
    const validator = validators[index];
    if (validator === undefined || !equalBytes(validator.address, slot.address)) {
      throw new CometbftError('cometbft/wrong-signer', 'a vote is in the slot of another');
    }
    return validator;
  };
  const needed = (totalPower(validators) * 2n) / 3n;
  if (!(await reaches(needed, bySlot, commit, rules))) {
    throw new CometbftError('cometbft/not-enough-power', 'no more than two thirds signed');
  }
}

/**
 * Verifies that more than `level` of a trusted set signed the commit, by address. Signers that the
 * trusted set does not know are passed over.
 *
 * @throws {@link CometbftError} `cometbft/double-vote`, `cometbft/bad-signature`, or
 * `cometbft/not-enough-trust`: the only refusal that a nearer header can cure.
 */
export async function verifyCommitTrusting(
  trusted: readonly Validator[],
  commit: Commit,
  level: { readonly numerator: number; readonly denominator: number },
  rules: CommitRules,
): Promise<void> {
  const members = new Map(trusted.map((validator) => [formatHex(validator.address), validator]));
  const seen = new Set<string>();
  const byAddress = (slot: CommitSig) => {
    const name = formatHex(slot.address);
    const validator = members.get(name);
    if (validator === undefined) return undefined;
    if (seen.has(name)) throw new CometbftError('cometbft/double-vote', 'a validator voted twice');
    seen.add(name);
    return validator;
  };
  const needed = (totalPower(trusted) * BigInt(level.numerator)) / BigInt(level.denominator);
  if (!(await reaches(needed, byAddress, commit, rules))) {
    throw new CometbftError('cometbft/not-enough-trust', 'too little of the trusted power signed');
  }
}

type SignerOf = (slot: CommitSig, index: number) => Validator | undefined;

interface NeededVote {
  readonly slot: CommitSig;
  readonly validator: Validator;
}

async function reaches(
  needed: bigint,
  signerOf: SignerOf,
  commit: Commit,
  rules: CommitRules,
): Promise<boolean> {
  const { votes, power } = collect(needed, signerOf, commit, rules.allSignatures === true);
  const open = votes.filter(({ slot, validator }) => !isAccepted(slot, validator.key, rules));
  const culprit = await firstBad(open, signBytesOf(rules.chainId, commit), rules);
  if (culprit !== undefined) {
    const name = formatHex(culprit.slot.address);
    throw new CometbftError('cometbft/bad-signature', `the vote of ${name} does not verify`);
  }
  for (const { slot, validator } of open) rules.accepted?.set(slot, validator.key);
  return power > needed;
}

function isAccepted(slot: CommitSig, key: ValidatorKey, { accepted }: CommitRules): boolean {
  const known = accepted?.get(slot);
  return known?.type === key.type && equalBytes(known.bytes, key.bytes);
}

async function firstBad(
  votes: readonly NeededVote[],
  signBytes: SignBytes,
  { verifyVotes }: CommitRules,
): Promise<NeededVote | undefined> {
  if (votes.length === 0) return undefined;
  const answers = await verifyVotes(
    votes.map(({ slot, validator }) => ({
      key: validator.key,
      message: signBytes(slot),
      signature: slot.signature,
    })),
  );
  return votes.find((_, index) => answers[index] !== true);
}

/** The votes for the block, as far as they are needed to exceed the threshold. */
function collect(needed: bigint, signerOf: SignerOf, commit: Commit, all: boolean) {
  const votes: NeededVote[] = [];
  let power = 0n;
  for (const [index, slot] of commit.signatures.entries()) {
    if (slot.flag !== BLOCK_ID_FLAG.commit) continue;
    const validator = signerOf(slot, index);
    if (validator === undefined) continue;
    votes.push({ slot, validator });
    power += validator.power;
    if (power > needed && !all) break;
  }
  return { votes, power };
}
