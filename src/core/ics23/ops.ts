/** Applying leaf and inner operations (cosmos/ics23, `go/ops.go`). */
import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { blake3 } from '@noble/hashes/blake3.js';
import { sha512_256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, encodeVarint } from '../bytes/index.ts';
import { ripemd160, sha256, sha512 } from '../crypto/index.ts';
import { Ics23Error, malformed, otherSpec } from './ics23-error.ts';
import { HASH, LENGTH, type InnerOp, type LeafOp } from './types.ts';

type Digest = (message: Uint8Array) => Uint8Array;

const DIGESTS: ReadonlyMap<number, Digest> = new Map<number, Digest>([
  [HASH.sha256, sha256],
  [HASH.sha512, sha512],
  [HASH.keccak256, keccak_256],
  [HASH.ripemd160, ripemd160],
  [HASH.bitcoin, (message) => ripemd160(sha256(message))],
  [HASH.sha512_256, sha512_256],
  [HASH.blake2b512, blake2b],
  [HASH.blake2s256, blake2s],
  [HASH.blake3, blake3],
]);

/** @throws {@link Ics23Error} `ics23/unsupported` for an operation that ICS-23 does not name. */
export function digest(hash: number, message: Uint8Array): Uint8Array {
  const compute = DIGESTS.get(hash);
  if (compute === undefined) throw new Ics23Error('ics23/unsupported', `hash ${hash}`);
  return compute(message);
}

/**
 * H(prefix ‖ length(prehash(key)) ‖ length(prehash(value))).
 *
 * @throws {@link Ics23Error} `ics23/malformed` for an empty key or value; `ics23/unsupported`.
 */
export function applyLeaf(op: LeafOp, key: Uint8Array, value: Uint8Array): Uint8Array {
  if (key.length === 0 || value.length === 0) throw malformed('an empty key or value');
  return digest(
    op.hash,
    concatBytes(
      op.prefix,
      measured(op.length, prehashed(op.prehashKey, key)),
      measured(op.length, prehashed(op.prehashValue, value)),
    ),
  );
}

/** H(prefix ‖ child ‖ suffix). @throws {@link Ics23Error} `ics23/malformed` for an empty child. */
export function applyInner(op: InnerOp, child: Uint8Array): Uint8Array {
  if (child.length === 0) throw malformed('an empty child');
  return digest(op.hash, concatBytes(op.prefix, child, op.suffix));
}

function prehashed(hash: number, data: Uint8Array): Uint8Array {
  return hash === HASH.none ? data : digest(hash, data);
}

function measured(length: number, data: Uint8Array): Uint8Array {
  switch (length) {
    case LENGTH.none:
      return data;
    case LENGTH.varProto:
      return concatBytes(encodeVarint(data.length), data);
    case LENGTH.fixed32Big:
      return concatBytes(fixed(data.length, 4, false), data);
    case LENGTH.fixed32Little:
      return concatBytes(fixed(data.length, 4, true), data);
    case LENGTH.fixed64Big:
      return concatBytes(fixed(data.length, 8, false), data);
    case LENGTH.fixed64Little:
      return concatBytes(fixed(data.length, 8, true), data);
    case LENGTH.require32:
      return required(data, 32);
    case LENGTH.require64:
      return required(data, 64);
    default:
      throw new Ics23Error('ics23/unsupported', `length ${length}`);
  }
}

function fixed(length: number, size: 4 | 8, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  if (size === 4) view.setUint32(0, length, littleEndian);
  else view.setBigUint64(0, BigInt(length), littleEndian);
  return bytes;
}

function required(data: Uint8Array, length: number): Uint8Array {
  if (data.length !== length) throw otherSpec(`not ${length} bytes`);
  return data;
}
