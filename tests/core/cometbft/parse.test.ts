/** What a node writes is read strictly, and written again as it was. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  formatCommit,
  formatHeader,
  formatTime,
  formatValidator,
  parseBlockId,
  parseCommit,
  parseHeader,
  parseSignedHeader,
  parseTime,
  parseValidators,
  timeNs,
  timestampOf,
} from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { buildChain, member } from '../../support/chain-builder.ts';

fc.configureGlobal({ seed: 1 });

const [, BLOCK] = buildChain({
  length: 2,
  vote: (_, index) => (index === 0 ? 1 : index === 1 ? 3 : 2),
});
if (BLOCK === undefined) throw new Error('no block');
const HEADER = formatHeader(BLOCK.header);
const COMMIT = formatCommit(BLOCK.commit);

const malformed = (read: () => unknown) => {
  expect(read).toThrow(expect.objectContaining({ code: 'cometbft/malformed' }));
};

describe('headers and commits', () => {
  it('come back as they were written', () => {
    const json: unknown = JSON.parse(JSON.stringify({ header: HEADER, commit: COMMIT }));
    const { header, commit } = parseSignedHeader(json);
    expect(header).toEqual(BLOCK.header);
    expect(commit).toEqual(BLOCK.commit);
    expect(parseValidators(BLOCK.validators.map(formatValidator))).toEqual(BLOCK.validators);
  });

  it.each([
    ['a number for a height', { ...HEADER, height: 2 }],
    ['a height with leading zeros', { ...HEADER, height: '02' }],
    ['a negative height', { ...HEADER, height: '-2' }],
    ['a height beyond the safe integers', { ...HEADER, height: '9007199254740992' }],
    ['a height beyond int64', { ...HEADER, height: '9223372036854775808' }],
    ['a hash that is too short', { ...HEADER, data_hash: 'AA' }],
    ['a hash that is not hexadecimal', { ...HEADER, data_hash: 'zz'.repeat(32) }],
    ['an address that is too long', { ...HEADER, proposer_address: 'AA'.repeat(21) }],
    ['an app hash that is too long', { ...HEADER, app_hash: 'AA'.repeat(65) }],
    ['a chain id of more than 50 characters', { ...HEADER, chain_id: 'x'.repeat(51) }],
    ['a chain id of more than 50 bytes', { ...HEADER, chain_id: '印'.repeat(17) }],
    ['no time', { ...HEADER, time: undefined }],
    ['a version that is a number', { ...HEADER, version: { block: 11 } }],
    ['no header at all', null],
    ['a list', []],
  ])('a header with %s is refused', (_, json) => {
    malformed(() => parseHeader(json));
  });

  const [absent, nil, voted] = COMMIT.signatures;
  it.each([
    ['an unknown flag', { ...COMMIT, signatures: [{ ...voted, block_id_flag: 4 }] }],
    [
      'an absent slot with a signature',
      { ...COMMIT, signatures: [{ ...absent, signature: voted?.signature }] },
    ],
    [
      'an absent slot with an address',
      { ...COMMIT, signatures: [{ ...absent, validator_address: nil?.validator_address }] },
    ],
    ['a vote without a signature', { ...COMMIT, signatures: [{ ...voted, signature: null }] }],
    ['a vote without a time', { ...COMMIT, signatures: [{ ...voted, timestamp: null }] }],
    [
      'a signature with a byte behind it',
      { ...COMMIT, signatures: [{ ...voted, signature: 'A'.repeat(87) + '=' }] },
    ],
    ['a negative round', { ...COMMIT, round: -1 }],
    ['a round as text', { ...COMMIT, round: '0' }],
    ['more signatures than a set may have', { ...COMMIT, signatures: Array(10_001).fill(absent) }],
  ])('a commit with %s is refused', (_, json) => {
    malformed(() => parseCommit(json));
  });

  it.each([voted?.timestamp, null, undefined])(
    'the time %s of an absent slot, which nobody signed, does not get into evidence',
    (timestamp) => {
      const read = parseCommit({ ...COMMIT, signatures: [{ ...absent, timestamp }] });
      expect(formatCommit(read).signatures).toEqual([absent]);
    },
  );

  it('an old name of the parts, and no last block, are understood', () => {
    const { hash, parts } = COMMIT.block_id;
    expect(parseBlockId({ hash, part_set_header: parts })).toEqual(BLOCK.commit.blockId);
    expect(parseBlockId(null).hash).toHaveLength(0);
  });
});

describe('validators', () => {
  const json = formatValidator(member('v0').validator);

  it.each([
    ['an address that is not of its key', { ...json, address: 'AA'.repeat(20) }, 'wrong-address'],
    [
      'a key of an unknown type',
      { ...json, pub_key: { type: 'cometbft/PubKeyBls12_381', value: 'AA==' } },
      'unsupported-key',
    ],
    [
      'a key of a wrong length',
      { ...json, pub_key: { ...json.pub_key, value: 'AA==' } },
      'malformed',
    ],
    ['a power beyond int64', { ...json, voting_power: '9223372036854775808' }, 'malformed'],
    ['a power that is a number', { ...json, voting_power: 10 }, 'malformed'],
  ])('with %s are refused', (_, one, code) => {
    expect(() => parseValidators([one])).toThrow(
      expect.objectContaining({ code: `cometbft/${code}` }),
    );
  });

  it('of more than 10,000 are refused before any is read', () => {
    malformed(() => parseValidators(Array(10_001).fill(json)));
  });
});

describe('times', () => {
  it.each([
    ['2026-01-01T00:00:00Z', 1_767_225_600n, 0],
    ['2026-01-01T00:00:00.5Z', 1_767_225_600n, 500_000_000],
    ['2026-01-01T00:00:00.000000001Z', 1_767_225_600n, 1],
    ['0001-01-01T00:00:00Z', -62_135_596_800n, 0],
  ])('%s keeps every digit', (text, seconds, nanos) => {
    expect(parseTime(text)).toEqual({ seconds, nanos });
    expect(formatTime({ seconds, nanos })).toBe(text);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00.0000000001Z',
    '2026-01-01T00:00:00+08:00',
    '2026-01-01T00:00:00',
    '2026-01-01',
    '',
    0,
    null,
  ])('%s is no time', (untrusted) => {
    malformed(() => parseTime(untrusted));
  });

  it('survive the way through nanoseconds and text', () => {
    const MIN = -62_135_596_800_000_000_000n;
    fc.assert(
      fc.property(fc.bigInt({ min: MIN, max: 253_402_300_799_999_999_999n }), (ns) => {
        expect(timeNs(timestampOf(ns))).toBe(ns);
        expect(timeNs(parseTime(formatTime(timestampOf(ns))))).toBe(ns);
      }),
    );
  });
});

describe('arbitrary JSON', () => {
  const readers = [
    parseHeader,
    parseCommit,
    parseSignedHeader,
    parseValidators,
    parseBlockId,
    parseTime,
  ];
  const isReadOrRefused = (json: unknown) =>
    readers.every((read) => {
      try {
        read(json);
        return true;
      } catch (thrown) {
        return isRefusal(thrown);
      }
    });

  it('is read or refused with a code, never a crash', () => {
    fc.assert(fc.property(fc.anything(), isReadOrRefused));
  });

  it('in the place of any field of a header or commit is read or refused', () => {
    const places = [...Object.keys(HEADER), ...Object.keys(COMMIT)];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.anything(), (place, value) =>
        isReadOrRefused({ ...HEADER, ...COMMIT, [place]: value }),
      ),
    );
  });
});
