export { proveConsistency, verifyConsistency, type TreeHead } from './consistency.ts';
export { appendLeaf, EMPTY_FRONTIER, frontierRoot, type Frontier } from './frontier.ts';
export { MerkleError, type MerkleCode } from './merkle-error.ts';
export {
  innerHash,
  leafHash,
  merkleRoot,
  proveInclusion,
  rootOfHashes,
  splitPoint,
  type InclusionProof,
} from './tree.ts';
export { rootFromProof, verifyHashInclusion, verifyInclusion } from './verify-inclusion.ts';
