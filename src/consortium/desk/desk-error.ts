import { CodedError } from '#core/errors.ts';

/** Why the desk refuses, or cannot start. */
export type DeskCode =
  | 'desk/port-taken'
  | 'desk/home-unreadable'
  | 'desk/malformed'
  | 'desk/unknown-issuer'
  | 'desk/unknown-subject'
  | 'desk/unknown-document'
  | 'desk/not-changeable'
  | 'desk/unfit-claims'
  | 'desk/list-full'
  | 'desk/ledger-refused'
  | 'desk/ledger-unreachable';

/** Refusal by the desk's own API. */
export class DeskError extends CodedError<DeskCode> {}
