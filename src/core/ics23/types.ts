/** ICS-23 (`cosmos.ics23.v1`, proofs.proto): proofs of state in the trees of Cosmos chains. */

/** `HashOp`, by its numbers on the wire. */
export const HASH = {
  none: 0,
  sha256: 1,
  sha512: 2,
  keccak256: 3,
  ripemd160: 4,
  bitcoin: 5,
  sha512_256: 6,
  blake2b512: 7,
  blake2s256: 8,
  blake3: 9,
} as const;

/** `LengthOp`, by its numbers on the wire. */
export const LENGTH = {
  none: 0,
  varProto: 1,
  varRlp: 2,
  fixed32Big: 3,
  fixed32Little: 4,
  fixed64Big: 5,
  fixed64Little: 6,
  require32: 7,
  require64: 8,
} as const;

/** How a key and its value become a leaf. */
export interface LeafOp {
  readonly hash: number;
  readonly prehashKey: number;
  readonly prehashValue: number;
  readonly length: number;
  readonly prefix: Uint8Array;
}

/** How a child becomes its parent: H(prefix ‖ child ‖ suffix). */
export interface InnerOp {
  readonly hash: number;
  readonly prefix: Uint8Array;
  readonly suffix: Uint8Array;
}

/** From one key and value up to a root. Everything in it is untrusted. */
export interface ExistenceProof {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly leaf: LeafOp | undefined;
  readonly path: readonly InnerOp[];
}

/** Two neighbours between which the key would lie; one of them at an end of the tree. */
export interface NonExistenceProof {
  readonly key: Uint8Array;
  readonly left: ExistenceProof | undefined;
  readonly right: ExistenceProof | undefined;
}

export type CommitmentProof =
  | { readonly kind: 'existence'; readonly proof: ExistenceProof }
  | { readonly kind: 'non-existence'; readonly proof: NonExistenceProof };

/** The shape of inner nodes. Lengths in bytes. */
export interface InnerSpec {
  /** Which child stands where in the preimage. */
  readonly childOrder: readonly number[];
  readonly childSize: number;
  readonly minPrefixLength: number;
  readonly maxPrefixLength: number;
  readonly emptyChild: Uint8Array;
  readonly hash: number;
}

/** What every proof of one kind of tree must look like. */
export interface ProofSpec {
  /** Rules beyond the general ones: each kind of tree has its own. */
  readonly rules: 'iavl' | 'tendermint' | 'none';
  readonly leaf: LeafOp;
  readonly inner: InnerSpec;
  readonly minDepth: number;
  readonly maxDepth: number;
  /** Keys are compared by their hashes, as they lie in the tree. */
  readonly comparesHashedKeys: boolean;
}
