/**
 * The few shapes of Protocol Buffers that CometBFT hashes and signs, in canonical proto3: fields
 * ascending, scalar zeros and empty bytes omitted, embedded messages always written.
 */
import { concatBytes, encodeUtf8, encodeVarint } from '../bytes/index.ts';
import type { BlockId, CommitSig, Timestamp, ValidatorKey } from './types.ts';

const EMPTY = new Uint8Array();
const ONE_BYTE = Array.from({ length: 128 }, (_, value) => Uint8Array.of(value));

export function varintField(field: number, value: bigint | number): Uint8Array {
  return value === 0 || value === 0n ? EMPTY : concatBytes(tag(field, 0), varint(value));
}

export function bytesField(field: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? EMPTY : message(field, value);
}

export function textField(field: number, value: string): Uint8Array {
  return bytesField(field, encodeUtf8(value));
}

/** An embedded message: written even when it is empty. */
export function message(field: number, body: Uint8Array): Uint8Array {
  return concatBytes(tag(field, 2), varint(body.length), body);
}

/** `sfixed64`, little-endian; omitted if zero. */
export function fixed64Field(field: number, value: number): Uint8Array {
  if (value === 0) return EMPTY;
  const body = new Uint8Array(8);
  new DataView(body.buffer).setBigInt64(0, BigInt(value), true);
  return concatBytes(tag(field, 1), body);
}

export function encodeTimestamp({ seconds, nanos }: Timestamp): Uint8Array {
  return concatBytes(varintField(1, seconds), varintField(2, nanos));
}

/** BlockID and CanonicalBlockID have the same encoding. */
export function encodeBlockId({ hash, parts }: BlockId): Uint8Array {
  const partSet = concatBytes(varintField(1, parts.total), bytesField(2, parts.hash));
  return concatBytes(bytesField(1, hash), message(2, partSet));
}

export function encodeCommitSig(slot: CommitSig): Uint8Array {
  return concatBytes(
    varintField(1, slot.flag),
    bytesField(2, slot.address),
    message(3, encodeTimestamp(slot.timestamp)),
    bytesField(4, slot.signature),
  );
}

export function encodePublicKey({ type, bytes }: ValidatorKey): Uint8Array {
  return message(type === 'ed25519' ? 1 : 2, bytes);
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

/** Only to be copied from: those of one byte, tags and most lengths, are always the same ones. */
function varint(value: bigint | number): Uint8Array {
  return ONE_BYTE[Number(value)] ?? encodeVarint(value);
}
