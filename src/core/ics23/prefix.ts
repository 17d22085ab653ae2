import { BytesError, decodeVarint } from '../bytes/index.ts';

/** Every byte sequence starts with the empty one. */
export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.length <= bytes.length && prefix.every((byte, index) => bytes[index] === byte);
}

/** The first `count` signed varints (Go's `binary.ReadVarint`), as far as they are there. */
export function zigZagVarints(bytes: Uint8Array, count: number) {
  const values: bigint[] = [];
  let offset = 0;
  try {
    while (values.length < count) {
      const { value, next } = decodeVarint(bytes, offset);
      values.push(BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n)));
      offset = next;
    }
  } catch (refusal) {
    if (!(refusal instanceof BytesError)) throw refusal;
  }
  return { values, rest: bytes.length - offset };
}
