/** Trust data on the way from one device to another: the parcel, and the wish for it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCbor, formatBase45, type Cbor } from '#core/bytes/index.ts';
import {
  decodeTrustParcel,
  encodeTrustParcel,
  fitsStream,
  foreignKind,
  formatPackWant,
  PARCEL_BYTES,
  parsePackWant,
  type TrustParcel,
} from '#core/qr/index.ts';
import { refusalOf } from '../../support/refusal.ts';

const BLOCK = new Uint8Array(700).fill(1);
const DELTA = new Uint8Array(900).fill(2);
const PARCEL: TrustParcel = { chainId: 'lightseal-test-1', blocks: [BLOCK, BLOCK], delta: DELTA };
const TAG = new Uint8Array(8).fill(7);

const reading = (...parts: readonly Cbor[]) =>
  refusalOf(() => decodeTrustParcel(encodeCbor(parts)));

describe('a parcel of trust data', () => {
  it('comes back as it was', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 60 });
    const blocks = fc.array(bytes, { minLength: 1, maxLength: 64 });
    const chainId = fc.stringMatching(/^[a-z0-9-]{1,50}$/);
    fc.assert(
      fc.property(fc.record({ chainId, blocks, delta: bytes }), (parcel) => {
        expect(decodeTrustParcel(encodeTrustParcel(parcel))).toEqual(parcel);
      }),
    );
  });

  it('is taken or refused, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(refusalOf(() => decodeTrustParcel(bytes))).toMatch(
          /^qr\/(malformed|newer-version)$/,
        );
      }),
    );
  });

  it('of a later app is of a newer version', () => {
    expect(reading(1, 'a', [BLOCK], DELTA)).toBe('none');
    expect(reading(2, 'a', [BLOCK], DELTA)).toBe('qr/newer-version');
  });

  it('is malformed in any part', () => {
    for (const parts of [
      [0, 'a', [BLOCK], DELTA],
      [1, 'a', [BLOCK]],
      [1, 'a', [BLOCK], DELTA, 1],
      [1, '', [BLOCK], DELTA],
      [1, 'a b', [BLOCK], DELTA],
      [1, 'a'.repeat(51), [BLOCK], DELTA],
      [1, 7, [BLOCK], DELTA],
      [1, 'a', [], DELTA],
      [1, 'a', BLOCK, DELTA],
      [1, 'a', [''], DELTA],
      [1, 'a', [BLOCK], ''],
      [1, 'a', [BLOCK], new Uint8Array()],
    ] as const) {
      expect(reading(...parts), JSON.stringify(parts)).toBe('qr/malformed');
    }
  });

  it('is bounded in bytes and blocks, and neither made nor read beyond', () => {
    const blocks = Array.from({ length: 65 }, () => BLOCK);
    expect(reading(1, 'a', blocks.slice(1), DELTA)).toBe('none');
    expect(reading(1, 'a', blocks, DELTA)).toBe('qr/too-large');
    expect(refusalOf(() => encodeTrustParcel({ ...PARCEL, blocks }))).toBe('qr/too-large');
    const delta = new Uint8Array(PARCEL_BYTES);
    expect(refusalOf(() => encodeTrustParcel({ ...PARCEL, delta }))).toBe('qr/too-large');
    expect(refusalOf(() => decodeTrustParcel(new Uint8Array(PARCEL_BYTES + 1)))).toBe(
      'qr/too-large',
    );
  });

  it('is not made without blocks, or of a chain without a name', () => {
    expect(refusalOf(() => encodeTrustParcel({ ...PARCEL, blocks: [] }))).toBe('qr/malformed');
    expect(refusalOf(() => encodeTrustParcel({ ...PARCEL, chainId: '' }))).toBe('qr/malformed');
  });

  it('goes by a moving code up to 256 KiB', () => {
    expect(fitsStream(new Uint8Array(256 * 1024 - 1))).toBe(true);
    expect(fitsStream(new Uint8Array(256 * 1024))).toBe(false);
  });
});

describe('the wish for a parcel', () => {
  it('comes back as it was, also when it was typed or pasted', () => {
    const chainTag = fc.uint8Array({ minLength: 8, maxLength: 8 });
    const want = fc.record({ chainTag, height: fc.nat({ max: 2 ** 48 - 1 }) });
    fc.assert(
      fc.property(want, (wish) => {
        const text = formatPackWant(wish);
        expect(text).toMatch(/^LSP1:[0-9A-Z $%*+\-./:]{23}$/);
        expect(parsePackWant(text)).toEqual(wish);
        expect(parsePackWant(` ${text.toLowerCase()}\r\n`)).toEqual(wish);
      }),
    );
  });

  it('is told from other codes', () => {
    expect(foreignKind(formatPackWant({ chainTag: TAG, height: 5 }))).toBe('want');
    expect(refusalOf(() => parsePackWant('LS1:ABC'))).toBe('qr/foreign');
    expect(refusalOf(() => parsePackWant('https://example.org'))).toBe('qr/foreign');
  });

  it('is refused of a later app, or when something is wrong with it', () => {
    const of = (...bytes: number[]) => `LSP1:${formatBase45(Uint8Array.from(bytes))}`;
    const rest = Array.from({ length: 14 }, () => 3);
    expect(refusalOf(() => parsePackWant(of(1, ...rest)))).toBe('none');
    expect(refusalOf(() => parsePackWant(of(2, ...rest)))).toBe('qr/newer-version');
    expect(refusalOf(() => parsePackWant(of(1, ...rest).replace('LSP1', 'LSP2')))).toBe(
      'qr/newer-version',
    );
    expect(refusalOf(() => parsePackWant(of(0, ...rest)))).toBe('qr/malformed');
    expect(refusalOf(() => parsePackWant(of(1, ...rest, 1)))).toBe('qr/malformed');
    expect(refusalOf(() => parsePackWant(of(1, ...rest.slice(1))))).toBe('qr/malformed');
    expect(refusalOf(() => parsePackWant('LSP1:##'))).toBe('qr/malformed');
  });

  it('is not made of what it has no room for', () => {
    for (const height of [-1, 0.5, 2 ** 48]) {
      expect(refusalOf(() => formatPackWant({ chainTag: TAG, height }))).toBe('qr/malformed');
    }
    const chainTag = TAG.slice(1);
    expect(refusalOf(() => formatPackWant({ chainTag, height: 1 }))).toBe('qr/malformed');
  });
});
