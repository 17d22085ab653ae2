import { CodedError } from '../errors.ts';

/** Why a digit code does not lead to a presentation. None of these says anything against it. */
export type TokenCode =
  | 'token/incomplete'
  | 'token/mistyped'
  | 'token/malformed-letter'
  | 'token/absent'
  | 'token/no-mailbox';

/** Refusal while handing over by digits. */
export class TokenError extends CodedError<TokenCode> {}
