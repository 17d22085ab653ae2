/** Evidence in a block. That the encoding is CometBFT's is shown by a real block in the conformance suites. */
import { LightClientAttackEvidence } from 'cosmjs-types/tendermint/types/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBase64, formatHex } from '#core/bytes/index.ts';
import {
  attackEvidence,
  CometbftError,
  hashEvidence,
  parseTime,
  verifyEvidenceList,
  type BlockEvidence,
  type DuplicateVote,
  type Header,
} from '#core/cometbft/index.ts';
import { encodeAttack, parseAttack } from '#core/cometbft/attack-in-block.ts';
import { buildChain } from '../../support/chain-builder.ts';

const [BLOCK] = buildChain({ length: 1 });
if (BLOCK === undefined) throw new Error('a chain of one');

const NOTHING = new Uint8Array();
const TIME = '2026-01-01T00:00:00.5Z';
const ADDRESS = new Uint8Array(20).fill(3);
const SIGNATURE = new Uint8Array(64).fill(4);
const HASH = new Uint8Array(32).fill(5);

const vote = (hash: Uint8Array): DuplicateVote['votes'][0] => ({
  type: 2,
  height: 7,
  round: 1,
  blockId: { hash, parts: { total: 1, hash } },
  timestamp: parseTime(TIME),
  address: ADDRESS,
  index: 2,
  signature: SIGNATURE,
});
const EVIDENCE: DuplicateVote = {
  kind: 'duplicate-vote',
  votes: [vote(NOTHING), vote(HASH)],
  totalPower: 100n,
  power: 25n,
  timestamp: parseTime(TIME),
};
const HEADER: Header = { ...BLOCK.header, evidenceHash: hashEvidence([EVIDENCE]) };

const voteJson = (hash: Uint8Array, change: object = {}) => ({
  type: 2,
  height: '7',
  round: 1,
  block_id: { hash: formatHex(hash), parts: { total: 1, hash: formatHex(hash) } },
  timestamp: TIME,
  validator_address: formatHex(ADDRESS),
  validator_index: 2,
  signature: formatBase64(SIGNATURE),
  extension: null,
  extension_signature: null,
  ...change,
});
const json = (change: object = {}, changeVote: object = {}) => ({
  type: 'tendermint/DuplicateVoteEvidence',
  value: {
    vote_a: voteJson(NOTHING, changeVote),
    vote_b: voteJson(HASH),
    TotalVotingPower: '100',
    ValidatorPower: '25',
    Timestamp: TIME,
    ...change,
  },
});

function codeOf(untrusted: unknown, header = HEADER): string {
  try {
    verifyEvidenceList(header, untrusted);
    return 'none';
  } catch (refusal) {
    if (refusal instanceof CometbftError) return refusal.code;
    throw refusal;
  }
}

describe('the evidence in a block', () => {
  it('is proven whole', () => {
    expect(verifyEvidenceList(HEADER, [json()])).toEqual([EVIDENCE]);
    const none = { ...HEADER, evidenceHash: hashEvidence([]) };
    expect(verifyEvidenceList(none, null)).toEqual([]);
  });

  it('may have the names that tendermint-rs writes', () => {
    const names = { TotalVotingPower: undefined, ValidatorPower: undefined, Timestamp: undefined };
    const other = { total_voting_power: '100', validator_power: '25', timestamp: TIME };
    expect(verifyEvidenceList(HEADER, [json({ ...names, ...other })])).toEqual([EVIDENCE]);
  });

  it('is neither more, nor less, nor of another block', () => {
    const none = { ...HEADER, evidenceHash: hashEvidence([]) };
    expect(codeOf([])).toBe('cometbft/proof-mismatch');
    expect(codeOf([json(), json()])).toBe('cometbft/proof-mismatch');
    expect(codeOf([json()], none)).toBe('cometbft/proof-mismatch');
  });

  it.each([
    { type: 1 },
    { height: '8' },
    { round: 0 },
    { block_id: { hash: '', parts: { total: 0, hash: '' } } },
    { timestamp: '2026-01-01T00:00:00.500000001Z' },
    { validator_address: '00'.repeat(20) },
    { validator_index: 3 },
    { signature: formatBase64(new Uint8Array(64)) },
  ])('is not proven with a vote that has %j', (change) => {
    expect(codeOf([json({}, change)])).toBe('cometbft/proof-mismatch');
  });

  it.each([
    { TotalVotingPower: '101' },
    { ValidatorPower: '26' },
    { Timestamp: '2026-01-01T00:00:00Z' },
  ])('is not proven with %j', (change) => {
    expect(codeOf([json(change)])).toBe('cometbft/proof-mismatch');
  });

  it('of another kind is not supported', () => {
    const other = { ...json(), type: 'tendermint/Another' };
    expect(codeOf([other])).toBe('cometbft/unsupported-proof');
  });

  it.each([
    { extension: 'AA==' },
    { extension_signature: 'AA==' },
    { signature: 'AA==' },
    { height: 7 },
    { round: '1' },
    { validator_address: '' },
  ])('is malformed with a vote that has %j', (change) => {
    expect(codeOf([json({}, change)])).toBe('cometbft/malformed');
  });

  it('is refused in any other shape with a code', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const code = codeOf([{ ...json(), value }]);
        return code === 'cometbft/malformed';
      }),
    );
    expect(codeOf(Array(10_001).fill(json()))).toBe('cometbft/malformed');
  });
});

