export { CometbftError, type CometbftCode } from './cometbft-error.ts';
export { formatBlockId, formatCommit, formatHeader, formatValidator } from './format.ts';
export { hashHeader, headerFields } from './hash-header.ts';
export {
  hashCommit,
  hashConsensusParams,
  hashResults,
  hashTransactions,
  hashValidators,
  type ResultFields,
} from './hash-lists.ts';
export { parseCommit, parseSignedHeader, parseValidators } from './parse-commit.ts';
export { parseBlockId, parseHeader } from './parse-header.ts';
export { signBytesOf, voteSignBytes, type SignBytes } from './sign-bytes.ts';
export { formatTime, GO_ZERO_TIME, parseTime, timeNs, timestampOf } from './time.ts';
export { parseKeyPath } from './key-path.ts';
export { verifyStateProof } from './state-proof.ts';
export {
  verifyTx,
  verifyTxResult,
  verifyTxResults,
  type ProvenTx,
  type ProvenTxResult,
} from './tx-proof.ts';
export { verifyHeaderField, type HeaderField } from './header-field.ts';
export { simpleValueLeaf } from './value-op.ts';
export * from './types.ts';
export {
  sortValidators,
  totalPower,
  validatorAddress,
  verifyValidatorSet,
} from './validator-set.ts';
export { verifyCommitLight, verifyCommitTrusting, type CommitRules } from './verify-commit.ts';
export { verifyLightBlock, verifyStep, verifyTrustLevel, type StepRules } from './verify-step.ts';
export {
  answerRest,
  batchVerifier,
  verifyVotes,
  type Vote,
  type VoteVerifier,
} from './vote-verifier.ts';
export { cometbftEngine, type CometbftOptions } from './engine.ts';
export { attackEvidence, attackKind } from './evidence.ts';
export {
  hashEvidence,
  verifyEvidenceList,
  type BlockEvidence,
  type DuplicateVote,
  type EvidenceVote,
} from './evidence-list.ts';
export { findMisconduct, type Misconduct } from './misconduct.ts';
export { verifyEvidence, type OwnChain, type VerifiedEvidence } from './verify-evidence.ts';
export type { LightClientAttack } from './attack-in-block.ts';
export { encodeCommit, encodeHeader } from './encode-header.ts';
export { headerFacts } from './header-facts.ts';
export { decodeLightBlock, encodeLightBlock } from './light-block.ts';
export { queryApp, queryProven } from './query-app.ts';
export { askTxResult, type TxOutcome, type VerifiedHeader } from './ask-tx-result.ts';
export { rpcResult } from './rpc-answer.ts';
export type { RpcCall, RpcParams } from './rpc-call.ts';
export { rpcSource } from './rpc-source.ts';
