/** A consortium profile, read strictly: it is what all trust begins with. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ChainError, parseProfile, parseProfileText } from '#core/chain/index.ts';
import { buildChain, profileOf } from '../../support/chain-builder.ts';

const name = { 'zh-CN': '示例部门', en: 'Example department' };
const PROFILE = {
  ...profileOf(buildChain({ length: 1 }), 3),
  founders: [{ id: 'tax', name, publicKey: 'ab'.repeat(32) }],
  issuers: [{ id: 'tax', name, url: 'https://desk.example/tax' }],
};
type Json = Record<string, unknown>;

const malformed = (json: unknown) => {
  expect(() => parseProfile(json)).toThrow(ChainError);
  expect(() => parseProfile(json)).toThrow(
    expect.objectContaining({ code: 'chain/malformed-profile' }),
  );
};
const node = (url: string) => ({ name, url });

describe('a profile', () => {
  it('is read as it was written, and nothing is added', () => {
    expect(parseProfile(JSON.parse(JSON.stringify({ ...PROFILE, more: 1 })))).toEqual(PROFILE);
  });

  it.each<[string, Json]>([
    ['version', { version: 2 }],
    ['engine', { engine: 'qbft' }],
    ['demo', { demo: 'no' }],
    ['chain id with a space', { chainId: 'a b' }],
    ['chain id of 51 characters', { chainId: 'a'.repeat(51) }],
    ['name in one language', { name: { en: 'Example' } }],
    ['no nodes', { nodes: [] }],
    ['65 nodes', { nodes: Array.from({ length: 65 }, (_, at) => node(`https://n${at}.example`)) }],
    ['node that is no web address', { nodes: [node('ftp://node.example')] }],
    ['node with a query', { nodes: [node('https://node.example/?a=b')] }],
    ['node twice', { nodes: [node('https://a.example'), node('https://A.example/')] }],
    ['anchor at height 0', { anchor: { ...PROFILE.anchor, height: 0 } }],
    ['anchor at half a height', { anchor: { ...PROFILE.anchor, height: 1.5 } }],
    ['anchor with a short hash', { anchor: { height: 1, hash: 'ab' } }],
    ['anchor in capitals', { anchor: { height: 1, hash: 'AB'.repeat(32) } }],
    ['no founders', { founders: [] }],
    ['trust level below a third', { trustLevel: { numerator: 33, denominator: 100 } }],
    ['trust level above one', { trustLevel: { numerator: 3, denominator: 2 } }],
    ['trust level of nothing', { trustLevel: { numerator: 0, denominator: 0 } }],
    ['trusting period of nothing', { trustingPeriodMs: 0 }],
    ['trusting period beyond a year', { trustingPeriodMs: 367 * 86_400_000 }],
    ['clock drift below zero', { clockDriftMs: -1 }],
    ['clock drift beyond ten minutes', { clockDriftMs: 600_001 }],
    ['issuer without an address', { issuers: [{ id: 'tax', name }] }],
    ['policy left out', { policy: undefined }],
  ])('with another %s is refused', (_, change) => {
    malformed({ ...PROFILE, ...change });
  });

  it.each([
    [1, 3],
    [2, 3],
    [1, 1],
  ])('may have the trust level %i/%i', (numerator, denominator) => {
    const trustLevel = { numerator, denominator };
    expect(parseProfile({ ...PROFILE, trustLevel }).trustLevel).toEqual(trustLevel);
  });

  it('is refused with a code whatever stands in the place of any field', () => {
    const field = fc.constantFrom(...Object.keys(PROFILE));
    fc.assert(
      fc.property(field, fc.anything(), (at, value) => {
        try {
          parseProfile({ ...PROFILE, [at]: value });
        } catch (refusal) {
          expect(refusal).toBeInstanceOf(ChainError);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.anything(), (json) => {
        malformed(json);
      }),
      { seed: 1 },
    );
  });
});

describe('a profile in a file or a code', () => {
  const text = JSON.stringify(PROFILE);
  const refused = (untrusted: string) => {
    expect(() => parseProfileText(untrusted)).toThrow(
      expect.objectContaining({ code: 'chain/malformed-profile' }),
    );
  };

  it('is read, spaces and all', () => {
    expect(parseProfileText(`\n${JSON.stringify(PROFILE, undefined, 2)}\n`)).toEqual(PROFILE);
    expect(parseProfileText(text.padEnd(65_536))).toEqual(PROFILE);
  });

  it('is refused if it is too long', () => {
    refused(text.padEnd(65_537));
  });

  it('is refused if it is deep, before it is parsed', () => {
    refused(`{"more":${'['.repeat(5)}${']'.repeat(5)},${text.slice(1)}`);
  });

  it('is refused with a code whatever the text is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), refused), { seed: 1 });
    fc.assert(
      fc.property(fc.nat(text.length - 1), (end) => {
        refused(text.slice(0, end));
      }),
      { seed: 1 },
    );
  });
});
