import { CodedError } from '../errors.ts';

/** Why the registry refuses a value, a transaction or a pack. */
export type RegistryCode =
  | 'registry/malformed'
  | 'registry/too-large'
  | 'registry/unknown-key'
  | 'registry/wrong-chain'
  | 'registry/wrong-sequence'
  | 'registry/no-right'
  | 'registry/unknown-signer'
  | 'registry/bad-signature'
  | 'registry/threshold-not-met'
  | 'registry/key-out-of-range'
  | 'registry/key-compromised'
  | 'registry/key-reused'
  | 'registry/issuer-unknown'
  | 'registry/issuer-suspended'
  | 'registry/issuer-retired'
  | 'registry/already-expired'
  | 'registry/root-mismatch'
  | 'registry/log-mismatch'
  | 'registry/status-mismatch'
  | 'registry/not-held'
  | 'registry/list-too-long'
  | 'registry/delta-gap'
  | 'registry/other-chain'
  | 'registry/nothing-newer'
  | 'registry/anchor-size-mismatch'
  | 'registry/anchor-not-included'
  | 'registry/verifier-unknown'
  | 'registry/validators-fixed'
  | 'registry/no-validators'
  | 'registry/claimed';

/** Refusal by the registry. */
export class RegistryError extends CodedError<RegistryCode> {}
