import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot, merkleRoot } from '#core/merkle/index.ts';

const leaves = fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 70 });

describe('a frontier', () => {
  it('leads to the root of the whole tree', () => {
    fc.assert(
      fc.property(leaves, (all) => {
        const frontier = all.reduce(appendLeaf, EMPTY_FRONTIER);
        expect(frontier.size).toBe(all.length);
        expect(frontierRoot(frontier)).toEqual(merkleRoot(all));
      }),
    );
  });

  it('holds one hash for each bit of the size', () => {
    let frontier = EMPTY_FRONTIER;
    for (let size = 1; size <= 300; size++) {
      frontier = appendLeaf(frontier, Uint8Array.of(size % 256));
      expect(frontier.peaks).toHaveLength(size.toString(2).replaceAll('0', '').length);
    }
  });
});
