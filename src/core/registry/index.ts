export { claimKeySeed } from './claim-key.ts';
export {
  anchorProofFromCbor,
  anchorProofToCbor,
  credentialLeaf,
  decodeAnchorProof,
  encodeAnchorProof,
  formatAnchorProof,
  parseAnchorProof,
  verifyAnchor,
} from './anchor-proof.ts';
export { applyTx, type TxOutcome } from './apply-transaction.ts';
export { isInRange, issuerStatusAt, nextSequence } from './authorise.ts';
export { buildBatch, logHead, logRoot, type Batch, type Random } from './batch.ts';
export { collectLog, collectPack, type StateQuery } from './collect-pack.ts';
export { decodeRegistry } from './decode-registry.ts';
export {
  decodeBatchEntry,
  decodeClaimEntry,
  decodeGovernanceEntry,
  decodeIssuerEntry,
  decodeLogHead,
  decodeRecordEntry,
  decodeSequence,
  decodeStatusEntry,
  decodeTypeEntry,
  decodeValidatorEntry,
  decodeVerifierEntry,
  encodeBatchEntry,
  encodeClaimEntry,
  encodeGovernanceEntry,
  encodeIssuerEntry,
  encodeLogHead,
  encodeRecordEntry,
  encodeSequence,
  encodeStatusEntry,
  encodeTypeEntry,
  encodeValidatorEntry,
  encodeVerifierEntry,
} from './entries.ts';
export { decodeExcerpt, encodeExcerpt } from './excerpt-file.ts';
export {
  verifyExcerpt,
  type BatchPlace,
  type Excerpt,
  type UntrustedEntry,
  type UntrustedExcerpt,
} from './excerpt.ts';
export {
  decodeLeafAnswer,
  decodeLeafQuery,
  encodeLeafAnswer,
  encodeLeafQuery,
  verifyClaim,
  verifyLogLeaf,
  type LeafQuery,
  type LogLeaf,
} from './log-leaf.ts';
export { LIMITS } from './limits.ts';
export {
  decodeLogAnswer,
  decodeLogQuery,
  decodeRegistryMap,
  decodeTrustPack,
  encodeLogAnswer,
  encodeLogQuery,
  encodeRegistryMap,
  encodeTrustPack,
  type LogQuery,
} from './pack-file.ts';
export { decodePackDelta, encodePackDelta } from './pack-delta-file.ts';
export {
  applyPackDelta,
  takePackDelta,
  type AppliedDelta,
  type LogTail,
  type PackDelta,
} from './pack-delta.ts';
export { RegistryError, type RegistryCode } from './registry-error.ts';
export {
  CLAIMS_KEY,
  GOVERNANCE_KEY,
  isIssuerId,
  issuerKey,
  logKey,
  sequenceKey,
  statusKey,
  typeKey,
  validatorKey,
  verifierKey,
} from './registry-key.ts';
export {
  entryLeafHash,
  proveEntry,
  registryRoot,
  verifyEntry,
  type RegistryEntries,
} from './registry-root.ts';
export {
  genesisState,
  frontierOf,
  type BlockContext,
  type ClaimLookup,
  type GenesisValidator,
  type Kept,
  type RegistryState,
} from './state.ts';
export { takeExcerpt, type ExcerptNeed } from './take-excerpt.ts';
export {
  claimSignBytes,
  decodeTx,
  decodeTxContent,
  encodeTx,
  signTx,
  txSignBytes,
  type RegistryTx,
  type TxContent,
  type TxSignature,
  type TxSigner,
} from './transaction.ts';
export type { Claim, IssuerSetting, TxBody } from './tx-body.ts';
export { isNewer, verifyTrustPack, type UntrustedPack } from './trust-pack.ts';
export type * from './types.ts';
