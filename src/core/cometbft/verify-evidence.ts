/** Evidence of others, as a node judges it (CometBFT v0.38, `evidence/verify.go`). */
import { encodeVarint, equalBytes } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { CometbftError, malformed } from './cometbft-error.ts';
import { attackEvidence, attackKind } from './evidence.ts';
import { formatValidator } from './format.ts';
import { hashHeader } from './hash-header.ts';
import { height as readHeight, int64, object } from './json.ts';
import { parseSignedHeader, parseValidators } from './parse-commit.ts';
import { parseTime, timeNs } from './time.ts';
import type { LightBlock, Validator } from './types.ts';
import { verifyCommitLight, verifyCommitTrusting } from './verify-commit.ts';
import { verifyLightBlock } from './verify-step.ts';
import type { VoteVerifier } from './vote-verifier.ts';

/** The chain that the judging node has itself. */
export interface OwnChain {
  readonly chainId: string;
  readonly latestHeight: number;
  block(height: number): LightBlock | undefined;
}

/** Evidence that holds. */
export interface VerifiedEvidence {
  readonly kind: ReturnType<typeof attackKind>;
  /** By which CometBFT tells evidence apart. */
  readonly hash: Uint8Array;
  readonly conflicting: LightBlock;
}

/** What validators must have signed together for a block to be a danger to light clients. */
const TRUST_LEVEL = { numerator: 1, denominator: 3 };

/**
 * Verifies evidence of an attack on light clients. It returns only if:
 *
 * a) the conflicting block is well formed, of this chain, and not the node's own;
 * b) over a gap, more than a third of the node's validators at the common height signed it; at the
 *    node's own height it is derived as the node's is (or it would be invented state);
 * c) more than two thirds of its own validators signed it; every signature for it verifies;
 * d) a block above the node's newest is not later than that one;
 * e) the named culprits, total power and time are those of the node's own chain.
 *
 * @throws {@link CometbftError} `cometbft/malformed`, `cometbft/evidence-mismatch`, or a rule of the
 * block and its commit.
 */
export async function verifyEvidence(
  untrusted: unknown,
  own: OwnChain,
  verifyVotes: VoteVerifier,
): Promise<VerifiedEvidence> {
  const claim = parseEvidence(untrusted);
  const { conflicting, commonHeight } = claim;
  verifyLightBlock(conflicting, own.chainId);
  const common = own.block(commonHeight);
  if (common === undefined || commonHeight > conflicting.header.height) {
    throw mismatch('the common height is not here, or above the block');
  }
  const trusted = trustedBlock(own, conflicting);
  verifyContradiction(conflicting, trusted);
  const rules = { chainId: own.chainId, verifyVotes, allSignatures: true };
  const kind = attackKind(conflicting, trusted);
  if (commonHeight !== conflicting.header.height) {
    await verifyCommitTrusting(common.validators, conflicting.commit, TRUST_LEVEL, rules);
  } else if (kind === 'lunatic') {
    throw mismatch('invented state needs a common height below it');
  }
  await verifyCommitLight(conflicting.validators, conflicting.commit, rules);
  verifyAccount(claim, attackEvidence(common, conflicting, trusted).value);
  return { kind, hash: hashEvidence(conflicting, commonHeight), conflicting };
}

interface Claim {
  readonly conflicting: LightBlock;
  readonly commonHeight: number;
  readonly account: Pick<Account, 'TotalVotingPower' | 'Timestamp' | 'ByzantineValidators'>;
}

type Account = ReturnType<typeof attackEvidence>['value'];

function parseEvidence(untrusted: unknown): Claim {
  const json = object(untrusted, 'evidence');
  if (json['type'] !== 'tendermint/LightClientAttackEvidence') throw malformed('evidence.type');
  const value = object(json['value'], 'evidence.value');
  const block = object(value['ConflictingBlock'], 'ConflictingBlock');
  const set = object(block['validator_set'], 'validator_set');
  const validators = parseValidators(set['validators']);
  verifyProposer(set['proposer'], validators);
  return {
    conflicting: {
      ...parseSignedHeader(block['signed_header']),
      validators,
      nextValidators: [],
    },
    commonHeight: readHeight(value['CommonHeight'], 'CommonHeight'),
    account: {
      TotalVotingPower: String(int64(value['TotalVotingPower'], 'TotalVotingPower')),
      Timestamp: String(timeNs(parseTime(value['Timestamp']))),
      ByzantineValidators: parseValidators(value['ByzantineValidators']).map(formatValidator),
    },
  };
}

function verifyProposer(untrusted: unknown, validators: readonly Validator[]): void {
  const [proposer] = parseValidators([untrusted]);
  const isMember = validators.some(({ address }) => equalBytes(address, proposer?.address ?? NONE));
  if (!isMember) throw malformed('proposer');
}

const NONE = new Uint8Array();

/** The node's block at the height of the conflicting one, or its newest if it has not come so far. */
function trustedBlock(own: OwnChain, { header }: LightBlock): LightBlock {
  const trusted = own.block(Math.min(header.height, own.latestHeight));
  if (trusted === undefined) throw mismatch('the height is not here');
  return trusted;
}

function verifyContradiction(conflicting: LightBlock, trusted: LightBlock): void {
  const isAbove = conflicting.header.height > trusted.header.height;
  if (isAbove && timeNs(conflicting.header.time) > timeNs(trusted.header.time)) {
    throw mismatch('the conflicting block may yet become ours');
  }
  if (equalBytes(hashHeader(conflicting.header), hashHeader(trusted.header))) {
    throw mismatch('the block is our own');
  }
}

function verifyAccount({ account }: Claim, expected: Account): void {
  const same =
    account.TotalVotingPower === expected.TotalVotingPower &&
    account.Timestamp === String(timeNs(parseTime(expected.Timestamp))) &&
    JSON.stringify(account.ByzantineValidators) === JSON.stringify(expected.ByzantineValidators);
  if (!same) throw mismatch('other culprits, power or time than on our chain');
}

/** CometBFT copies one byte less of the hash than there is; nodes know evidence by this digest. */
function hashEvidence({ header }: LightBlock, commonHeight: number): Uint8Array {
  const hash = hashHeader(header);
  return sha256(hash.slice(0, 31), Uint8Array.of(0), zigZag(commonHeight));
}

function zigZag(height: number): Uint8Array {
  return encodeVarint(2 * height);
}

function mismatch(message: string): CometbftError {
  return new CometbftError('cometbft/evidence-mismatch', message);
}
