/** That a log only grew: RFC 6962, section 2.1.2; verified as in RFC 9162, section 2.1.4.2. */
import { equalBytes } from '../bytes/index.ts';
import { MerkleError } from './merkle-error.ts';
import { innerHash, rootOfHashes, splitPoint } from './tree.ts';

const MAX_NODES = 100;

/**
 * The nodes that show how the tree over the first `size` hashes lies in the tree over all.
 *
 * @throws {@link MerkleError} `merkle/index-out-of-range` unless 1 ≤ size ≤ hashes.length.
 */
export function proveConsistency(hashes: readonly Uint8Array[], size: number): Uint8Array[] {
  if (!Number.isInteger(size) || size < 1 || size > hashes.length) {
    throw new MerkleError('merkle/index-out-of-range', 'no such earlier tree');
  }
  return subProof(hashes, size, true);
}

function subProof(hashes: readonly Uint8Array[], size: number, known: boolean): Uint8Array[] {
  if (size === hashes.length) return known ? [] : [rootOfHashes(hashes)];
  const split = splitPoint(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return size <= split
    ? [...subProof(left, size, known), rootOfHashes(right)]
    : [...subProof(right, size - split, false), rootOfHashes(left)];
}

/** A tree by its size and root. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * Verifies that `later` holds everything that `earlier` held, in the same places.
 *
 * @throws {@link MerkleError} `merkle/index-out-of-range` unless 1 ≤ earlier.size ≤ later.size;
 * `merkle/wrong-proof-length`; `merkle/bad-hash-length`; `merkle/root-mismatch`.
 */
export function verifyConsistency(
  earlier: TreeHead,
  later: TreeHead,
  untrustedNodes: readonly Uint8Array[],
): void {
  const sizes = [earlier.size, later.size].every((size) => Number.isSafeInteger(size) && size >= 1);
  if (!sizes || earlier.size > later.size) {
    throw new MerkleError('merkle/index-out-of-range', 'not an earlier tree');
  }
  if (untrustedNodes.length > MAX_NODES) throw wrongLength();
  if (untrustedNodes.some((node) => node.length !== 32)) {
    throw new MerkleError('merkle/bad-hash-length', 'a hash is not 32 bytes long');
  }
  const roots = rootsFrom(earlier, later.size, untrustedNodes);
  if (!equalBytes(roots.earlier, earlier.root) || !equalBytes(roots.later, later.root)) {
    throw new MerkleError('merkle/root-mismatch', 'not the same log');
  }
}

interface Roots {
  readonly earlier: Uint8Array;
  readonly later: Uint8Array;
}

/** Both roots, from the shape of the trees downwards: nodes are taken from the end. */
function rootsFrom(earlier: TreeHead, size: number, nodes: readonly Uint8Array[]): Roots {
  const rest = [...nodes];
  const roots = fold(earlier.size, size, true, earlier.root, rest);
  if (rest.length > 0) throw wrongLength();
  return roots;
}

function fold(
  earlier: number,
  size: number,
  known: boolean,
  root: Uint8Array,
  rest: Uint8Array[],
): Roots {
  if (earlier === size) {
    const same = known ? root : take(rest);
    return { earlier: same, later: same };
  }
  const split = splitPoint(size);
  const sibling = take(rest);
  if (earlier <= split) {
    const left = fold(earlier, split, known, root, rest);
    return { earlier: left.earlier, later: innerHash(left.later, sibling) };
  }
  const right = fold(earlier - split, size - split, false, root, rest);
  return {
    earlier: innerHash(sibling, right.earlier),
    later: innerHash(sibling, right.later),
  };
}

function take(rest: Uint8Array[]): Uint8Array {
  const node = rest.pop();
  if (node === undefined) throw wrongLength();
  return node;
}

function wrongLength(): MerkleError {
  return new MerkleError('merkle/wrong-proof-length', 'wrong number of nodes');
}
