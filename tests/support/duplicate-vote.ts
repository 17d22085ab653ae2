/** A validator's two votes in one round, as evidence and as a node's JSON for it. */
import { formatBase64, formatHex } from '#core/bytes/index.ts';
import { parseTime, validatorAddress, type DuplicateVote } from '#core/cometbft/index.ts';

const TIME = '2026-01-01T00:00:00.5Z';
const SIGNATURE = new Uint8Array(64).fill(4);
const HASHES = [new Uint8Array(), new Uint8Array(32).fill(5)] as const;

/** Key of the one who signed twice. */
export const CULPRIT_KEY = new Uint8Array(32).fill(3);
export const CULPRIT = validatorAddress({ type: 'ed25519', bytes: CULPRIT_KEY });

const voteFor = (hash: Uint8Array): DuplicateVote['votes'][0] => ({
  type: 2,
  height: 7,
  round: 1,
  blockId: { hash, parts: { total: hash.length === 0 ? 0 : 1, hash } },
  timestamp: parseTime(TIME),
  address: CULPRIT,
  index: 2,
  signature: SIGNATURE,
});

export const DUPLICATE: DuplicateVote = {
  kind: 'duplicate-vote',
  votes: [voteFor(HASHES[0]), voteFor(HASHES[1])],
  totalPower: 100n,
  power: 25n,
  timestamp: parseTime(TIME),
};

/** The same as a node gives it. */
export function duplicateJson(change: object = {}): object {
  const [a, b] = DUPLICATE.votes.map(({ blockId: { hash, parts } }) => ({
    type: 2,
    height: '7',
    round: 1,
    block_id: { hash: formatHex(hash), parts: { total: parts.total, hash: formatHex(hash) } },
    timestamp: TIME,
    validator_address: formatHex(CULPRIT),
    validator_index: 2,
    signature: formatBase64(SIGNATURE),
    extension: null,
    extension_signature: null,
  }));
  const value = { vote_a: a, vote_b: b, TotalVotingPower: '100', ValidatorPower: '25' };
  return {
    type: 'tendermint/DuplicateVoteEvidence',
    value: { ...value, Timestamp: TIME, ...change },
  };
}
