/** Several presentations in one stream. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, encodeCbor, formatBase45, type Cbor } from '#core/bytes/index.ts';
import {
  decodeEnvelope,
  decodeStreamPayload,
  encodeEnvelope,
  encodeStreamPayload,
  StreamCollector,
  toStream,
} from '#core/qr/index.ts';
import { noise } from './noise.ts';
import { presented } from './presentations.ts';
import { refusalOf } from '../../support/refusal.ts';

const KIND = Uint8Array.of(4);

let texts: readonly string[];

beforeAll(async () => {
  const shown = [
    await presented('noodle-house', ['legal_representative']),
    await presented('technology-company', []),
    await presented('hotel-invoice', ['seller_name']),
  ];
  texts = shown.map(encodeEnvelope);
});

const read = (body: Uint8Array) => decodeStreamPayload(concatBytes(KIND, body));
const reading = (...parts: Cbor[]) => refusalOf(() => read(encodeCbor(parts)));
const writing = (codes: readonly string[]) =>
  refusalOf(() => encodeStreamPayload({ kind: 'several', texts: codes }));
const code = (seed: number, size = 20) => noise(size, seed);
const text = (seed: number, size = 20) => `LS1:${formatBase45(code(seed, size))}`;
const many = <T>(count: number, of: (seed: number) => T) =>
  Array.from({ length: count }, (_, at) => of(at + 1));

describe('several presentations', () => {
  it('come back to the letter from frames in any order, with a loss', () => {
    const { need, frame } = toStream(encodeStreamPayload({ kind: 'several', texts }));
    const collector = new StreamCollector();
    for (let at = need; at > 0; at--) collector.add(frame(at));
    const payload = collector.progress?.payload ?? new Uint8Array();
    expect(decodeStreamPayload(payload)).toEqual({ kind: 'several', texts });
    for (const each of texts) {
      expect(encodeEnvelope(decodeEnvelope(each, 'stream'))).toBe(each);
    }
  });

  it('are refused for each part of another shape', () => {
    expect(reading(1, code(1), code(2))).toBe('none');
    for (const parts of [
      [0, code(1), code(2)],
      ['1', code(1), code(2)],
      [1, code(1), 'LS1:'],
      [1, code(1), new Uint8Array()],
      [1, code(1), [code(2)]],
      [1],
      [],
    ]) {
      expect(reading(...parts)).toBe('qr/malformed');
    }
    expect(refusalOf(() => read(Uint8Array.of(0xff)))).toBe('qr/malformed');
    expect(refusalOf(() => read(encodeCbor({})))).toBe('qr/malformed');
  });

  it('are at least two, each there once', () => {
    expect(reading(1, code(1))).toBe('qr/malformed');
    expect(reading(1, code(1), code(2), code(1))).toBe('qr/malformed');
    expect(writing([text(1)])).toBe('qr/malformed');
    expect(writing([text(1), text(1)])).toBe('qr/malformed');
  });

  it('of a later app say so, whatever else they hold', () => {
    expect(reading(2, 'anything')).toBe('qr/newer-version');
  });

  it('are at most ten, of 32 KiB each and 256 KiB together', () => {
    expect(reading(1, ...many(10, code))).toBe('none');
    expect(reading(1, ...many(11, code))).toBe('qr/too-large');
    expect(reading(1, code(1), code(2, 32 * 1024 + 4))).toBe('none');
    expect(reading(1, code(1), code(2, 32 * 1024 + 5))).toBe('qr/too-large');
    expect(writing(many(10, text))).toBe('none');
    expect(writing(many(11, text))).toBe('qr/too-large');
    expect(writing(many(8, (seed) => text(seed, 32 * 1024)))).toBe('qr/too-large');
    expect(refusalOf(() => read(new Uint8Array(256 * 1024)))).toBe('qr/too-large');
  });

  it('are written for codes of ours only', () => {
    expect(writing([text(1), 'LSQ1:ABC'])).toBe('qr/malformed');
  });

  it('have one form: whatever is read is written in the same way', () => {
    const bytes = encodeStreamPayload({ kind: 'several', texts });
    const damaged = fc
      .tuple(fc.nat(bytes.length - 2), fc.nat(255))
      .map(([at, value]) => bytes.with(at + 1, value));
    const any = fc.uint8Array({ maxLength: 100 }).map((body) => concatBytes(KIND, body));
    fc.assert(
      fc.property(fc.oneof(damaged, any), (untrusted) => {
        const read = refusalOf(() => decodeStreamPayload(untrusted));
        if (read !== 'none') {
          expect(read).toMatch(/^qr\//);
          return;
        }
        const again = encodeStreamPayload(decodeStreamPayload(untrusted));
        expect(again).toEqual(Uint8Array.from(untrusted));
      }),
      { numRuns: 500 },
    );
  });
});
