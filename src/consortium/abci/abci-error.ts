import { CodedError } from '#core/errors.ts';

/** Why a connection is closed, or a chain cannot begin. */
export type AbciCode =
  | 'abci/bad-frame'
  | 'abci/frame-too-large'
  | 'abci/bad-message'
  | 'abci/not-begun'
  | 'abci/already-begun'
  | 'abci/wrong-height'
  | 'abci/bad-genesis'
  | 'abci/bad-address';

/** Refusal by the ABCI server. */
export class AbciError extends CodedError<AbciCode> {}
