/** The evidence in a block, under its `evidence_hash` (CometBFT v0.38, `types/evidence.go`). */
import { concatBytes, equalBytes } from '../bytes/index.ts';
import { merkleRoot } from '../merkle/index.ts';
import { encodeAttack, parseAttack, type LightClientAttack } from './attack-in-block.ts';
import { CometbftError } from './cometbft-error.ts';
import { array, base64, count, height, hex, int64, object } from './json.ts';
import { parseBlockId } from './parse-header.ts';
import { parseTime } from './time.ts';
import type { BlockId, Header, Timestamp } from './types.ts';
import { bytesField, encodeBlockId, encodeTimestamp, message, varintField } from './wire.ts';

const MAX_EVIDENCE = 10_000;

/** A vote as evidence carries it; its signature was judged by the nodes, not here. */
export interface EvidenceVote {
  readonly type: number;
  readonly height: number;
  readonly round: number;
  readonly blockId: BlockId;
  readonly timestamp: Timestamp;
  readonly address: Uint8Array;
  readonly index: number;
  readonly signature: Uint8Array;
}

/** One validator voted for two things in one round. */
export interface DuplicateVote {
  readonly kind: 'duplicate-vote';
  readonly votes: readonly [EvidenceVote, EvidenceVote];
  readonly totalPower: bigint;
  readonly power: bigint;
  readonly timestamp: Timestamp;
}

/** What a block holds against validators. */
export type BlockEvidence = DuplicateVote | LightClientAttack;

/**
 * Verifies that these and no others are the pieces of evidence in the block of `header`.
 *
 * @param header - Verified by the light client.
 * @param untrusted - `evidence.evidence` of the block, as `block` gives it.
 * @throws {@link CometbftError} `cometbft/malformed`; `cometbft/proof-mismatch`;
 * `cometbft/unsupported-proof` for a kind that CometBFT v0.38 does not know.
 */
export function verifyEvidenceList(header: Header, untrusted: unknown): readonly BlockEvidence[] {
  const list = array(untrusted, 'evidence', MAX_EVIDENCE).map(parseEvidence);
  if (equalBytes(hashEvidence(list), header.evidenceHash)) return list;
  throw new CometbftError('cometbft/proof-mismatch', 'other evidence');
}

/** `evidence_hash`. */
export function hashEvidence(list: readonly BlockEvidence[]): Uint8Array {
  return merkleRoot(
    list.map((one) => (one.kind === 'duplicate-vote' ? encodeDuplicate(one) : encodeAttack(one))),
  );
}

function encodeDuplicate({ votes: [a, b], totalPower, power, timestamp }: DuplicateVote) {
  return concatBytes(
    message(1, encodeVote(a)),
    message(2, encodeVote(b)),
    varintField(3, totalPower),
    varintField(4, power),
    message(5, encodeTimestamp(timestamp)),
  );
}

function encodeVote(vote: EvidenceVote): Uint8Array {
  return concatBytes(
    varintField(1, vote.type),
    varintField(2, vote.height),
    varintField(3, vote.round),
    message(4, encodeBlockId(vote.blockId)),
    message(5, encodeTimestamp(vote.timestamp)),
    bytesField(6, vote.address),
    varintField(7, vote.index),
    bytesField(8, vote.signature),
  );
}

function parseEvidence(untrusted: unknown): BlockEvidence {
  const { type, value } = object(untrusted, 'evidence');
  if (type === 'tendermint/DuplicateVoteEvidence') return parseDuplicate(value);
  if (type === 'tendermint/LightClientAttackEvidence') return parseAttack(value);
  throw new CometbftError('cometbft/unsupported-proof', 'another kind of evidence');
}

/** Nodes write the last three names as Go has them, tendermint-rs as everybody else does. */
function parseDuplicate(untrusted: unknown): DuplicateVote {
  const json = object(untrusted, 'evidence.value');
  const either = (inGo: string, name: string) => json[inGo] ?? json[name];
  return {
    kind: 'duplicate-vote',
    votes: [parseVote(json['vote_a']), parseVote(json['vote_b'])],
    totalPower: int64(either('TotalVotingPower', 'total_voting_power'), 'total_voting_power'),
    power: int64(either('ValidatorPower', 'validator_power'), 'validator_power'),
    timestamp: parseTime(either('Timestamp', 'timestamp')),
  };
}

/** Votes with extensions are refused: no published evidence shows how they are encoded here. */
function parseVote(untrusted: unknown): EvidenceVote {
  const json = object(untrusted, 'vote');
  base64(json['extension'], 'extension', [0]);
  base64(json['extension_signature'], 'extension_signature', [0]);
  return {
    type: count(json['type'], 'type'),
    height: height(json['height'], 'height'),
    round: count(json['round'], 'round'),
    blockId: parseBlockId(json['block_id']),
    timestamp: parseTime(json['timestamp']),
    address: hex(json['validator_address'], 'validator_address', [20]),
    index: count(json['validator_index'], 'validator_index'),
    signature: base64(json['signature'], 'signature', [64]),
  };
}