describe('evidence of an attack on light clients in a block', () => {
  const [, trusted] = buildChain({ length: 2 });
  const alter = (header: Header) => ({ ...header, appHash: HASH });
  const [common, conflicting] = buildChain({ length: 2, prefix: [BLOCK], alter });
  if (trusted === undefined || common === undefined || conflicting === undefined) throw new Error();
  const attack = JSON.parse(JSON.stringify(attackEvidence(common, conflicting, trusted))) as {
    type: string;
    value: Record<string, unknown>;
  };
  const [member] = attack.value['ByzantineValidators'] as [object];
  const changed = (change: object) => ({ ...attack, value: { ...attack.value, ...change } });
  const headerOf = (list: readonly BlockEvidence[]): Header => ({
    ...BLOCK.header,
    evidenceHash: hashEvidence(list),
  });
  const list = [parseAttack(attack.value)];

  it('has the bytes that cosmjs-types gives it', () => {
    const untrusted = changed({ ByzantineValidators: [{ ...member, proposer_priority: '-7' }] });
    const bytes = encodeAttack(parseAttack(untrusted.value));
    const decoded = LightClientAttackEvidence.decode(bytes);
    expect(LightClientAttackEvidence.encode(decoded).finish()).toEqual(bytes);
    expect(decoded.byzantineValidators[0]?.proposerPriority).toBe(-7n);
    expect(decoded.conflictingBlock?.signedHeader?.header?.appHash).toEqual(HASH);
    expect(decoded.conflictingBlock?.signedHeader?.commit?.signatures).toHaveLength(4);
    expect(decoded.conflictingBlock?.validatorSet?.validators).toHaveLength(4);
  });

  it('is proven whole, beside other evidence', () => {
    expect(verifyEvidenceList(headerOf(list), [attack])).toEqual(list);
    const both = [...list, EVIDENCE];
    expect(verifyEvidenceList(headerOf(both), [attack, json()])).toEqual(both);
  });

  it.each([
    { CommonHeight: '2' },
    { TotalVotingPower: '41' },
    { Timestamp: TIME },
    { ByzantineValidators: [] },
    { ByzantineValidators: [{ ...member, voting_power: '11' }] },
    { ByzantineValidators: [{ ...member, proposer_priority: '1' }] },
  ])('is not proven with %j', (change) => {
    expect(codeOf([changed(change)], headerOf(list))).toBe('cometbft/proof-mismatch');
  });

  it('is refused in any other shape with a code', () => {
    const keys = fc.constantFrom(...Object.keys(attack.value));
    fc.assert(
      fc.property(keys, fc.anything(), (key, value) => {
        const code = codeOf([changed({ [key]: value })], headerOf(list));
        return code.startsWith('cometbft/');
      }),
    );
    expect(codeOf([{ ...attack, value: undefined }])).toBe('cometbft/malformed');
    const { proposer_priority: _, ...lacking } = member as Record<string, unknown>;
    expect(codeOf([changed({ ByzantineValidators: [lacking] })])).toBe('cometbft/malformed');
  });
});
