/** Base-128 varints of Protocol Buffers. */
import { BytesError } from './bytes-error.ts';

/** Encodes 0 … 2^64−1; a negative value takes ten bytes, as an int64 does. */
export function encodeVarint(value: bigint | number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(10);
  let size = 0;
  // BigInt is slow, and few values need it.
  let rest = value;
  if (rest < 0 || rest > Number.MAX_SAFE_INTEGER) rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > Number.MAX_SAFE_INTEGER; rest = BigInt(rest) >> 7n) {
    bytes[size++] = Number(BigInt(rest) & 127n) | 128;
  }
  let low = Number(rest);
  for (; low > 127; low = Math.floor(low / 128)) bytes[size++] = (low % 128) | 128;
  bytes[size++] = low;
  return bytes.slice(0, size);
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
