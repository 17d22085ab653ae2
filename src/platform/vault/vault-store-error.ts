import { CodedError } from '#core/errors.ts';

/** Why the vault on this device did not do as asked. What was confirmed before is unchanged. */
export type VaultStoreCode =
  | 'vault/exists'
  | 'vault/missing'
  | 'vault/locked'
  | 'vault/full'
  | 'vault/unavailable'
  | 'vault/blocked';

/** Refusal of the device's vault. */
export class VaultStoreError extends CodedError<VaultStoreCode> {}
