import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesError, inflateZlib } from '#core/bytes/index.ts';

function refusal(bytes: Uint8Array, max = 1 << 20): string {
  try {
    inflateZlib(bytes, max);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    return error.code;
  }
}

describe('inflating', () => {
  const { Z_FIXED, Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE } = constants;

  it('undoes what zlib does, whatever the level and strategy', () => {
    const chunks = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.tuple(fc.nat(255), fc.nat(3000)).map(([byte, size]) => new Uint8Array(size).fill(byte)),
      ),
      { maxLength: 6 },
    );
    const level = fc.constantFrom(0, 1, 6, 9);
    const strategy = fc.constantFrom(Z_FIXED, Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE);
    fc.assert(
      fc.property(chunks, level, strategy, (parts, chosen, way) => {
        const bytes = Buffer.concat(parts);
        const packed = deflateSync(bytes, { level: chosen, strategy: way });
        expect(Buffer.from(inflateZlib(packed, 1 << 20)).equals(bytes)).toBe(true);
      }),
    );
  });

  it('inflates more than 32 KiB, with distances across the whole window', () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * at) % 251));
    expect(Buffer.from(inflateZlib(deflateSync(bytes), 1 << 20)).equals(bytes)).toBe(true);
  });

  it('stops at the limit it was given', () => {
    const bomb = deflateSync(new Uint8Array(5_000_000));
    expect(refusal(bomb)).toBe('bytes/too-long');
    expect(refusal(deflateSync(new Uint8Array(100)), 100)).toBe('accepted');
    expect(refusal(deflateSync(new Uint8Array(101)), 100)).toBe('bytes/too-long');
  });

  const whole = Uint8Array.from(deflateSync(Buffer.from('abcabcabcabc abcabc xyz')));

  it('refuses every stream that is cut off', () => {
    for (let size = 0; size < whole.length; size++)
      expect(refusal(whole.subarray(0, size))).toMatch(/^bytes\/(truncated|not-zlib)$/);
  });

  it.each([
    ['bytes after the end', Uint8Array.of(...whole, 0)],
    ['a wrong checksum', whole.map((byte, at) => (at === whole.length - 1 ? byte ^ 1 : byte))],
    ['another method', Uint8Array.of(0x79, ...whole.slice(1))],
    ['a preset dictionary', Uint8Array.of(0x78, 0xbb, ...whole.slice(2))],
    ['the reserved kind of block', Uint8Array.of(0x78, 0x9c, 0x07, 0, 0, 0, 1)],
    [
      'a stored length that contradicts itself',
      Uint8Array.of(0x78, 0x9c, 1, 1, 0, 1, 0, 0, 0, 0, 1),
    ],
    ['a distance before the beginning', Uint8Array.of(0x78, 0x9c, 0x03, 0x02, 0, 0, 0, 0, 0, 1)],
  ])('refuses %s', (_, bytes) => {
    expect(refusal(bytes)).toBe('bytes/not-zlib');
  });

  it('answers any bytes after a good header with bytes or a code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        refusal(Uint8Array.of(0x78, 0x9c, ...bytes), 4096);
      }),
      { numRuns: 1000 },
    );
  });
});
