/** Base-128 varints of Protocol Buffers. */
import { BytesError } from './bytes-error.ts';

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Encodes 0 … 2^64−1; a negative value takes ten bytes, as an int64 does. */
export function encodeVarint(value: bigint | number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > MAX_SAFE) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  // BigInt is slow, and few values need it.
  let low = Number(rest);
  for (; low > 127; low = Math.floor(low / 128)) bytes.push((low % 128) | 128);
  return Uint8Array.of(...bytes, low);
}

/**
 * Reads one varint at `offset`.
 *
 * @throws {@link BytesError} `bytes/truncated`, or `bytes/bad-varint` if it needs more than 64 bits.
 */
export function decodeVarint(bytes: Uint8Array, offset = 0): { value: bigint; next: number } {
  let value = 0n;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[offset + index];
    if (byte === undefined) throw new BytesError('bytes/truncated', 'varint is cut off');
    value |= BigInt(byte & 127) << BigInt(7 * index);
    if (byte < 128 && value < 1n << 64n) return { value, next: offset + index + 1 };
  }
  throw new BytesError('bytes/bad-varint', 'varint is too long');
}
