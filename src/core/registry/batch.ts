/** Batches of credentials (DESIGN §2.2) and the logs that hold them. */
import { compareBytes, formatHex } from '../bytes/index.ts';
import { innerHash, merkleRoot } from '../merkle/index.ts';
import { encodeBatchEntry } from './entries.ts';
import { LIMITS } from './limits.ts';
import { RegistryError } from './registry-error.ts';
import { malformed } from './shape.ts';
import type { AnchorProof, BatchEntry, LogHead } from './types.ts';

/** Cryptographic randomness. */
export type Random = (size: number) => Uint8Array;

/** A closed batch: what is put on the chain, and the way to each leaf. */
export interface Batch {
  readonly root: Uint8Array;
  readonly count: number;
  /** Place and path of a leaf, or `undefined` if it is not in the batch. */
  readonly prove: (leaf: Uint8Array) => Pick<AnchorProof, 'size' | 'index' | 'path'> | undefined;
}

/**
 * Sorts leaves by hash and fills up with random ones to a power of two of at least 256, so that
 * neither order nor number tells anything about who got what when.
 *
 * @param leaves - Leaf hashes of 32 bytes, from `credentialLeaf`; at least one, all different.
 * @throws {@link RegistryError} `registry/malformed`, or `registry/too-large` above 65,536.
 */
export function buildBatch(leaves: readonly Uint8Array[], random: Random): Batch {
  if (leaves.length > LIMITS.batchMax) throw new RegistryError('registry/too-large', 'batch');
  if (leaves.length === 0 || leaves.some((leaf) => leaf.length !== 32)) throw malformed('leaves');
  const count = paddedSize(leaves.length);
  const padding = Array.from({ length: count - leaves.length }, () => random(32));
  const sorted = [...leaves, ...padding].sort(compareBytes);
  const places = new Map(sorted.map((leaf, index) => [formatHex(leaf), index]));
  if (places.size !== count) throw malformed('repetition');
  const levels = levelsOver(sorted);
  const root = levels.at(-1)?.[0] ?? new Uint8Array();
  const prove: Batch['prove'] = (leaf) => {
    const index = places.get(formatHex(leaf));
    return index === undefined ? undefined : { size: count, index, path: pathOf(levels, index) };
  };
  return { root, count, prove };
}

/** Root of an issuer's log; its leaves are the encoded batch entries, in order. */
export function logRoot(batches: readonly BatchEntry[]): Uint8Array<ArrayBuffer> {
  return merkleRoot(batches.map(encodeBatchEntry));
}

/** Head of a log with these batches. */
export function logHead(batches: readonly BatchEntry[]): LogHead {
  return { size: batches.length, root: logRoot(batches) };
}

/** Whether `count` is a size that a batch may have. */
export function isBatchSize(count: number): boolean {
  return count <= LIMITS.batchMax && count === paddedSize(count);
}

function paddedSize(count: number): number {
  let size: number = LIMITS.batchMin;
  while (size < count) size *= 2;
  return size;
}

/** All levels of a full tree, leaves first; a full tree is the RFC 6962 tree of its size. */
function levelsOver(leaves: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const levels: (readonly Uint8Array[])[] = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) level = pairs(level);
  return levels;
}

function pairs(level: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: level.length / 2 }, (_, at) =>
    innerHash(level[2 * at] ?? new Uint8Array(), level[2 * at + 1] ?? new Uint8Array()),
  );
}

function pathOf(levels: readonly (readonly Uint8Array[])[], index: number): Uint8Array[] {
  return levels.slice(0, -1).map((level, depth) => {
    const sibling = level[Math.floor(index / 2 ** depth) ^ 1];
    return sibling ?? new Uint8Array();
  });
}
