export { Canceller, NEVER, type Cancelled } from './cancel.ts';
export {
  ChainError,
  ClockBehindError,
  SourceError,
  type ChainCode,
  type SourceCode,
} from './chain-error.ts';
export type * from './header.ts';
export type { Patience } from './patience.ts';
export { KEPT_BLOCKS } from './ports.ts';
export type * from './ports.ts';
export type * from './profile.ts';
export { restore, trustHeader, type StoredTrust } from './restore.ts';
export { singleStore } from './single-store.ts';
export { verifySkipping } from './skipping.ts';
export { verifySupplied, type Supplied } from './supplied.ts';
export { AttackError, sync, type Synced, type SyncPorts } from './sync.ts';
export { crossCheck, type Attack, type CrossCheck } from './witnesses.ts';
export { parseProfile } from './parse-profile.ts';
