/** The trees of Cosmos chains (cosmos/ics23, `go/proof.go`). */
import { HASH, LENGTH, type LeafOp, type ProofSpec } from './types.ts';

/** Where a spec names no depth. */
export const DEFAULT_MAX_DEPTH = 128;

const NOTHING = new Uint8Array();

const LEAF: LeafOp = {
  hash: HASH.sha256,
  prehashKey: HASH.none,
  prehashValue: HASH.sha256,
  length: LENGTH.varProto,
  prefix: Uint8Array.of(0),
};

/** The state of one module: an IAVL tree. */
export const IAVL_SPEC: ProofSpec = {
  rules: 'iavl',
  leaf: LEAF,
  inner: {
    childOrder: [0, 1],
    childSize: 33,
    minPrefixLength: 4,
    maxPrefixLength: 12,
    emptyChild: NOTHING,
    hash: HASH.sha256,
  },
  minDepth: 0,
  maxDepth: DEFAULT_MAX_DEPTH,
  comparesHashedKeys: false,
};

/** The roots of all modules under an app hash: the simple tree of CometBFT. */
export const TENDERMINT_SPEC: ProofSpec = {
  rules: 'tendermint',
  leaf: LEAF,
  inner: {
    childOrder: [0, 1],
    childSize: 32,
    minPrefixLength: 1,
    maxPrefixLength: 1,
    emptyChild: NOTHING,
    hash: HASH.sha256,
  },
  minDepth: 0,
  maxDepth: DEFAULT_MAX_DEPTH,
  comparesHashedKeys: false,
};

/** A sparse Merkle tree of 256 levels. */
export const SMT_SPEC: ProofSpec = {
  rules: 'none',
  leaf: { ...LEAF, prehashKey: HASH.sha256, length: LENGTH.none },
  inner: {
    childOrder: [0, 1],
    childSize: 32,
    minPrefixLength: 1,
    maxPrefixLength: 1,
    emptyChild: new Uint8Array(32),
    hash: HASH.sha256,
  },
  minDepth: 0,
  maxDepth: 256,
  comparesHashedKeys: true,
};
