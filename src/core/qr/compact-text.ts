/**
 * Texts that have a shorter form: JSON has no byte strings, so in the CBOR of a JSON value a byte
 * string stands for such a text. Its first byte says which.
 */
import { BytesError, concatBytes, formatBase64Url, parseBase64Url } from '../bytes/index.ts';
import { malformed } from './qr-error.ts';

const DAY_MS = 86_400_000;
const DAY = 0;
const DIGITS = 1;
const BASE64URL = 2;

/** The short form, or the text itself where there is none. */
export function compactText(text: string): string | Uint8Array {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return compactDay(text) ?? text;
  // A leading 1 keeps leading zeros.
  if (/^\d{8,40}$/.test(text))
    return concatBytes(Uint8Array.of(DIGITS), bigEndian(BigInt(`1${text}`)));
  if (/^[A-Za-z0-9_-]{22,86}$/.test(text)) return compactBase64Url(text) ?? text;
  return text;
}

/** @throws {@link QrError} `qr/malformed` for a kind that does not exist. */
export function expandText(untrusted: Uint8Array): string {
  const [kind, rest] = [untrusted[0], untrusted.subarray(1)];
  if (kind === DAY && rest.length <= 3) {
    return new Date(Number(fromBigEndian(rest)) * DAY_MS).toISOString().slice(0, 10);
  }
  if (kind === DIGITS && rest.length <= 20) return String(fromBigEndian(rest)).slice(1);
  if (kind === BASE64URL) return formatBase64Url(rest);
  throw malformed('a text of an unknown kind');
}

function compactDay(text: string): Uint8Array | undefined {
  const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
  if (!Number.isInteger(day) || day < 0) return undefined;
  const short = concatBytes(Uint8Array.of(DAY), bigEndian(BigInt(day)));
  return expandText(short) === text ? short : undefined;
}

function compactBase64Url(text: string): Uint8Array | undefined {
  try {
    return concatBytes(Uint8Array.of(BASE64URL), parseBase64Url(text));
  } catch (refusal) {
    if (refusal instanceof BytesError) return undefined;
    throw refusal;
  }
}

function bigEndian(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
  return Uint8Array.from(bytes);
}

function fromBigEndian(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
