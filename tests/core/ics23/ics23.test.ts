import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, encodeUtf8 } from '#core/bytes/index.ts';
import {
  decodeCommitmentProof,
  HASH,
  IAVL_SPEC,
  Ics23Error,
  LENGTH,
  SMT_SPEC,
  TENDERMINT_SPEC,
  verifyExistence,
  verifyNonExistence,
  type ExistenceProof,
  type InnerOp,
  type LeafOp,
  type NonExistenceProof,
} from '#core/ics23/index.ts';
import { encodeProof, iavlTree, key, value } from './tree.ts';
import { refusalOf } from '../../support/refusal.ts';

fc.configureGlobal({ seed: 1 });

const TREE = iavlTree(13);
const at = (place: number): ExistenceProof => {
  const proof = TREE.proofs[place];
  if (proof === undefined) throw new Error('no such leaf');
  return proof;
};
const PROOF = at(5);

const existence = (change: Partial<ExistenceProof>, root = TREE.root) =>
  refusalOf(() => {
    verifyExistence({ ...PROOF, ...change }, IAVL_SPEC, root, PROOF.key, PROOF.value);
  });

const leafWith = (change: Partial<LeafOp>) => {
  if (PROOF.leaf === undefined) throw new Error('no leaf');
  return { leaf: { ...PROOF.leaf, ...change } };
};
const stepWith = (change: (step: InnerOp) => Partial<InnerOp>) => ({
  path: PROOF.path.map((step, place) => (place === 0 ? { ...step, ...change(step) } : step)),
});

describe('an existence proof', () => {
  it('proves every leaf of a tree of any size', () => {
    for (let count = 1; count <= 20; count++) {
      const { root, proofs } = iavlTree(count);
      for (const proof of proofs) {
        verifyExistence(proof, IAVL_SPEC, root, proof.key, proof.value);
      }
    }
  });

  it('is of one key, one value, one root', () => {
    const { key: of, value: held } = PROOF;
    const verify = (k: Uint8Array, v: Uint8Array, root: Uint8Array) =>
      refusalOf(() => {
        verifyExistence(PROOF, IAVL_SPEC, root, k, v);
      });
    expect(verify(of, held, TREE.root)).toBe('none');
    expect(verify(key(11), held, TREE.root)).toBe('ics23/other-key');
    expect(verify(of, value(11), TREE.root)).toBe('ics23/other-value');
    expect(verify(of, held, new Uint8Array(32))).toBe('ics23/other-root');
    expect(verify(of, held, new Uint8Array())).toBe('ics23/other-root');
  });

  const shapes: readonly [string, Partial<ExistenceProof>][] = [
    ['without a leaf', { leaf: undefined }],
    ['with another hash of the leaf', leafWith({ hash: HASH.sha512 })],
    ['with the key hashed', leafWith({ prehashKey: HASH.sha256 })],
    ['with the value not hashed', leafWith({ prehashValue: HASH.none })],
    ['with another length', leafWith({ length: LENGTH.none })],
    ['with a leaf that begins like an inner node', leafWith({ prefix: Uint8Array.of(2, 2, 14) })],
    ['with bytes after the version of the leaf', leafWith({ prefix: Uint8Array.of(0, 2, 14, 0) })],
    ['with a leaf cut short', leafWith({ prefix: Uint8Array.of(0, 2) })],
    ['with a negative size', leafWith({ prefix: Uint8Array.of(0, 1, 14) })],
    ['with a negative version', leafWith({ prefix: Uint8Array.of(0, 2, 13) })],
    ['with another hash of an inner node', stepWith(() => ({ hash: HASH.sha512 }))],
    [
      'with an inner node that begins like a leaf',
      stepWith(({ prefix }) => ({ prefix: concatBytes(Uint8Array.of(0), prefix.slice(1)) })),
    ],
    [
      'with a height below its layer',
      { path: PROOF.path.map((step) => ({ ...step, prefix: lowered(step.prefix) })) },
    ],
    [
      'with a prefix that hides another child',
      stepWith(({ prefix }) => ({ prefix: concatBytes(prefix, new Uint8Array(33)) })),
    ],
    ['with a prefix cut short', stepWith(({ prefix }) => ({ prefix: prefix.slice(0, 3) }))],
    [
      'with a suffix of no child',
      stepWith(({ suffix }) => ({ suffix: concatBytes(suffix, Uint8Array.of(0)) })),
    ],
    [
      'with too many inner nodes',
      { path: Array.from({ length: 129 }, () => PROOF.path[0]).filter((s) => s !== undefined) },
    ],
  ];
  it.each(shapes)('%s is of another kind of tree', (_, change) => {
    expect(existence(change)).toBe('ics23/other-spec');
  });

  it('that leaves a step out leads elsewhere', () => {
    expect(existence({ path: PROOF.path.slice(0, -1) })).toBe('ics23/other-root');
  });

  it('of an inner node passed off as a leaf is refused', () => {
    const [step] = PROOF.path;
    if (step === undefined || PROOF.leaf === undefined) throw new Error('no step');
    const disguised = { ...PROOF.leaf, prefix: step.prefix };
    const proof = { ...PROOF, leaf: disguised, path: PROOF.path.slice(1) };
    expect(existence(proof)).toBe('ics23/other-spec');
  });

  it('of an empty key or value is refused', () => {
    for (const empty of [{ key: new Uint8Array() }, { value: new Uint8Array() }]) {
      const proof = { ...PROOF, ...empty };
      const code = refusalOf(() => {
        verifyExistence(proof, IAVL_SPEC, TREE.root, proof.key, proof.value);
      });
      expect(code).toBe('ics23/malformed');
    }
  });

  it('survives no flipped bit', () => {
    const bytes = encodeProof({ kind: 'existence', proof: PROOF });
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const flipped = Uint8Array.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const code = refusalOf(() => {
          const decoded = decodeCommitmentProof(flipped);
          if (decoded.kind !== 'existence') throw new Ics23Error('ics23/malformed', 'kind');
          verifyExistence(decoded.proof, IAVL_SPEC, TREE.root, PROOF.key, PROOF.value);
        });
        expect(code).not.toBe('none');
      }),
      { numRuns: 500 },
    );
  });
});

