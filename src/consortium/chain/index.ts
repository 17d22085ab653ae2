export { ConsortiumError, type ConsortiumCode } from './chain-error.ts';
export { CONSORTIUM_NAME, DEPARTMENTS, type Department } from './departments.ts';
export { EmbeddedChain } from './embedded-chain.ts';
export { makeProfile } from './make-profile.ts';
export type { IssuerRegistration } from './set-up-registry.ts';
export type { Consortium, ConsortiumNode, ConsortiumOptions } from './consortium.ts';
export { startConsortium } from './start-consortium.ts';
export type { TxReceipt } from './transactor.ts';
