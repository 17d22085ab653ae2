export { Canceller, NEVER, type Cancelled } from './cancel.ts';
export {
  ChainError,
  ClockBehindError,
  SourceError,
  type ChainCode,
  type SourceCode,
} from './chain-error.ts';
export { witnessLagMs, type ClientPorts, type ClientProgress } from './client-ports.ts';
export { Findings, findingOf, SyncFailure, type NodeFinding } from './findings.ts';
export { isLie } from './failure.ts';
export type * from './header.ts';
export { firstSuccess, type Attempt, type Patience } from './patience.ts';
export { KEPT_BLOCKS } from './ports.ts';
export type * from './ports.ts';
export type * from './profile.ts';
export { withRetries } from './retries.ts';
export { restore, trustHeader, type StoredTrust } from './restore.ts';
export { singleStore } from './single-store.ts';
export { verifyAtHeight } from './at-height.ts';
export { AttackError, type Attack, type AttackKind } from './attack.ts';
export { verifyBackwards, type FetchHeaders } from './backwards.ts';
export type { Synced } from './confirm.ts';
export {
  exportEvidence,
  reportEvidence,
  type EvidenceFile,
  type EvidenceReport,
} from './evidence.ts';
export { verifySequential } from './sequential.ts';
export { verifySkipping } from './skipping.ts';
export { sync } from './sync.ts';
export type { FetchBlock, Walk, WalkMode, WalkWatch } from './walk.ts';
export { confirmSupplied } from './confirm-supplied.ts';
export { traceSupplied, verifySupplied, type Supplied } from './supplied.ts';
export { wayTo } from './way-to.ts';
export { profileFingerprint } from './fingerprint.ts';
export { parseProfile, parseProfileText } from './parse-profile.ts';
export {
  decideCompared,
  decideTrust,
  type HeldTrust,
  type TrustDecision,
} from './trust-options.ts';
