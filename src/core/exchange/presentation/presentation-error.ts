import { CodedError } from '../../errors.ts';

/** Why an online request, or the answer to one, is not taken. */
export type PresentationCode =
  | 'vp/malformed'
  | 'vp/too-large'
  | 'vp/unsupported-mode'
  | 'vp/unsupported-client'
  | 'vp/unsupported'
  | 'vp/bad-destination'
  | 'vp/client-mismatch'
  | 'vp/bad-query'
  | 'vp/unregistered'
  | 'vp/forged'
  | 'vp/expired'
  | 'vp/server-failed'
  | 'vp/not-taken'
  | 'vp/declined'
  | 'vp/no-wallet'
  | 'vp/no-anchor';

/** Refusal while presenting online. */
export class PresentationError extends CodedError<PresentationCode> {}
