export type { Query, QueryAnswer, QueryCode } from './queries.ts';
export { LevelStore } from './level-store.ts';
export { RegistryApp, type BlockResult, type ValidatorChange } from './registry-app.ts';
export { SnapshotRestore, type PartOutcome } from './snapshot-restore.ts';
export { partCount, Snapshots, type SnapshotFacts } from './snapshots.ts';
export { MemoryStore, type RegistryStore } from './store.ts';
export { RESULT_CODES, txResult, type TxResult } from './result-codes.ts';
export { encodeValueOp } from './value-op.ts';
