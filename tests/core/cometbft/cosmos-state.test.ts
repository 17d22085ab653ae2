/** State of a chain built with the Cosmos SDK: a module's IAVL tree under the tree of all modules. */
import { describe, expect, it } from 'vitest';
import { encodeUtf8, formatBase64 } from '#core/bytes/index.ts';
import { parseKeyPath, simpleValueLeaf, verifyStateProof } from '#core/cometbft/index.ts';
import { HASH, IAVL_SPEC, type InnerOp } from '#core/ics23/index.ts';
import { leafHash, proveInclusion, rootOfHashes } from '#core/merkle/index.ts';
import { encodeProof, iavlTree, key, value } from '../ics23/tree.ts';
import { refusalOf } from '../../support/refusal.ts';

const STORE = encodeUtf8('nft');
const TREE = iavlTree(9);
const STORES = ['bank', 'nft', 'staking'].map((name) =>
  leafHash(simpleValueLeaf(encodeUtf8(name), name === 'nft' ? TREE.root : encodeUtf8(name))),
);
const APP_HASH = rootOfHashes(STORES);

/** An RFC 6962 path in the terms of ICS-23: a tree of three, and the store is the middle leaf. */
function outerPath(): InnerOp[] {
  const { aunts } = proveInclusion(STORES, 1);
  const [bank, staking] = aunts;
  if (bank === undefined || staking === undefined) throw new Error('a path of two');
  const inner = Uint8Array.of(1);
  return [
    { hash: HASH.sha256, prefix: Uint8Array.of(1, ...bank), suffix: new Uint8Array() },
    { hash: HASH.sha256, prefix: inner, suffix: staking },
  ];
}

const OUTER = {
  type: 'ics23:simple',
  key: formatBase64(STORE),
  data: formatBase64(
    encodeProof({
      kind: 'existence',
      proof: { key: STORE, value: TREE.root, leaf: IAVL_SPEC.leaf, path: outerPath() },
    }),
  ),
};

function innerOp(place: number) {
  const proof = TREE.proofs[place];
  if (proof === undefined) throw new Error('no such leaf');
  const data = formatBase64(encodeProof({ kind: 'existence', proof }));
  return { type: 'ics23:iavl', key: formatBase64(proof.key), data };
}

function absentOp(place: number) {
  const of = key(place * 2 + 1);
  const proof = { key: of, left: TREE.proofs[place], right: TREE.proofs[place + 1] };
  const data = formatBase64(encodeProof({ kind: 'non-existence', proof }));
  return { type: 'ics23:iavl', key: formatBase64(of), data };
}

const verify = (
  ops: readonly unknown[],
  held: Uint8Array | undefined,
  path: readonly Uint8Array[] = [STORE, key(4)],
  root: Uint8Array = APP_HASH,
) =>
  refusalOf(() => {
    verifyStateProof(root, path, held, { ops });
  });

describe('a value of a module', () => {
  it('is proven through both trees', () => {
    expect(verify([innerOp(2), OUTER], value(4))).toBe('none');
  });

  it('is not proven by anything less, more, or in another order', () => {
    const inner = innerOp(2);
    expect(verify([inner], value(4))).toBe('cometbft/proof-mismatch');
    expect(verify([OUTER], value(4))).toBe('cometbft/proof-mismatch');
    expect(verify([OUTER, inner], value(4))).toBe('cometbft/proof-mismatch');
    expect(verify([inner, OUTER, OUTER], value(4))).toBe('cometbft/proof-mismatch');
  });

  it('is not proven for another value, key, store or app hash', () => {
    const ops = [innerOp(2), OUTER];
    expect(verify(ops, value(5))).toBe('cometbft/proof-mismatch');
    expect(verify(ops, value(4), [STORE, key(6)])).toBe('cometbft/proof-mismatch');
    expect(verify(ops, value(4), [encodeUtf8('bank'), key(4)])).toBe('cometbft/proof-mismatch');
    expect(verify(ops, value(4), [STORE, STORE, key(4)])).toBe('cometbft/proof-mismatch');
    expect(verify(ops, value(4), [STORE, key(4)], TREE.root)).toBe('cometbft/proof-mismatch');
  });

  it('is not proven by the spec of the other tree', () => {
    const swapped = { ...innerOp(2), type: 'ics23:simple' };
    expect(verify([swapped, OUTER], value(4))).toBe('cometbft/proof-mismatch');
  });

  it('is refused with data that are no proof, or a batch', () => {
    const garbage = { ...innerOp(2), data: formatBase64(encodeUtf8('garbage')) };
    expect(verify([garbage, OUTER], value(4))).toBe('cometbft/malformed');
    const batch = { ...innerOp(2), data: formatBase64(Uint8Array.of(0x1a, 0)) };
    expect(verify([batch, OUTER], value(4))).toBe('cometbft/unsupported-proof');
  });
});

describe('an absence in a module', () => {
  it('is proven by the innermost tree', () => {
    expect(verify([absentOp(2), OUTER], undefined, [STORE, key(5)])).toBe('none');
  });

  it('is not proven by an existence, nor an existence by an absence', () => {
    expect(verify([innerOp(2), OUTER], undefined)).toBe('cometbft/proof-mismatch');
    const absent = verify([absentOp(2), OUTER], value(4), [STORE, key(5)]);
    expect(absent).toBe('cometbft/proof-mismatch');
  });

  it('is malformed without neighbours', () => {
    const proof = { key: key(5), left: undefined, right: undefined };
    const data = formatBase64(encodeProof({ kind: 'non-existence', proof }));
    const op = { ...absentOp(2), data };
    expect(verify([op, OUTER], undefined, [STORE, key(5)])).toBe('cometbft/malformed');
  });
});

describe('a path of keys', () => {
  it('is read from text and from hexadecimal', () => {
    expect(parseKeyPath('/nft/x:00FF')).toEqual([STORE, Uint8Array.of(0, 255)]);
    expect(parseKeyPath('/a%2Fb')).toEqual([encodeUtf8('a/b')]);
  });

  it.each(['', 'nft', '/x:0', '/x:zz', '/%', `/${'a/'.repeat(8)}b`, `/${'a'.repeat(9_000)}`])(
    'is refused as %j',
    (text) => {
      expect(refusalOf(() => void parseKeyPath(text))).toBe('cometbft/malformed');
    },
  );
});
