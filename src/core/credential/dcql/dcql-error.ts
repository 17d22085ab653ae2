import { CodedError } from '../../errors.ts';

/** Why a query, or the answer to one, is refused. */
export type DcqlCode =
  | 'dcql/too-large'
  | 'dcql/malformed'
  | 'dcql/bad-id'
  | 'dcql/repeated-id'
  | 'dcql/unknown-id'
  | 'dcql/no-type'
  | 'dcql/bad-path'
  | 'dcql/repeated-path'
  | 'dcql/bad-values'
  | 'dcql/sets-without-claims'
  | 'dcql/unasked'
  | 'dcql/too-many'
  | 'dcql/not-matching'
  | 'dcql/incomplete';

/** Refusal of a query or of an answer. */
export class DcqlError extends CodedError<DcqlCode> {}
