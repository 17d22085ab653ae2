import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesError, decodeCbor, encodeCbor, type Cbor } from '#core/bytes/index.ts';

const DEEPEST = 64;
const LIST_OF_ONE = 0x81;

/** Lists in lists, and a zero in the innermost. */
function nested(depth: number): Uint8Array {
  const bytes = new Uint8Array(depth + 1).fill(LIST_OF_ONE);
  bytes[depth] = 0;
  return bytes;
}

function codeOf(untrusted: Uint8Array): string {
  try {
    decodeCbor(untrusted, 2 ** 21);
    return 'none';
  } catch (refusal) {
    if (refusal instanceof BytesError) return refusal.code;
    throw refusal;
  }
}

const value = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.maxSafeInteger(),
    fc.string(),
    fc.boolean(),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

describe('deterministic CBOR', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(value, (whole) => {
        const bytes = encodeCbor(whole);
        expect(decodeCbor(bytes, bytes.length)).toEqual(whole);
      }),
    );
  });

  it('gives plain octets, also out of one of Node’s buffers', () => {
    const octets = Uint8Array.of(1, 2, 3);
    expect(decodeCbor(Buffer.from(encodeCbor({ octets })), 100)).toStrictEqual({ octets });
  });

  it('reads as deep as any format nests, beside any number of shallow ones', () => {
    expect(codeOf(encodeCbor(Array.from({ length: 1000 }, () => [[], {}, [1]])))).toBe('none');
    expect(codeOf(nested(DEEPEST))).toBe('none');
  });

  it.each([DEEPEST + 1, 1_000, 6_500, 7_000, 7_500, 1_000_000])(
    'refuses %i lists in each other, before the stack ends',
    (depth) => {
      expect(codeOf(nested(depth))).toBe('bytes/not-cbor');
    },
  );
});
