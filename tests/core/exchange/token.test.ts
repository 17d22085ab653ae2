import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatToken,
  looksLikeToken,
  makeToken,
  parseToken,
  TOKEN_DIGITS,
  TokenError,
} from '#core/exchange/index.ts';

/** Different and well spread at each call, the same in each run. */
function hashedRandom(seed: string): (size: number) => Uint8Array {
  let calls = 0;
  return (size) =>
    createHash('shake256', { outputLength: size })
      .update(`${seed}/${String(calls++)}`)
      .digest();
}

const tokens = fc.string().map((seed) => makeToken(hashedRandom(seed)));

function codeOf(text: string): string {
  try {
    parseToken(text);
    return 'none';
  } catch (refusal) {
    if (refusal instanceof TokenError) return refusal.code;
    throw refusal;
  }
}

describe('a token', () => {
  it('is 28 digits that its own check digits confirm (ISO/IEC 7064 MOD 97-10)', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        expect(token).toMatch(/^\d{28}$/);
        expect(BigInt(token) % 97n).toBe(1n);
        expect(parseToken(token)).toBe(token);
      }),
    );
  });

  it('agrees with the worked example of the standard: 794 gets the check digits 44', () => {
    const digits = `${'0'.repeat(23)}794`;
    expect(parseToken(`${digits}44`)).toBe(`${digits}44`);
    expect(codeOf(`${digits}45`)).toBe('token/mistyped');
  });

  it('never begins like a payment code', () => {
    for (let seed = 0; seed < 2_000; seed++) {
      expect(makeToken(hashedRandom(String(seed)))).not.toMatch(/^(1[0-5]|2[5-9]|30|62)/);
    }
  });

  it('takes every digit equally often', () => {
    const counts = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 4_000; seed++) {
      // The first two are drawn from fewer.
      for (const digit of makeToken(hashedRandom(String(seed))).slice(2, 26)) {
        counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
      }
    }
    for (const count of counts) expect(Math.abs(count / 9_600 - 1)).toBeLessThan(0.05);
  });

  it('is read from groups, hyphens and full-width digits', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const wide = token.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
        for (const spelled of [
          formatToken(token),
          ` ${token}\n`,
          formatToken(token).replaceAll(' ', '-'),
          wide,
        ]) {
          expect(parseToken(spelled)).toBe(token);
        }
      }),
    );
  });

  it('tells a wrong digit and swapped neighbours as mistyped, whatever they are', () => {
    const places = fc.integer({ min: 0, max: TOKEN_DIGITS - 1 });
    fc.assert(
      fc.property(tokens, places, fc.integer({ min: 1, max: 9 }), (token, place, add) => {
        const wrong = (Number(token[place]) + add) % 10;
        expect(codeOf(token.slice(0, place) + String(wrong) + token.slice(place + 1))).toBe(
          'token/mistyped',
        );
        const [a = '', b = ''] = token.slice(place);
        if (b === '' || a === b) return;
        expect(codeOf(token.slice(0, place) + b + a + token.slice(place + 2))).toBe(
          'token/mistyped',
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is incomplete with anything but 28 digits', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        expect(codeOf(token.slice(1))).toBe('token/incomplete');
        expect(codeOf(`${token}0`)).toBe('token/incomplete');
        expect(codeOf(`${token.slice(1)}x`)).toBe('token/incomplete');
        expect(codeOf(token.repeat(1_000))).toBe('token/incomplete');
      }),
      { numRuns: 20 },
    );
  });

  it('is guessed from about as many digits and nothing else', () => {
    const token = makeToken(hashedRandom('a'));
    expect(looksLikeToken(formatToken(token))).toBe(true);
    expect(looksLikeToken(token.slice(1))).toBe(true);
    expect(looksLikeToken(token.slice(8))).toBe(false);
    expect(looksLikeToken(`LS1:${token}`)).toBe(false);
    expect(looksLikeToken('')).toBe(false);
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        (text) => typeof looksLikeToken(text) === 'boolean',
      ),
    );
  });
});
