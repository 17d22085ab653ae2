import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '#core/bytes/index.ts';
import {
  leafHash,
  proveConsistency,
  rootOfHashes,
  verifyConsistency,
  type TreeHead,
} from '#core/merkle/index.ts';
import { refusalOf } from '../../support/refusal.ts';

const hashes = (count: number, name = 'leaf') =>
  Array.from({ length: count }, (_, index) => leafHash(encodeUtf8(`${name} ${index}`)));
const headOf = (all: readonly Uint8Array[], size = all.length): TreeHead => ({
  size,
  root: rootOfHashes(all.slice(0, size)),
});

describe('a consistency proof', () => {
  it('shows for all small logs that they only grew', () => {
    for (let size = 1; size <= 33; size++) {
      const all = hashes(size);
      for (let earlier = 1; earlier <= size; earlier++) {
        verifyConsistency(headOf(all, earlier), headOf(all), proveConsistency(all, earlier));
      }
    }
  });

  it('is empty for the same log', () => {
    expect(proveConsistency(hashes(7), 7)).toEqual([]);
  });

  it('does not stand for a log whose past was changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), fc.nat(), (size, a, b) => {
        const all = hashes(size);
        const earlier = 1 + (a % (size - 1));
        const changed = all.with(b % earlier, leafHash(encodeUtf8('changed')));
        const code = refusalOf(() => {
          const proof = proveConsistency(changed, earlier);
          verifyConsistency(headOf(all, earlier), headOf(changed), proof);
        });
        expect(code).toBe('merkle/root-mismatch');
      }),
    );
  });

  it('is refused with a node too few or too many', () => {
    const all = hashes(13);
    const proof = proveConsistency(all, 6);
    for (const wrong of [
      proof.slice(1),
      [...proof, leafHash(encodeUtf8('x'))],
      Array(101).fill(proof[0]),
    ]) {
      const code = refusalOf(() => {
        verifyConsistency(headOf(all, 6), headOf(all), wrong as Uint8Array[]);
      });
      expect(code).toBe('merkle/wrong-proof-length');
    }
  });

  it('is refused with a node that is no hash', () => {
    const all = hashes(13);
    const proof = proveConsistency(all, 6).with(0, new Uint8Array(31));
    const code = refusalOf(() => {
      verifyConsistency(headOf(all, 6), headOf(all), proof);
    });
    expect(code).toBe('merkle/bad-hash-length');
  });

  it.each([0, 14, -1, 1.5, Number.NaN])('is refused from a log of size %d to one of 13', (size) => {
    const all = hashes(13);
    const code = refusalOf(() => {
      verifyConsistency({ size, root: all[0] ?? new Uint8Array() }, headOf(all), []);
    });
    expect(code).toBe('merkle/index-out-of-range');
    expect(refusalOf(() => proveConsistency(all, size))).toBe('merkle/index-out-of-range');
  });

  it('survives no flipped bit', () => {
    const all = hashes(21);
    const proof = proveConsistency(all, 13);
    fc.assert(
      fc.property(fc.nat(proof.length - 1), fc.nat(255), (node, bit) => {
        const flipped = Uint8Array.from(proof[node] ?? []);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const code = refusalOf(() => {
          verifyConsistency(headOf(all, 13), headOf(all), proof.with(node, flipped));
        });
        expect(code).toBe('merkle/root-mismatch');
      }),
    );
  });
});
