export {
  createEnvelope,
  DEFAULT_PARAMS,
  openEnvelope,
  rewrapEnvelope,
  type OpenedVault,
} from './data-key.ts';
export { decodeEnvelope, encodeEnvelope, type Envelope } from './envelope.ts';
export type * from './ports.ts';
export {
  openRecord,
  sealRecord,
  vaultKeys,
  type RecordPlace,
  type VaultKeys,
  type VaultRecord,
} from './record.ts';
export { VaultError, type VaultCode } from './vault-error.ts';
