/** Reading untrusted items of decoded CBOR: shapes first, meaning later. */
import type { Cbor } from '../bytes/index.ts';
import { malformed } from './cometbft-error.ts';

/** A list of at least `min` and at most `max` items. */
export function items(
  untrusted: Cbor | undefined,
  min: number,
  max: number = min,
): readonly Cbor[] {
  if (!Array.isArray(untrusted)) throw malformed('list');
  const list: readonly Cbor[] = untrusted;
  if (list.length < min || list.length > max) throw malformed('list length');
  return list;
}

/** Bytes of one of the given lengths. */
export function octets(untrusted: Cbor | undefined, lengths: readonly number[]): Uint8Array {
  if (!(untrusted instanceof Uint8Array) || !lengths.includes(untrusted.length)) {
    throw malformed('bytes');
  }
  return untrusted;
}

/** A safe integer from 0 to `max`. */
export function whole(untrusted: Cbor | undefined, max: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof untrusted !== 'number' || !Number.isSafeInteger(untrusted)) throw malformed('integer');
  if (untrusted < 0 || untrusted > max) throw malformed('integer range');
  return untrusted;
}

/** An integer of at most 64 bits, with its sign. */
export function wide(untrusted: Cbor | undefined): bigint {
  if (typeof untrusted !== 'number' && typeof untrusted !== 'bigint') throw malformed('integer');
  const value = BigInt(untrusted);
  if (BigInt.asIntN(64, value) !== value) throw malformed('integer range');
  return value;
}
