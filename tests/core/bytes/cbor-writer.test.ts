/** Our own writer of CBOR beside cborg, whose octets it must write. */
import { encode, rfc8949EncodeOptions } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCbor, formatHex, type Cbor } from '#core/bytes/index.ts';

const { item } = fc.letrec<{ item: Cbor }>((again) => ({
  item: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.integer({ min: -300, max: 70_000 }),
    fc.string({ maxLength: 300 }),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 300 }),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.array(again('item'), { maxLength: 40 }),
    fc.dictionary(fc.string(), again('item'), { maxKeys: 30 }),
  ),
}));

const byCborg = (value: unknown) => formatHex(encode(value, rfc8949EncodeOptions));

describe('the octets of CBOR', () => {
  it('are those that cborg writes', () => {
    fc.assert(
      fc.property(item, (value) => {
        expect(formatHex(encodeCbor(value))).toBe(byCborg(value));
      }),
    );
  });

  it('are so at every length of a head, and for what formats do not hold', () => {
    const edges = [23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1];
    const numbers = [...edges, ...edges.map((edge) => -1 - edge), -0, 2 ** 53, 1.5];
    const long = [23, 24, 256, 65_536].flatMap((size) => [
      new Uint8Array(size),
      'x'.repeat(size),
      Array.from({ length: size }, () => 0),
    ]);
    const maps = [{ b: 1, aa: 2, '': 3 }, { é: 1, z: 2 }, Object.fromEntries([['__proto__', 1]])];
    for (const value of [...numbers.filter((n) => n >= -(2 ** 53) + 1), ...long, ...maps]) {
      expect(formatHex(encodeCbor(value as Cbor))).toBe(byCborg(value));
    }
  });
});
