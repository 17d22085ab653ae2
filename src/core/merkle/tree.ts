/**
 * The one tree of this project: RFC 6962, section 2.1, with SHA-256. CometBFT uses the same tree
 * for transactions, validators and header fields.
 */
import { sha256 } from '../crypto/index.ts';
import { MerkleError } from './merkle-error.ts';

/** A proof that one leaf sits at one index of a tree. Every field comes from an untrusted source. */
export interface InclusionProof {
  readonly index: number;
  readonly total: number;
  /** Sibling hashes of 32 bytes, from the leaf's own sibling up to the child of the root. */
  readonly aunts: readonly Uint8Array[];
}

const LEAF = Uint8Array.of(0);
const INNER = Uint8Array.of(1);

/** H(0x00 ‖ leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(LEAF, leaf);
}

/** H(0x01 ‖ left ‖ right). */
export function innerHash(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(INNER, left, right);
}

/** Root over leaves; of none it is H(""). */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return rootOfHashes(leaves.map(leafHash));
}

/** Root over leaves that are already hashed. */
export function rootOfHashes(hashes: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [first] = hashes;
  if (first === undefined) return sha256(new Uint8Array());
  if (hashes.length === 1) return Uint8Array.from(first);
  const split = splitPoint(hashes.length);
  return innerHash(rootOfHashes(hashes.slice(0, split)), rootOfHashes(hashes.slice(split)));
}

/**
 * Builds the proof of the leaf at `index` over leaf hashes.
 *
 * @throws {@link MerkleError} `merkle/index-out-of-range`.
 */
export function proveInclusion(hashes: readonly Uint8Array[], index: number): InclusionProof {
  if (!Number.isInteger(index) || index < 0 || index >= hashes.length) {
    throw new MerkleError('merkle/index-out-of-range', 'no such leaf');
  }
  return { index, total: hashes.length, aunts: auntsOf(hashes, index) };
}

/** Largest power of two strictly less than `total` (RFC 6962, section 2.1). */
export function splitPoint(total: number): number {
  let split = 1;
  while (split * 2 < total) split *= 2;
  return split;
}

function auntsOf(hashes: readonly Uint8Array[], index: number): Uint8Array[] {
  if (hashes.length <= 1) return [];
  const split = splitPoint(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split
    ? [...auntsOf(left, index), rootOfHashes(right)]
    : [...auntsOf(right, index - split), rootOfHashes(left)];
}
