/**
 * Base64 of RFC 4648: section 4 (padded, as RPC answers use it) and section 5 (URL-safe without
 * padding, as JOSE uses it). Both are read canonically: exactly one text stands for given bytes.
 */
import { BytesError } from './bytes-error.ts';

/** No value of a character. */
const FOREIGN = 0xff;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const STANDARD = alphabet('+/');
const URL_SAFE = alphabet('-_');

/** The 64 character codes, and the value of each of the first 128 codes. */
interface Alphabet {
  readonly codes: Uint8Array;
  readonly values: Uint8Array;
}

/** Section 4, with padding. */
export function formatBase64(bytes: Uint8Array): string {
  return encode(bytes, STANDARD) + '='.repeat((3 - (bytes.length % 3)) % 3);
}

/** Section 5, without padding. */
export function formatBase64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE);
}

/** @throws {@link BytesError} `bytes/not-base64`, also for text that is not canonical. */
export function parseBase64(text: string): Uint8Array<ArrayBuffer> {
  const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='));
  const isWhole = text.length % 4 === 0;
  const bytes = isWhole ? decode(text.slice(0, text.length - padding), STANDARD) : undefined;
  if (bytes === undefined) throw new BytesError('bytes/not-base64', 'not canonical base64');
  return bytes;
}

/** @throws {@link BytesError} `bytes/not-base64url`, also for text that is not canonical. */
export function parseBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = decode(text, URL_SAFE);
  if (bytes === undefined) throw new BytesError('bytes/not-base64url', 'not canonical base64url');
  return bytes;
}

function alphabet(last: string): Alphabet {
  const codes = Uint8Array.from(LETTERS + last, (letter) => letter.charCodeAt(0));
  const values = new Uint8Array(128).fill(FOREIGN);
  codes.forEach((code, value) => {
    values[code] = value;
  });
  return { codes, values };
}

const latin1 = new TextDecoder('latin1');
/** The character whose value is zero: what is missing at the end counts as that. */
const ZERO = 'A';

/** Three bytes are four characters; what is missing at the end counts as zeros and is not written. */
function encode(bytes: Uint8Array, { codes }: Alphabet): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let at = 0, place = 0; at < bytes.length; at += 3) {
    const held = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text[place++] = codes[held >> 18] ?? 0;
    text[place++] = codes[(held >> 12) & 63] ?? 0;
    text[place++] = codes[(held >> 6) & 63] ?? 0;
    text[place++] = codes[held & 63] ?? 0;
  }
  return latin1.decode(text.subarray(0, Math.ceil((bytes.length * 4) / 3)));
}

/** `undefined` for a foreign character, one too many, or bits left over. */
function decode(text: string, { values }: Alphabet): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const padded = text.padEnd(Math.ceil(text.length / 4) * 4, ZERO);
  const bytes = new Uint8Array((padded.length / 4) * 3);
  let foreign = 0;
  for (let at = 0, place = 0; at < padded.length; at += 4, place += 3) {
    const a = valueOf(padded.charCodeAt(at), values);
    const b = valueOf(padded.charCodeAt(at + 1), values);
    const c = valueOf(padded.charCodeAt(at + 2), values);
    const d = valueOf(padded.charCodeAt(at + 3), values);
    foreign |= a | b | c | d;
    bytes[place] = (a << 2) | (b >> 4);
    bytes[place + 1] = (b << 4) | (c >> 2);
    bytes[place + 2] = (c << 6) | d;
  }
  const size = Math.floor((text.length * 3) / 4);
  const leftOver = (bytes[size] ?? 0) | (bytes[size + 1] ?? 0);
  return foreign < 64 && leftOver === 0 ? bytes.slice(0, size) : undefined;
}

function valueOf(code: number, values: Uint8Array): number {
  return code < values.length ? (values[code] ?? FOREIGN) : FOREIGN;
}
