/** One step of the light client (CometBFT v0.38, `light/verifier.go`). */
import { equalBytes } from '../bytes/index.ts';
import { CometbftError } from './cometbft-error.ts';
import { hashHeader } from './hash-header.ts';
import { hashValidators } from './hash-lists.ts';
import { timeNs } from './time.ts';
import type { LightBlock, SignedHeader, Validator } from './types.ts';
import { verifyValidatorSet } from './validator-set.ts';
import { verifyCommitLight, verifyCommitTrusting } from './verify-commit.ts';
import type { VoteVerifier } from './vote-verifier.ts';

/** Everything a step depends on besides the two blocks. */
export interface StepRules {
  readonly chainId: string;
  readonly trustLevel: { readonly numerator: number; readonly denominator: number };
  readonly trustingPeriodNs: bigint;
  readonly clockDriftNs: bigint;
  readonly nowNs: bigint;
  readonly verifyVotes: VoteVerifier;
  /**
   * Whose votes carry trust over a gap: the set of the trusted header ('current', as Go does) or
   * the one it names for the next height ('next', fresher; its hash is in the trusted header).
   */
  readonly trustedSet: 'current' | 'next';
  /** The block protocol that headers must have; 11 in every release since v0.34. */
  readonly blockVersion?: bigint;
}

const BLOCK_VERSION = 11n;

/**
 * Verifies `untrusted` from `trusted`. It returns only if:
 *
 * a) the trusted header has not expired;
 * b) the header is of this chain and block protocol, and the commit is for it;
 * c) it is higher and later than the trusted one, and not from the future;
 * d) its validators are well formed and those that it names; adjacent: and those that the trusted
 *    header named, else: more than the trust level of the trusted set signed it;
 * e) more than two thirds of its own set signed it. This comes last, because an attacker can make
 *    that set very large.
 *
 * @throws {@link CometbftError} with the first rule that does not hold.
 */
export async function verifyStep(
  trusted: LightBlock,
  untrusted: LightBlock,
  rules: StepRules,
): Promise<void> {
  verifyTrustLevel(rules.trustLevel);
  if (timeNs(trusted.header.time) + rules.trustingPeriodNs <= rules.nowNs) {
    throw new CometbftError('cometbft/expired', 'the trusted header is past its period');
  }
  verifySignedHeader(untrusted, rules.chainId, rules.blockVersion);
  verifyOrder(trusted, untrusted, rules);
  const { chainId, verifyVotes } = rules;
  const commitRules = { chainId, verifyVotes, accepted: new Map() };
  if (untrusted.header.height === trusted.header.height + 1) {
    verifyOwnSet(untrusted);
    verifyNamed(trusted, untrusted);
  } else {
    const set = trustedSetOf(trusted, rules.trustedSet);
    const trust = verifyCommitTrusting(set, untrusted.commit, rules.trustLevel, commitRules);
    await afterOwnSet(untrusted, trust);
  }
  await verifyCommitLight(untrusted.validators, untrusted.commit, commitRules);
}

/** The votes may be on their way through another thread: this one hashes the block's own set meanwhile. */
async function afterOwnSet(block: LightBlock, votes: Promise<void>): Promise<void> {
  try {
    verifyOwnSet(block);
  } catch (refusal) {
    await votes.catch(() => undefined);
    throw refusal;
  }
  await votes;
}

/** @throws {@link CometbftError} `cometbft/bad-trust-level` outside [1/3, 1]. */
export function verifyTrustLevel(level: StepRules['trustLevel']): void {
  const { numerator, denominator } = level;
  const whole = Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator);
  if (!whole || denominator <= 0 || numerator * 3 < denominator || numerator > denominator) {
    throw new CometbftError('cometbft/bad-trust-level', 'the trust level is not in [1/3, 1]');
  }
}

/**
 * Verifies what a block says about itself, without trusting anybody: chain, block protocol, height,
 * commit for this header, its own validator set. Signatures are not looked at.
 *
 * @throws {@link CometbftError} `cometbft/other-chain`, `cometbft/unsupported-version`,
 * `cometbft/wrong-height`, `cometbft/wrong-commit-height`, `cometbft/wrong-block-id`,
 * `cometbft/wrong-validators-hash`, or a rule of {@link verifyValidatorSet}.
 */
export function verifyLightBlock(
  block: LightBlock,
  chainId: string,
  blockVersion = BLOCK_VERSION,
): void {
  verifySignedHeader(block, chainId, blockVersion);
  verifyOwnSet(block);
}

function verifyOwnSet(block: LightBlock): void {
  verifyValidatorSet(block.validators);
  if (!equalBytes(hashValidators(block.validators), block.header.validatorsHash)) {
    throw new CometbftError(
      'cometbft/wrong-validators-hash',
      'other validators than the header names',
    );
  }
}

function verifySignedHeader(
  { header, commit }: SignedHeader,
  chainId: string,
  blockVersion = BLOCK_VERSION,
): void {
  if (header.chainId !== chainId) {
    throw new CometbftError('cometbft/other-chain', 'a header of another chain');
  }
  if (header.height < 1) throw new CometbftError('cometbft/wrong-height', 'heights start at 1');
  if (commit.height !== header.height) {
    throw new CometbftError('cometbft/wrong-commit-height', 'a commit of another height');
  }
  if (!equalBytes(commit.blockId.hash, hashHeader(header))) {
    throw new CometbftError('cometbft/wrong-block-id', 'a commit of another header');
  }
  if (header.version.block !== blockVersion) {
    throw new CometbftError('cometbft/unsupported-version', 'another block protocol');
  }
}

function verifyOrder(trusted: LightBlock, untrusted: LightBlock, rules: StepRules): void {
  if (untrusted.header.height <= trusted.header.height) {
    throw new CometbftError('cometbft/wrong-height', 'not higher than the trusted header');
  }
  const time = timeNs(untrusted.header.time);
  if (time <= timeNs(trusted.header.time)) {
    throw new CometbftError('cometbft/time-not-increasing', 'not later than the trusted header');
  }
  if (time >= rules.nowNs + rules.clockDriftNs) {
    throw new CometbftError('cometbft/from-future', 'beyond the permitted clock drift');
  }
}

function verifyNamed(trusted: LightBlock, untrusted: LightBlock): void {
  if (!equalBytes(untrusted.header.validatorsHash, trusted.header.nextValidatorsHash)) {
    throw new CometbftError(
      'cometbft/wrong-next-validators-hash',
      'not the validators that were named',
    );
  }
}

/** The set whose votes carry trust over a gap. */
function trustedSetOf(trusted: LightBlock, choice: 'current' | 'next'): readonly Validator[] {
  const { validatorsHash, nextValidatorsHash } = trusted.header;
  // Mostly nothing has changed: then the trusted set is the one that its header names.
  if (choice === 'current' || equalBytes(validatorsHash, nextValidatorsHash)) {
    return trusted.validators;
  }
  if (!equalBytes(hashValidators(trusted.nextValidators), nextValidatorsHash)) {
    return trusted.validators;
  }
  // The hash does not cover addresses, by which votes are looked up.
  verifyValidatorSet(trusted.nextValidators);
  return trusted.nextValidators;
}
