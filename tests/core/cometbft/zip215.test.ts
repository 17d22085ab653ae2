/** Votes follow ZIP-215: the verdicts of three published sets of edge cases. */
import { describe, expect, it } from 'vitest';
import { encodeUtf8, parseHex } from '#core/bytes/index.ts';
import { verifyVote } from '#core/cometbft/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';

interface EdgeCase {
  readonly key: string;
  readonly signature: string;
  readonly message: Uint8Array;
  readonly valid: boolean;
}

type Raw = Readonly<Record<string, string | boolean>>;

function read(path: string, toCase: (raw: Raw) => EdgeCase): EdgeCase[] {
  return (JSON.parse(readVector(path)) as Raw[]).map(toCase);
}

const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : '');

const SETS: readonly [name: string, count: number, () => EdgeCase[]][] = [
  [
    'CCTV',
    457,
    () =>
      read('cctv-ed25519/ed25519vectors_with_zip215.json', (raw) => ({
        key: text(raw['key']),
        signature: text(raw['sig']),
        message: encodeUtf8(text(raw['msg'])),
        valid: raw['zip215_valid'] === true,
      })),
  ],
  [
    'ed25519consensus',
    98,
    () =>
      read('ed25519consensus/zip215_196.json', (raw) => ({
        key: text(raw['pub_key']),
        signature: text(raw['signature']),
        message: encodeUtf8(text(raw['message_utf8'])),
        valid: raw['valid_zip215'] === true,
      })),
  ],
  [
    'speccheck',
    6,
    () =>
      read('ed25519-speccheck/cases_with_zip215.json', (raw) => ({
        key: text(raw['pub_key']),
        signature: text(raw['signature']),
        message: parseHex(text(raw['message'])),
        valid: raw['zip215_valid'] === true,
      })),
  ],
];

describe.skipIf(vectorsDir() === undefined)('ZIP-215', () => {
  it.each(SETS)('agrees with every case of %s', async (_name, count, load) => {
    const cases = load();
    expect(cases).toHaveLength(count);
    for (const { key, signature, message, valid } of cases) {
      const voter = { type: 'ed25519', bytes: parseHex(key) } as const;
      expect(await verifyVote(voter, message, parseHex(signature))).toBe(valid);
    }
  });
});
