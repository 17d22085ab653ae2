/** Reading untrusted RPC JSON: shapes first, meaning later (`reference`: CometBFT v0.38 RPC). */
import { BytesError, parseBase64, parseHex } from '../bytes/index.ts';
import { malformed } from './cometbft-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function object(untrusted: unknown, what: string): JsonObject {
  if (typeof untrusted !== 'object' || untrusted === null || Array.isArray(untrusted)) {
    throw malformed(what);
  }
  return untrusted as JsonObject;
}

/** An array of at most `max`; `null` stands for an empty one, as Go writes it. */
export function array(untrusted: unknown, what: string, max: number): readonly unknown[] {
  if (untrusted === null || untrusted === undefined) return [];
  if (!Array.isArray(untrusted) || untrusted.length > max) throw malformed(what);
  return untrusted as unknown[];
}

export function text(untrusted: unknown, what: string, max: number): string {
  if (typeof untrusted !== 'string' || untrusted.length > max) throw malformed(what);
  return untrusted;
}

/** An int64: always JSON text, because a JSON number would lose digits. */
export function int64(untrusted: unknown, what: string): bigint {
  if (typeof untrusted !== 'string' || !/^(0|-?[1-9]\d{0,18})$/.test(untrusted)) {
    throw malformed(what);
  }
  const value = BigInt(untrusted);
  if (BigInt.asIntN(64, value) !== value) throw malformed(what);
  return value;
}

/** A height: an int64 from 0 within the safe integers. */
export function height(untrusted: unknown, what: string): number {
  const value = Number(int64(untrusted, what));
  if (!Number.isSafeInteger(value) || value < 0) throw malformed(what);
  return value;
}

/** An int32 from 0: a JSON number. */
export function count(untrusted: unknown, what: string): number {
  if (typeof untrusted !== 'number' || !Number.isInteger(untrusted)) throw malformed(what);
  if (untrusted < 0 || untrusted > 0x7fff_ffff) throw malformed(what);
  return untrusted;
}

/** Hexadecimal of one of the given lengths in bytes. */
export function hex(untrusted: unknown, what: string, lengths: readonly number[]): Uint8Array {
  return sized(() => parseHex(text(untrusted, what, 200)), what, lengths);
}

/** Base64 of one of the given lengths; `null` is empty. */
export function base64(untrusted: unknown, what: string, lengths: readonly number[]): Uint8Array {
  if (untrusted === null || untrusted === undefined)
    return sized(() => new Uint8Array(), what, lengths);
  return sized(() => parseBase64(text(untrusted, what, 200)), what, lengths);
}

/** Base64 of at most `max` bytes; `null` is empty. */
export function base64Text(untrusted: unknown, what: string, max: number): Uint8Array {
  try {
    return parseBase64(text(untrusted ?? '', what, Math.ceil(max / 3) * 4));
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw malformed(what, { cause });
  }
}

function sized(read: () => Uint8Array, what: string, lengths: readonly number[]): Uint8Array {
  try {
    const bytes = read();
    if (lengths.includes(bytes.length)) return bytes;
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw malformed(what, { cause });
  }
  throw malformed(what);
}
