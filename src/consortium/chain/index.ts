export { ConsortiumError, type ConsortiumCode } from './chain-error.ts';
export { CONSORTIUM_NAME, DEPARTMENTS, type Department } from './departments.ts';
export { EmbeddedChain } from './embedded-chain.ts';
export { lockHome } from './home-lock.ts';
export { makeProfile, TRUSTING_PERIOD_MS } from './make-profile.ts';
export { missingSettings, type IssuerRegistration } from './set-up-registry.ts';
export type {
  Consortium,
  ConsortiumNode,
  ConsortiumOptions,
  RunningConsortium,
} from './consortium.ts';
export { startConsortium } from './start-consortium.ts';
export type { TxReceipt } from './transactor.ts';
