import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { encodeCbor, type Cbor } from '#core/bytes/index.ts';
import {
  decodeBatchEntry,
  decodeGovernanceEntry,
  decodeIssuerEntry,
  decodeLogHead,
  decodeSequence,
  decodeStatusEntry,
  decodeTypeEntry,
  decodeVerifierEntry,
  encodeBatchEntry,
  encodeGovernanceEntry,
  encodeIssuerEntry,
  encodeLogHead,
  encodeSequence,
  encodeStatusEntry,
  encodeTypeEntry,
  encodeVerifierEntry,
  LIMITS,
  type IssuerEntry,
} from '#core/registry/index.ts';
import { es256, GOVERNANCE, nameOf, VCT } from './departments.ts';
import { refusalOf } from '../../support/refusal.ts';

const digest = new Uint8Array(32).fill(1);
const publicKey = es256('k').publicKey;
const ISSUER: IssuerEntry = {
  name: nameOf('tax'),
  keys: [{ kid: 'k', alg: 'ES256', publicKey, from: 3, until: 9, compromisedSince: 5 }],
  types: [{ vct: VCT, from: 3 }],
  history: [
    { status: 'active', since: 3 },
    { status: 'retired', since: 9 },
  ],
  successor: 'other',
};
const VERIFIER = {
  name: nameOf('counter'),
  key: { kid: 'v', alg: 'ES256', publicKey },
  purposes: [{ id: 'check', name: nameOf('check'), vct: VCT, claims: ['name'] }],
} as const;

const DECODERS = [
  decodeBatchEntry,
  decodeGovernanceEntry,
  decodeIssuerEntry,
  decodeLogHead,
  decodeSequence,
  decodeStatusEntry,
  decodeTypeEntry,
  decodeVerifierEntry,
];

describe('entries', () => {
  it('come back as they were', () => {
    const batch = { root: digest, count: 256, height: 5, timeMs: 5000 };
    const status = { digest, height: 5, validUntilMs: 9000 };
    expect(decodeIssuerEntry(encodeIssuerEntry(ISSUER))).toEqual(ISSUER);
    expect(decodeVerifierEntry(encodeVerifierEntry(VERIFIER))).toEqual(VERIFIER);
    expect(decodeGovernanceEntry(encodeGovernanceEntry(GOVERNANCE))).toEqual(GOVERNANCE);
    expect(decodeBatchEntry(encodeBatchEntry(batch))).toEqual(batch);
    expect(decodeStatusEntry(encodeStatusEntry(status))).toEqual(status);
    expect(decodeTypeEntry(encodeTypeEntry({ digest }))).toEqual({ digest });
    expect(decodeLogHead(encodeLogHead({ size: 2, root: digest }))).toEqual({
      size: 2,
      root: digest,
    });
    expect(decodeSequence(encodeSequence(7))).toBe(7);
  });

  it('of any other shape are refused', () => {
    const [key] = ISSUER.keys;
    const issuers: readonly object[] = [
      { ...ISSUER, extra: 1 },
      { ...ISSUER, name: { en: 'only' } },
      { ...ISSUER, keys: [] },
      { ...ISSUER, keys: [key, key] },
      { ...ISSUER, keys: [{ ...key, alg: 'RS256' }] },
      { ...ISSUER, keys: [{ ...key, publicKey: new Uint8Array(32) }] },
      { ...ISSUER, keys: [{ ...key, until: 3 }] },
      { ...ISSUER, types: [{ vct: 'with space', from: 1 }] },
      { ...ISSUER, history: [] },
      { ...ISSUER, history: [...ISSUER.history, { status: 'active', since: 9 }] },
      { ...ISSUER, history: [{ status: 'sleeping', since: 1 }] },
    ];
    for (const issuer of issuers) {
      expect(refusalOf(() => decodeIssuerEntry(encodeCbor(issuer as unknown as Cbor)))).toBe(
        'registry/malformed',
      );
    }
    const [founder] = GOVERNANCE.founders;
    for (const governance of [
      { ...GOVERNANCE, threshold: 5 },
      { ...GOVERNANCE, threshold: 0 },
      { founders: [founder, { ...founder, id: 'twin' }], threshold: 1 },
    ]) {
      expect(
        refusalOf(() => decodeGovernanceEntry(encodeCbor(governance as unknown as Cbor))),
      ).toBe('registry/malformed');
    }
    for (const batch of [
      { root: digest, count: 0, height: 5, timeMs: 1 },
      { root: digest, count: 1.5, height: 5, timeMs: 1 },
      { root: digest.slice(1), count: 1, height: 5, timeMs: 1 },
      { root: digest, count: 1, height: -5, timeMs: 1 },
      { root: digest, count: 1, height: 5 },
    ]) {
      expect(refusalOf(() => decodeBatchEntry(encodeCbor(batch)))).toBe('registry/malformed');
    }
  });

  it('that could not be read back are not written either', () => {
    expect(refusalOf(() => encodeIssuerEntry({ ...ISSUER, keys: [] }))).toBe('registry/malformed');
  });

  it('above their size are refused before they are read', () => {
    for (const decode of DECODERS) {
      expect(refusalOf(() => decode(new Uint8Array(LIMITS.entryBytes + 1)))).toBe(
        'registry/too-large',
      );
    }
  });

  it('never crash their readers', () => {
    const samples = [
      encodeIssuerEntry(ISSUER),
      encodeVerifierEntry(VERIFIER),
      encodeGovernanceEntry(GOVERNANCE),
    ];
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(),
        fc.nat(255),
        (bytes, place, byte) => {
          for (const decode of DECODERS) {
            expect(['none', 'registry/malformed']).toContain(refusalOf(() => decode(bytes)));
            for (const sample of samples) {
              const mutated = sample.map((old, index) =>
                index === place % sample.length ? byte : old,
              );
              expect(['none', 'registry/malformed']).toContain(refusalOf(() => decode(mutated)));
            }
          }
        },
      ),
    );
  });
});
