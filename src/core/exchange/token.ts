/**
 * The 28-digit token (DESIGN §5): 26 random digits and the two of ISO/IEC 7064 MOD 97-10, for typing
 * scanners and for reading out loud.
 */
import type { Random } from '../crypto/index.ts';
import { TokenError } from './token-error.ts';

const RANDOM_DIGITS = 26;
export const TOKEN_DIGITS = 28;
/** With room for separators; more is not a token. */
const MAX_TEXT = 80;
/** First two digits of payment codes, which other programs of a desk may take for themselves. */
const PAYMENT_PREFIX = /^(1[0-5]|2[5-9]|30|62)/;
const SEPARATORS = /[\s\-–—.,·]/g;

/** A fresh token, its digits uniform but for the prefixes of payment codes: about 86 bits. */
export function makeToken(random: Random): string {
  let digits = randomDigits(random);
  while (PAYMENT_PREFIX.test(digits)) digits = randomDigits(random);
  return digits + checkDigits(digits);
}

/** Whether a text may be meant as a token: digits and separators alone, about as many. */
export function looksLikeToken(untrusted: string): boolean {
  const tidy = digitsOf(untrusted);
  return tidy !== undefined && tidy.length >= TOKEN_DIGITS - 2 && tidy.length <= TOKEN_DIGITS + 2;
}

/**
 * Reads a token; white space, hyphens, points and full-width digits are forgiven.
 *
 * @throws {@link TokenError} `token/incomplete` for anything but 28 digits; `token/mistyped` if the
 * check digits do not fit: no single wrong digit and no swapped neighbours go unnoticed.
 */
export function parseToken(untrusted: string): string {
  const digits = digitsOf(untrusted);
  if (digits?.length !== TOKEN_DIGITS) throw new TokenError('token/incomplete', 'not 28 digits');
  if (BigInt(digits) % 97n !== 1n) throw new TokenError('token/mistyped', 'check digits');
  return digits;
}

/** Seven groups of four, for people. */
export function formatToken(token: string): string {
  return (token.match(/.{1,4}/g) ?? []).join(' ');
}

function digitsOf(untrusted: string): string | undefined {
  if (untrusted.length > MAX_TEXT) return undefined;
  const tidy = untrusted.normalize('NFKC').replace(SEPARATORS, '');
  return /^\d+$/.test(tidy) ? tidy : undefined;
}

function randomDigits(random: Random): string {
  let digits = '';
  while (digits.length < RANDOM_DIGITS) {
    // 250 is the largest multiple of ten in a byte: what is above it would favour some digits.
    for (const byte of random(RANDOM_DIGITS)) if (byte < 250) digits += String(byte % 10);
  }
  return digits.slice(0, RANDOM_DIGITS);
}

function checkDigits(digits: string): string {
  return String(98n - ((BigInt(digits) * 100n) % 97n)).padStart(2, '0');
}
