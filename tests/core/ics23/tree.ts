/** A small IAVL tree of our own, to prove things in: its nodes are hashed as Cosmos chains hash theirs. */
import { concatBytes, encodeUtf8, encodeVarint } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  HASH,
  LENGTH,
  type CommitmentProof,
  type ExistenceProof,
  type InnerOp,
  type LeafOp,
} from '#core/ics23/index.ts';

const VERSION = 7;
const NOTHING = new Uint8Array();

const zigZag = (value: number) => encodeVarint(value * 2);
const leafPrefix = concatBytes(zigZag(0), zigZag(1), zigZag(VERSION));

export const LEAF_OP: LeafOp = {
  hash: HASH.sha256,
  prehashKey: HASH.none,
  prehashValue: HASH.sha256,
  length: LENGTH.varProto,
  prefix: leafPrefix,
};

const keyOf = (index: number) => encodeUtf8(`key ${String(index).padStart(3, '0')}`);
export const key = keyOf;
export const value = (index: number) => encodeUtf8(`value ${index}`);

const measured = (bytes: Uint8Array) => concatBytes(encodeVarint(bytes.length), bytes);

interface Node {
  readonly hash: Uint8Array;
  readonly height: number;
  readonly size: number;
}

function leafNode(index: number): Node {
  const preimage = concatBytes(leafPrefix, measured(keyOf(index)), measured(sha256(value(index))));
  return { hash: sha256(preimage), height: 0, size: 1 };
}

/** Proofs of the leaves `0, step, 2·step …`: keys between them are absent. */
export interface Tree {
  readonly root: Uint8Array;
  readonly proofs: readonly ExistenceProof[];
}

export function iavlTree(count: number, step = 2): Tree {
  const indexes = Array.from({ length: count }, (_, place) => place * step);
  const paths = new Map<number, InnerOp[]>(indexes.map((index) => [index, []]));
  const { hash } = build(indexes, paths);
  const proofs = indexes.map((index) => ({
    key: keyOf(index),
    value: value(index),
    leaf: LEAF_OP,
    path: paths.get(index) ?? [],
  }));
  return { root: hash, proofs };
}

function build(indexes: readonly number[], paths: Map<number, InnerOp[]>): Node {
  const [only] = indexes;
  if (only !== undefined && indexes.length === 1) return leafNode(only);
  const middle = Math.ceil(indexes.length / 2);
  const [lower, upper] = [indexes.slice(0, middle), indexes.slice(middle)];
  const [left, right] = [build(lower, paths), build(upper, paths)];
  const height = Math.max(left.height, right.height) + 1;
  const size = left.size + right.size;
  const head = concatBytes(zigZag(height), zigZag(size), zigZag(VERSION));
  const length = Uint8Array.of(32);
  const step = (prefix: Uint8Array, suffix: Uint8Array): InnerOp => ({
    hash: HASH.sha256,
    prefix,
    suffix,
  });
  for (const index of lower) {
    paths.get(index)?.push(step(concatBytes(head, length), concatBytes(length, right.hash)));
  }
  for (const index of upper) {
    paths.get(index)?.push(step(concatBytes(head, length, left.hash, length), NOTHING));
  }
  const hash = sha256(concatBytes(head, length, left.hash, length, right.hash));
  return { hash, height, size };
}

const field = (number: number, bytes: Uint8Array | undefined) =>
  bytes === undefined ? NOTHING : concatBytes(Uint8Array.of(number * 8 + 2), measured(bytes));
const numberField = (number: number, of: number) =>
  of === 0 ? NOTHING : concatBytes(Uint8Array.of(number * 8), encodeVarint(of));

/** The same on the wire. */
export function encodeProof({ kind, proof }: CommitmentProof): Uint8Array {
  if (kind === 'existence') return field(1, encodeExistence(proof));
  const [left, right] = [proof.left, proof.right].map((side) => side && encodeExistence(side));
  return field(2, concatBytes(field(1, proof.key), field(2, left), field(3, right)));
}

function encodeExistence({ key: of, value: held, leaf, path }: ExistenceProof): Uint8Array {
  return concatBytes(
    field(1, of),
    field(2, held),
    field(3, leaf && encodeLeaf(leaf)),
    ...path.map((step) =>
      field(
        4,
        concatBytes(numberField(1, step.hash), field(2, step.prefix), field(3, step.suffix)),
      ),
    ),
  );
}

function encodeLeaf({ hash, prehashKey, prehashValue, length, prefix }: LeafOp): Uint8Array {
  return concatBytes(
    numberField(1, hash),
    numberField(2, prehashKey),
    numberField(3, prehashValue),
    numberField(4, length),
    field(5, prefix),
  );
}
