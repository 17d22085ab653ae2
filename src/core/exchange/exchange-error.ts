import { CodedError } from '../errors.ts';

/** Why a document could not be collected. */
export type ExchangeCode =
  | 'exchange/malformed-offer'
  | 'exchange/unsupported-offer'
  | 'exchange/too-many-documents'
  | 'exchange/issuer-not-allowed'
  | 'exchange/malformed'
  | 'exchange/too-large'
  | 'exchange/unsupported-issuer'
  | 'exchange/unknown-configuration'
  | 'exchange/tx-code-needed'
  | 'exchange/wrong-tx-code'
  | 'exchange/too-many-tries'
  | 'exchange/offer-used'
  | 'exchange/offer-expired'
  | 'exchange/offer-unknown'
  | 'exchange/token-refused'
  | 'exchange/nonce-refused'
  | 'exchange/proof-refused'
  | 'exchange/request-refused'
  | 'exchange/denied'
  | 'exchange/transaction-unknown'
  | 'exchange/deferred'
  | 'exchange/busy'
  | 'exchange/access-ended'
  | 'exchange/no-print'
  | 'exchange/not-a-print'
  | 'exchange/server-failed'
  | 'exchange/wrong-count'
  | 'exchange/copies-differ'
  | 'exchange/other-type'
  | 'exchange/other-key'
  | 'exchange/issuer-unknown'
  | 'exchange/not-verified'
  | 'exchange/anchor-pending'
  | 'exchange/anchor-unknown';

/** Refusal while collecting a document. */
export class ExchangeError extends CodedError<ExchangeCode> {}

/** The issuer wants to be asked later: it is busy, or what it promised is not ready. */
export class LaterError extends ExchangeError {
  /** From when it was said, bounded by whoever throws it. */
  readonly waitMs: number;

  constructor(code: 'exchange/busy' | 'exchange/deferred', waitMs: number) {
    super(code, `in ${waitMs} ms`);
    this.waitMs = waitMs;
  }
}
