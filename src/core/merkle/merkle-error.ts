import { CodedError } from '../errors.ts';

/** Why a proof does not prove. */
export type MerkleCode =
  | 'merkle/index-out-of-range'
  | 'merkle/wrong-proof-length'
  | 'merkle/bad-hash-length'
  | 'merkle/root-mismatch';

/** Refusal of a Merkle proof. */
export class MerkleError extends CodedError<MerkleCode> {}
