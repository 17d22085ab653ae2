import { CodedError } from '../errors.ts';

/** Why a status list says nothing. */
export type StatusCode =
  | 'status/malformed'
  | 'status/too-large'
  | 'status/wrong-typ'
  | 'status/unsupported-algorithm'
  | 'status/bad-signature'
  | 'status/other-list'
  | 'status/expired'
  | 'status/out-of-range';

/** Refusal of a status list. */
export class StatusError extends CodedError<StatusCode> {}