function lowered(prefix: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(2), prefix.slice(1));
}

const absence = (of: Uint8Array, change: Partial<NonExistenceProof>) =>
  refusalOf(() => {
    const proof = { key: of, left: undefined, right: undefined, ...change };
    verifyNonExistence(proof, IAVL_SPEC, TREE.root, of);
  });

describe('a non-existence proof', () => {
  it('proves every gap of a tree of any size', () => {
    for (let count = 1; count <= 20; count++) {
      const { root, proofs } = iavlTree(count);
      for (let place = 0; place < count - 1; place++) {
        const absent = key(place * 2 + 1);
        const proof = { key: absent, left: proofs[place], right: proofs[place + 1] };
        verifyNonExistence(proof, IAVL_SPEC, root, absent);
      }
      const [first, last] = [encodeUtf8('a'), encodeUtf8('z')];
      const before = { key: first, left: undefined, right: proofs[0] };
      verifyNonExistence(before, IAVL_SPEC, root, first);
      const after = { key: last, left: proofs.at(-1), right: undefined };
      verifyNonExistence(after, IAVL_SPEC, root, last);
    }
  });

  it('needs the two that are nearest', () => {
    expect(absence(key(11), { left: at(5), right: at(6) })).toBe('none');
    expect(absence(key(11), { left: at(4), right: at(6) })).toBe('ics23/not-absent');
    expect(absence(key(11), { left: at(5), right: at(7) })).toBe('ics23/not-absent');
    expect(absence(key(11), { left: at(5) })).toBe('ics23/not-absent');
    expect(absence(key(11), { right: at(6) })).toBe('ics23/not-absent');
  });

  it('needs the key to lie between them, and not on one of them', () => {
    expect(absence(key(13), { left: at(5), right: at(6) })).toBe('ics23/not-absent');
    expect(absence(key(9), { left: at(5), right: at(6) })).toBe('ics23/not-absent');
    expect(absence(key(10), { left: at(5), right: at(6) })).toBe('ics23/not-absent');
    expect(absence(key(12), { left: at(5), right: at(6) })).toBe('ics23/not-absent');
    expect(absence(key(11), { left: at(6), right: at(5) })).toBe('ics23/not-absent');
    expect(absence(key(11), { left: at(5), right: at(5) })).toBe('ics23/not-absent');
  });

  it('needs neighbours that are there', () => {
    const forged = { ...at(6), value: encodeUtf8('forged') };
    expect(absence(key(11), { left: at(5), right: forged })).toBe('ics23/other-root');
    expect(absence(key(11), {})).toBe('ics23/malformed');
  });

  it('is of the key that is asked for, whatever it names itself', () => {
    const code = (asked: Uint8Array) =>
      refusalOf(() => {
        const proof = { key: key(99), left: at(5), right: at(6) };
        verifyNonExistence(proof, IAVL_SPEC, TREE.root, asked);
      });
    expect(code(key(11))).toBe('none');
    expect(code(key(13))).toBe('ics23/not-absent');
  });

  it('of a tree with one leaf needs no path, and breaks nothing without one', () => {
    const one = iavlTree(1);
    const [only] = one.proofs;
    const proof = { key: key(1), left: only, right: only };
    const code = refusalOf(() => {
      verifyNonExistence(proof, IAVL_SPEC, one.root, key(1));
    });
    expect(code).toBe('ics23/not-absent');
  });
});

