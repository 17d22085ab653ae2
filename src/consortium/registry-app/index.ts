export type { Query, QueryAnswer, QueryCode } from './queries.ts';
export { RegistryApp, type BlockResult } from './registry-app.ts';
export { RESULT_CODES, txResult, type TxResult } from './result-codes.ts';
