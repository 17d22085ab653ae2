/**
 * Blocks of CometBFT v0.38 as data, decoded but not yet believed. Hashes are bytes (empty where
 * CometBFT leaves them empty), powers `bigint`, heights safe integers.
 */

/** Seconds and nanoseconds, as protobuf's Timestamp. Go's zero time has seconds −62135596800. */
export interface Timestamp {
  readonly seconds: bigint;
  readonly nanos: number;
}

/** Identity of a block: header hash and the digest of its parts. */
export interface BlockId {
  readonly hash: Uint8Array;
  readonly parts: { readonly total: number; readonly hash: Uint8Array };
}

/** The fourteen fields of a header, in the order in which they are hashed. */
export interface Header {
  readonly version: { readonly block: bigint; readonly app: bigint };
  readonly chainId: string;
  readonly height: number;
  readonly time: Timestamp;
  readonly lastBlockId: BlockId;
  readonly lastCommitHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly consensusHash: Uint8Array;
  readonly appHash: Uint8Array;
  readonly lastResultsHash: Uint8Array;
  readonly evidenceHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
}

/** The sixth to the fourteenth field, in the order in which they are hashed and encoded. */
export const HEADER_HASHES = [
  'lastCommitHash',
  'dataHash',
  'validatorsHash',
  'nextValidatorsHash',
  'consensusHash',
  'appHash',
  'lastResultsHash',
  'evidenceHash',
  'proposerAddress',
] as const;

/** What a validator did in a commit: its numbers are CometBFT's. */
export const BLOCK_ID_FLAG = { absent: 1, commit: 2, nil: 3 } as const;
export type BlockIdFlag = (typeof BLOCK_ID_FLAG)[keyof typeof BLOCK_ID_FLAG];

/** One slot of a commit; absent slots have no address, no signature and Go's zero time. */
export interface CommitSig {
  readonly flag: BlockIdFlag;
  readonly address: Uint8Array;
  readonly timestamp: Timestamp;
  readonly signature: Uint8Array;
}

/** The precommits for one block. */
export interface Commit {
  readonly height: number;
  readonly round: number;
  readonly blockId: BlockId;
  readonly signatures: readonly CommitSig[];
}

/** Public key of a validator. Any other type is refused as unsupported, never skipped. */
export interface ValidatorKey {
  readonly type: 'ed25519' | 'secp256k1';
  readonly bytes: Uint8Array;
}

/** A member of a validator set; the address is always recomputed from the key. */
export interface Validator {
  readonly address: Uint8Array;
  readonly key: ValidatorKey;
  readonly power: bigint;
}

/** Header and the commit that carries it. */
export interface SignedHeader {
  readonly header: Header;
  readonly commit: Commit;
}

/** Everything one light-client step needs. */
export interface LightBlock extends SignedHeader {
  readonly validators: readonly Validator[];
  readonly nextValidators: readonly Validator[];
}