describe('decoding', () => {
  it('gives back what was encoded', () => {
    const absent = { key: key(11), left: at(5), right: at(6) };
    for (const proof of [
      { kind: 'existence', proof: PROOF } as const,
      { kind: 'non-existence', proof: absent } as const,
    ]) {
      expect(decodeCommitmentProof(encodeProof(proof))).toEqual(proof);
    }
  });

  it('does not support batches', () => {
    for (const tag of [0x1a, 0x22]) {
      expect(refusalOf(() => decodeCommitmentProof(Uint8Array.of(tag, 0)))).toBe(
        'ics23/unsupported',
      );
    }
  });

  it('refuses anything else with a code', () => {
    const whole = encodeProof({ kind: 'existence', proof: PROOF });
    expect(refusalOf(() => decodeCommitmentProof(new Uint8Array()))).toBe('ics23/malformed');
    expect(refusalOf(() => decodeCommitmentProof(whole.slice(0, -1)))).toBe('ics23/malformed');
    expect(refusalOf(() => decodeCommitmentProof(concatBytes(whole, whole)))).toBe(
      'ics23/malformed',
    );
    expect(refusalOf(() => decodeCommitmentProof(new Uint8Array(70_000)))).toBe('ics23/malformed');
    const deep = { ...PROOF, path: Array.from({ length: 257 }, () => SMALL) };
    const tooDeep = encodeProof({ kind: 'existence', proof: deep });
    expect(refusalOf(() => decodeCommitmentProof(tooDeep))).toBe('ics23/malformed');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const code = refusalOf(() => decodeCommitmentProof(bytes));
        return ['none', 'ics23/malformed', 'ics23/unsupported'].includes(code);
      }),
    );
  });
});

const SMALL: InnerOp = { hash: 1, prefix: Uint8Array.of(1), suffix: new Uint8Array() };

describe('the other trees', () => {
  it.each([
    ['does not begin like one', { prefix: Uint8Array.of(2), suffix: new Uint8Array() }],
    [
      'has siblings on both sides',
      { prefix: new Uint8Array(33).fill(1), suffix: new Uint8Array(32) },
    ],
  ])('refuse an inner node of CometBFT that %s', (_, step) => {
    const leaf = { ...IAVL_SPEC.leaf };
    const proof = { ...PROOF, leaf, path: [{ hash: 1, ...step }] };
    const code = refusalOf(() => {
      verifyExistence(proof, TENDERMINT_SPEC, TREE.root, proof.key, proof.value);
    });
    expect(code).toBe('ics23/other-spec');
  });

  it('refuse a sparse tree with a proof for the dense one', () => {
    const code = refusalOf(() => {
      verifyExistence(PROOF, SMT_SPEC, TREE.root, PROOF.key, PROOF.value);
    });
    expect(code).toBe('ics23/other-spec');
  });
});
