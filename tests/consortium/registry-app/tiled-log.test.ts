import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draft, MemoryStore } from '#consortium/registry-app/store.ts';
import {
  proveLeaf,
  readFrontier,
  readLeaf,
  writeLeaf,
} from '#consortium/registry-app/tiled-log.ts';
import {
  appendLeaf,
  EMPTY_FRONTIER,
  leafHash,
  proveInclusion,
  type Frontier,
} from '#core/merkle/index.ts';

const SIZE = 66_000;
const leafOf = (index: number) => new TextEncoder().encode(`leaf ${index}`);
const store = new MemoryStore();
const hashes: Uint8Array[] = [];
const frontiers = new Map<number, Frontier>();
let frontier = EMPTY_FRONTIER;
for (let index = 0; index < SIZE; index += 100) {
  const draft = new Draft(store);
  for (let at = index; at < Math.min(index + 100, SIZE); at++) {
    writeLeaf(draft, 'log/tax', at, leafOf(at));
    hashes.push(leafHash(leafOf(at)));
    frontier = appendLeaf(frontier, leafOf(at));
    frontiers.set(at + 1, frontier);
  }
  void store.write(draft.changes);
}

describe('a log in tiles', () => {
  it('proves any leaf in the tree of any size', () => {
    const pair = fc
      .integer({ min: 1, max: SIZE })
      .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    fc.assert(
      fc.property(pair, ([size, index]) => {
        const { aunts } = proveInclusion(hashes.slice(0, size), index);
        expect(proveLeaf(store, 'log/tax', index, size)).toEqual(aunts);
      }),
      { numRuns: 8, examples: [[[65_536, 65_535]], [[65_537, 65_536]], [[256, 0]], [[1, 0]]] },
    );
  });

  it('knows its right edge at any size', () => {
    expect(readFrontier(store, 'log/tax', 0)).toEqual(EMPTY_FRONTIER);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: SIZE }), (size) => {
        expect(readFrontier(store, 'log/tax', size)).toEqual(frontiers.get(size));
      }),
      { numRuns: 50, examples: [[255], [256], [257], [65_536], [SIZE]] },
    );
  });

  it('gives its leaves, and none of another log', () => {
    expect(readLeaf(store, 'log/tax', 65_999)).toEqual(leafOf(65_999));
    expect(readLeaf(store, 'log/tax', SIZE)).toBeUndefined();
    expect(readLeaf(store, 'log/ta', 0)).toBeUndefined();
  });
});
