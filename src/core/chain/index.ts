export { ChainError, SourceError, type ChainCode, type SourceCode } from './chain-error.ts';
export type * from './header.ts';
export type * from './ports.ts';
export type * from './profile.ts';
export { verifySkipping } from './skipping.ts';
export { AttackError, restore, sync, trustHeader, type Synced, type SyncPorts } from './sync.ts';
export { crossCheck, type Attack, type CrossCheck } from './witnesses.ts';
