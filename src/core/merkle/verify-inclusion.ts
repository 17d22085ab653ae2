import { equalBytes } from '../bytes/index.ts';
import { MerkleError } from './merkle-error.ts';
import { innerHash, leafHash, splitPoint, type InclusionProof } from './tree.ts';

/** No tree of ours or of CometBFT is deeper. */
const MAX_AUNTS = 100;

/**
 * Verifies that `leaf` is in the tree whose root is `root`. It returns only if:
 *
 * a) `0 <= index < total`;
 * b) the proof has exactly as many aunts as a tree of `total` leaves needs at `index`, all of 32 bytes;
 * c) the root recomputed from the leaf equals `root`.
 *
 * Without (b), an inner node could be passed off as a leaf.
 *
 * @param root - A root that is already trusted, such as the `data_hash` of a verified header.
 * @throws {@link MerkleError} naming the first rule that does not hold.
 */
export function verifyInclusion(root: Uint8Array, leaf: Uint8Array, proof: InclusionProof): void {
  verifyHashInclusion(root, leafHash(leaf), proof);
}

/** The same for a leaf that is already hashed. */
export function verifyHashInclusion(
  root: Uint8Array,
  hash: Uint8Array,
  proof: InclusionProof,
): void {
  if (root.length !== 32 || !equalBytes(rootFromProof(hash, proof), root)) {
    throw new MerkleError('merkle/root-mismatch', 'the proof leads to another root');
  }
}

/**
 * The root that `proof` leads to from a leaf hash, with rules (a) and (b) of {@link verifyInclusion}.
 *
 * @throws {@link MerkleError}
 */
export function rootFromProof(hash: Uint8Array, proof: InclusionProof): Uint8Array {
  const { index, total, aunts } = proof;
  if (!Number.isSafeInteger(total) || !Number.isSafeInteger(index) || index < 0 || index >= total) {
    throw new MerkleError('merkle/index-out-of-range', 'index is outside the tree');
  }
  if (aunts.length > MAX_AUNTS)
    throw new MerkleError('merkle/wrong-proof-length', 'too many aunts');
  if (hash.length !== 32 || aunts.some((aunt) => aunt.length !== 32)) {
    throw new MerkleError('merkle/bad-hash-length', 'a hash is not 32 bytes long');
  }
  return fold(hash, index, total, aunts, aunts.length);
}

/** Folds from the leaf up; `left` aunts, counted from the leaf, may still be used. */
function fold(
  hash: Uint8Array,
  index: number,
  total: number,
  aunts: readonly Uint8Array[],
  left: number,
): Uint8Array {
  const aunt = aunts[left - 1];
  if (total === 1 || aunt === undefined) {
    if (total === 1 && left === 0) return hash;
    throw new MerkleError('merkle/wrong-proof-length', 'wrong number of aunts');
  }
  const split = splitPoint(total);
  return index < split
    ? innerHash(fold(hash, index, split, aunts, left - 1), aunt)
    : innerHash(aunt, fold(hash, index - split, total - split, aunts, left - 1));
}
