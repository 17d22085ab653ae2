import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBase64, formatBase64Url, parseBase64, parseBase64Url } from '#core/bytes/index.ts';
import { refusalOf } from '../../support/refusal.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

describe('base64', () => {
  it('writes as Node does, and reads it back', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        const [padded, urlSafe] = [formatBase64(some), formatBase64Url(some)];
        expect(padded).toBe(Buffer.from(some).toString('base64'));
        expect(urlSafe).toBe(Buffer.from(some).toString('base64url'));
        expect(parseBase64(padded)).toEqual(some);
        expect(parseBase64Url(urlSafe)).toEqual(some);
        expect(parseBase64Url(urlSafe).byteOffset).toBe(0);
      }),
    );
  });

  it('takes a text only if it is the one for its bytes', () => {
    const texts = fc.string({
      unit: fc.constantFrom(...Array.from('AQgw09-_+/= é\u0141\n\u{1f600}')),
      maxLength: 12,
    });
    fc.assert(
      fc.property(texts, (text) => {
        const isPadded = Buffer.from(text, 'base64').toString('base64') === text;
        const isUrlSafe = Buffer.from(text, 'base64url').toString('base64url') === text;
        const [padded, urlSafe] = ['bytes/not-base64', 'bytes/not-base64url'];
        expect(refusalOf(() => parseBase64(text))).toBe(isPadded ? 'none' : padded);
        expect(refusalOf(() => parseBase64Url(text))).toBe(isUrlSafe ? 'none' : urlSafe);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['A', 'AB', 'AAB', 'AA==', 'AA\u0141A', 'AAA\u{1f600}', 'AA A', 'A+AA', 'A/AA'])(
    'refuses %j as base64url',
    (text) => {
      expect(refusalOf(() => parseBase64Url(text))).toBe('bytes/not-base64url');
    },
  );

  it.each(['AA', 'AB==', 'AAB=', 'A===', '====', 'AA=A', 'A-AA', 'A_AA', 'AA==AA=='])(
    'refuses %j as base64',
    (text) => {
      expect(refusalOf(() => parseBase64(text))).toBe('bytes/not-base64');
    },
  );
});
