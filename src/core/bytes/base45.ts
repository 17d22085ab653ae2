/** Base45 of RFC 9285: the encoding that fits a QR code's alphanumeric mode. */
import { BytesError } from './bytes-error.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Two bytes become three characters, a last single byte two (RFC 9285, section 4). */
export function formatBase45(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 2) {
    const pair = index + 1 < bytes.length;
    const value = pair ? (bytes[index] ?? 0) * 256 + (bytes[index + 1] ?? 0) : (bytes[index] ?? 0);
    text += digits(value, pair ? 3 : 2);
  }
  return text;
}

/** @throws {@link BytesError} `bytes/not-base45` for a foreign character, length or overflow. */
export function parseBase45(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 3 === 1) throw notBase45();
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 3) {
    const group = text.slice(index, index + 3);
    const value = valueOf(group);
    if (value >= (group.length === 3 ? 65_536 : 256)) throw notBase45();
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}

function digits(value: number, count: number): string {
  let text = '';
  for (let rest = value; text.length < count; rest = Math.floor(rest / 45)) {
    text += ALPHABET.charAt(rest % 45);
  }
  return text;
}

function valueOf(group: string): number {
  return Array.from(group).reduceRight((value, char) => {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) throw notBase45();
    return value * 45 + digit;
  }, 0);
}

function notBase45(): BytesError {
  return new BytesError('bytes/not-base45', 'not base45');
}
