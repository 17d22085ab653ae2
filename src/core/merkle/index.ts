export { proveConsistency, verifyConsistency, type TreeHead } from './consistency.ts';
export { MerkleError, type MerkleCode } from './merkle-error.ts';
export {
  innerHash,
  leafHash,
  merkleRoot,
  proveInclusion,
  rootOfHashes,
  type InclusionProof,
} from './tree.ts';
export { rootFromProof, verifyHashInclusion, verifyInclusion } from './verify-inclusion.ts';
