export { DEMO_ISSUERS } from './demo-issuers.ts';
export { DeskError, type DeskCode } from './desk-error.ts';
export {
  createSecret,
  deskIssuer,
  issuerName,
  type DeskIssuer,
  type IssuerFacts,
} from './desk-issuer.ts';
export {
  DEMO_VERIFIERS,
  deskVerifier,
  verifierEntry,
  verifierKeyFile,
  type DeskVerifier,
  type VerifierFacts,
} from './desk-verifier.ts';
export type { DocumentStatus, IssuedDocument } from './issued-documents.ts';
export type { DeskIntervals } from './issuer-office.ts';
export type { Ledger } from './ledger.ts';
export { RpcLedger, type RpcLedgerOptions } from './rpc-ledger.ts';
export { startDesk, type Desk, type DeskOptions } from './start-desk.ts';
export { SUBJECTS, type Subject } from './subjects.ts';
