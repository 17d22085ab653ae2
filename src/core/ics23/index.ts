export { checkExistenceShape, checkInnerShape, checkLeafShape } from './check-spec.ts';
export { decodeCommitmentProof } from './decode-proof.ts';
export { Ics23Error, type Ics23Code } from './ics23-error.ts';
export { leftBranchesAreEmpty, rightBranchesAreEmpty } from './neighbours.ts';
export { applyInner, applyLeaf, digest } from './ops.ts';
export { DEFAULT_MAX_DEPTH, IAVL_SPEC, SMT_SPEC, TENDERMINT_SPEC } from './specs.ts';
export * from './types.ts';
export { existenceRoot, verifyExistence } from './verify-existence.ts';
export { verifyNonExistence } from './verify-non-existence.ts';
