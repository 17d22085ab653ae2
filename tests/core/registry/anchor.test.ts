import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { concatBytes, encodeUtf8 } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { rootOfHashes } from '#core/merkle/index.ts';
import {
  buildBatch,
  credentialLeaf,
  decodeAnchorProof,
  encodeAnchorProof,
  formatAnchorProof,
  parseAnchorProof,
  verifyAnchor,
  type AnchorProof,
  type BatchEntry,
} from '#core/registry/index.ts';
import { refusalOf } from '../../support/refusal.ts';

let counter = 0;
const random = (size: number) => sha256(encodeUtf8(`random ${String(counter++)}`)).slice(0, size);
const leaves = ['a.b.c', 'd.e.f', 'g.h.i'].map(credentialLeaf);

function anchored(leaf: Uint8Array): { proof: AnchorProof; batch: BatchEntry } {
  const built = buildBatch(leaves, random);
  const place = built.prove(leaf);
  if (place === undefined) throw new Error('leaf');
  const batch = { root: built.root, count: built.count, height: 1, timeMs: 1 };
  return { proof: { issuer: 'tax', batch: 0, ...place }, batch };
}

describe('a batch', () => {
  it('hashes the credential twice for its leaf', () => {
    const inner = sha256(encodeUtf8('a.b.c'));
    expect(credentialLeaf('a.b.c')).toEqual(sha256(concatBytes(Uint8Array.of(0), inner)));
  });

  it('proves each of its leaves and refuses the proof for any other', () => {
    for (const leaf of leaves) {
      const { proof, batch } = anchored(leaf);
      expect(batch.count).toBe(256);
      expect(proof.path).toHaveLength(8);
      expect(
        refusalOf(() => {
          verifyAnchor(leaf, proof, batch);
        }),
      ).toBe('none');
      const other = credentialLeaf('x');
      expect(
        refusalOf(() => {
          verifyAnchor(other, proof, batch);
        }),
      ).toBe('registry/anchor-not-included');
    }
  });

  it('grows to the next power of two and has the RFC 6962 root', () => {
    const many = Array.from({ length: 300 }, (_, index) => credentialLeaf(String(index)));
    const padding: Uint8Array[] = [];
    const built = buildBatch(many, (size) => {
      const bytes = random(size);
      padding.push(bytes);
      return bytes;
    });
    expect(built.count).toBe(512);
    const sorted = [...many, ...padding]
      .map((leaf) => [...leaf].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
      .sort();
    const hashes = sorted.map((hex) =>
      Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16)),
    );
    expect(built.root).toEqual(rootOfHashes(hashes));
  });

  it('is refused when empty, repeated, of other lengths or too large', () => {
    const [leaf] = leaves;
    if (leaf === undefined) throw new Error('leaf');
    for (const wrong of [[], [leaf, leaf], [new Uint8Array(31)]]) {
      expect(refusalOf(() => buildBatch(wrong, random))).toBe('registry/malformed');
    }
    const many = Array.from({ length: 65_537 }, () => leaf);
    expect(refusalOf(() => buildBatch(many, random))).toBe('registry/too-large');
  });
});

describe('an anchor proof', () => {
  const [leaf = new Uint8Array()] = leaves;

  it('is refused for a batch of another size', () => {
    const { proof, batch } = anchored(leaf);
    expect(
      refusalOf(() => {
        verifyAnchor(leaf, { ...proof, size: 512 }, batch);
      }),
    ).toBe('registry/anchor-size-mismatch');
  });

  it('is refused at another index or with a shortened path', () => {
    const { proof, batch } = anchored(leaf);
    for (const change of [{ index: proof.index ^ 1 }, { path: proof.path.slice(1) }]) {
      expect(
        refusalOf(() => {
          verifyAnchor(leaf, { ...proof, ...change }, batch);
        }),
      ).toBe('registry/anchor-not-included');
    }
  });

  it('survives JSON and CBOR', () => {
    const { proof } = anchored(leaf);
    expect(parseAnchorProof(formatAnchorProof(proof))).toEqual(proof);
    expect(decodeAnchorProof(encodeAnchorProof(proof))).toEqual(proof);
    expect(encodeAnchorProof(proof).length).toBeLessThan(275);
  });

  it('is refused with a field too many, a path too long or text that is no hash', () => {
    const { proof } = anchored(leaf);
    const json = JSON.parse(formatAnchorProof(proof)) as Record<string, unknown>;
    const long = Array.from({ length: 17 }, () => 'A'.repeat(43));
    for (const change of [
      { extra: 1 },
      { path: long },
      { path: ['A'.repeat(42) + 'B'] },
      { issuer: 'claims' },
      { index: -1 },
      { size: 1e9 },
      { batch: 0.5 },
    ]) {
      expect(refusalOf(() => parseAnchorProof(JSON.stringify({ ...json, ...change })))).toBe(
        'registry/malformed',
      );
    }
    expect(refusalOf(() => parseAnchorProof('{'))).toBe('registry/malformed');
    expect(refusalOf(() => parseAnchorProof(' '.repeat(5000)))).toBe('registry/too-large');
    expect(refusalOf(() => decodeAnchorProof(new Uint8Array(1025)))).toBe('registry/too-large');
  });

  it('never crashes its readers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), (bytes, text) => {
        expect(refusalOf(() => decodeAnchorProof(bytes))).toMatch(/^(none|registry\/.+)$/);
        expect(refusalOf(() => parseAnchorProof(text))).toMatch(/^(none|registry\/.+)$/);
      }),
    );
  });
});
