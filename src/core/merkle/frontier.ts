/** The right edge of a growing tree: what appending and the root need, whatever its size. */
import { innerHash, leafHash, rootOfHashes } from './tree.ts';

/** Never changed in place. */
export interface Frontier {
  /** Number of leaves. */
  readonly size: number;
  /** Roots of the full subtrees that the tree is made of, largest first: one for each bit of `size`. */
  readonly peaks: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** The tree with one leaf more. */
export function appendLeaf({ size, peaks }: Frontier, leaf: Uint8Array): Frontier {
  const edge = [...peaks];
  let hash: Uint8Array = leafHash(leaf);
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    hash = innerHash(edge.pop() ?? new Uint8Array(), hash);
  }
  return { size: size + 1, peaks: [...edge, hash] };
}

/** Root of the tree (RFC 6962, section 2.1); of none it is H(""). */
export function frontierRoot({ peaks }: Frontier): Uint8Array<ArrayBuffer> {
  const last = peaks.at(-1);
  if (last === undefined) return rootOfHashes([]);
  const root = peaks.slice(0, -1).reduceRight((right, left) => innerHash(left, right), last);
  return Uint8Array.from(root);
}
