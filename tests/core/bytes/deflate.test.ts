import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, deflateRaw, encodeUtf8, inflateRaw } from '#core/bytes/index.ts';
import { refusalOf } from '../../support/refusal.ts';

const MAX = 100_000;
const DICTIONARY = encodeUtf8('有限责任公司 market-regulation lightseal:verifier:');
const text = encodeUtf8(
  '示例市市场监督管理局、示例市光华区柳荫路18号、示例市光华区柳荫路18号一层'.repeat(4),
);

/** Bytes in which things repeat, near and far. */
const patterned = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('lightseal', '有限责任公司', 'aaaaaaaaaaaaaaaaaaaaaaaa').map(encodeUtf8),
    ),
    { maxLength: 80 },
  )
  .map((parts) => concatBytes(...parts));

describe('deflating', () => {
  it('is undone by ours and by zlib, with and without a dictionary', () => {
    fc.assert(
      fc.property(patterned, fc.boolean(), (data, withDictionary) => {
        const dictionary = withDictionary ? DICTIONARY : new Uint8Array();
        const packed = deflateRaw(data, dictionary);
        expect(inflateRaw(packed, MAX, dictionary)).toEqual(data);
        const options = withDictionary ? { dictionary } : {};
        expect(Uint8Array.from(inflateRawSync(packed, options))).toEqual(data);
      }),
    );
  });

  it('reaches the longest lengths and distances', () => {
    const far = concatBytes(text, new Uint8Array(32_000 - text.length), text, new Uint8Array(300));
    expect(inflateRaw(deflateRaw(far), MAX)).toEqual(far);
  });

  it('is never larger than the same codes in zlib, and the same every time', () => {
    const FIXED = 4;
    for (const data of [text, encodeUtf8('x'), new Uint8Array(), new Uint8Array(1000)]) {
      const theirs = deflateRawSync(data, { level: 9, strategy: FIXED });
      expect(deflateRaw(data).length).toBeLessThanOrEqual(theirs.length);
      expect(deflateRaw(data)).toEqual(deflateRaw(data));
    }
  });

  it('takes from the dictionary what stands there', () => {
    const data = encodeUtf8('有限责任公司');
    expect(deflateRaw(data, DICTIONARY).length).toBeLessThan(8);
    expect(deflateRaw(data).length).toBeGreaterThan(15);
  });
});

describe('inflating raw data', () => {
  it('reads what zlib writes, whatever kind of block', () => {
    for (const strategy of [0, 2, 4]) {
      for (const level of [0, 1, 9]) {
        const packed = deflateRawSync(text, { level, strategy, dictionary: DICTIONARY });
        expect(inflateRaw(packed, MAX, DICTIONARY)).toEqual(text);
      }
    }
  });

  it('stops at the limit, and counts no dictionary', () => {
    const packed = deflateRaw(text, DICTIONARY);
    expect(inflateRaw(packed, text.length, DICTIONARY)).toEqual(text);
    expect(refusalOf(() => inflateRaw(packed, text.length - 1, DICTIONARY))).toBe('bytes/too-long');
    const bomb = deflateRawSync(new Uint8Array(50_000_000), { level: 9 });
    expect(refusalOf(() => inflateRaw(bomb, 4096))).toBe('bytes/too-long');
  });

  it('refuses what is cut off, what goes on after the end, and distances before the start', () => {
    const packed = deflateRaw(text, DICTIONARY);
    for (let length = 0; length < packed.length; length++) {
      expect(refusalOf(() => inflateRaw(packed.subarray(0, length), MAX, DICTIONARY))).toBe(
        'bytes/truncated',
      );
    }
    const longer = concatBytes(packed, Uint8Array.of(0));
    expect(refusalOf(() => inflateRaw(longer, MAX, DICTIONARY))).toBe('bytes/not-zlib');
    const borrowed = deflateRaw(DICTIONARY, DICTIONARY);
    expect(refusalOf(() => inflateRaw(borrowed, MAX))).toBe('bytes/not-zlib');
  });

  it('inflates or refuses any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const code = refusalOf(() => inflateRaw(bytes, 4096, DICTIONARY));
        expect(['none', 'bytes/not-zlib', 'bytes/truncated', 'bytes/too-long']).toContain(code);
      }),
    );
  });
});
