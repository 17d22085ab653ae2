/**
 * Logs on a disk: leaves one by one, hashes in tiles of 256 as in the tiled logs of Certificate
 * Transparency. Appending, a leaf and a proof touch a few tiles, however long the log is.
 */
import { concatBytes } from '#core/bytes/index.ts';
import {
  innerHash,
  leafHash,
  rootOfHashes,
  splitPoint,
  type Frontier,
} from '#core/merkle/index.ts';
import type { Draft, RegistryStore } from './store.ts';

const TILE = 256;
const TILE_LEVELS = 8;
const HASH_BYTES = 32;

type Reader = Pick<RegistryStore, 'get'>;

/** Writes the leaf at the end of a log whose leaves before it are all there. */
export function writeLeaf(draft: Draft, log: string, index: number, leaf: Uint8Array): void {
  draft.set(leafName(log, index), leaf);
  writeHash(draft, log, 0, index, leafHash(leaf));
}

/** A leaf, or `undefined` if the log is shorter. */
export function readLeaf(store: Reader, log: string, index: number): Uint8Array | undefined {
  return store.get(leafName(log, index));
}

/** Sibling hashes from the leaf up, in the tree of the first `size` leaves (RFC 6962, section 2.1.1). */
export function proveLeaf(store: Reader, log: string, index: number, size: number): Uint8Array[] {
  return auntsOf(store, log, index, 0, size);
}

/** The right edge of the tree of the first `size` leaves. */
export function readFrontier(store: Reader, log: string, size: number): Frontier {
  const peaks: Uint8Array[] = [];
  let from = 0;
  for (let part = highestBit(size); part >= 1; part /= 2) {
    if (Math.floor(size / part) % 2 === 0) continue;
    peaks.push(rootOfRange(store, log, from, part));
    from += part;
  }
  return { size, peaks };
}

function writeHash(draft: Draft, log: string, level: number, index: number, hash: Uint8Array) {
  const name = tileName(log, level, Math.floor(index / TILE));
  const at = index % TILE;
  const before = draft.get(name)?.subarray(0, at * HASH_BYTES) ?? new Uint8Array();
  const tile = concatBytes(before, hash);
  draft.set(name, tile);
  if (at < TILE - 1) return;
  writeHash(draft, log, level + 1, Math.floor(index / TILE), rootOfHashes(hashesOf(tile)));
}

function auntsOf(
  store: Reader,
  log: string,
  index: number,
  from: number,
  size: number,
): Uint8Array[] {
  if (size <= 1) return [];
  const split = splitPoint(size);
  const middle = from + split;
  return index < middle
    ? [...auntsOf(store, log, index, from, split), rootOfRange(store, log, middle, size - split)]
    : [...auntsOf(store, log, index, middle, size - split), rootOfRange(store, log, from, split)];
}

/** Root over `size` leaves from one on that a tree of their length could begin with. */
function rootOfRange(store: Reader, log: string, from: number, size: number): Uint8Array {
  const level = Math.log2(size);
  if (Number.isInteger(level)) return rootOfFull(store, log, level, from / size);
  const split = splitPoint(size);
  return innerHash(
    rootOfRange(store, log, from, split),
    rootOfRange(store, log, from + split, size - split),
  );
}

/** Root of the full subtree of 2^level leaves that is the `index`-th of its kind. */
function rootOfFull(store: Reader, log: string, level: number, index: number): Uint8Array {
  const width = 2 ** (level % TILE_LEVELS);
  const first = index * width;
  const name = tileName(log, Math.floor(level / TILE_LEVELS), Math.floor(first / TILE));
  const hashes = hashesOf(store.get(name) ?? new Uint8Array());
  return rootOfHashes(hashes.slice(first % TILE, (first % TILE) + width));
}

function hashesOf(tile: Uint8Array): Uint8Array[] {
  return Array.from({ length: tile.length / HASH_BYTES }, (_, at) =>
    tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

function highestBit(size: number): number {
  return size === 0 ? 0 : 2 ** Math.floor(Math.log2(size));
}

function leafName(log: string, index: number): string {
  return `leaf/${log}/${index}`;
}

function tileName(log: string, level: number, index: number): string {
  return `tile/${log}/${level}/${index}`;
}
