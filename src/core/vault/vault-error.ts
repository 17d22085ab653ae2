import { CodedError } from '../errors.ts';

/** Why a vault was not opened, or its data not used. */
export type VaultCode =
  | 'vault/malformed'
  | 'vault/newer-version'
  | 'vault/params-refused'
  | 'vault/wrong-passphrase'
  | 'vault/damaged';

/** Refusal of the vault. */
export class VaultError extends CodedError<VaultCode> {}
