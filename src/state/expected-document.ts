import type { CredentialOffer } from '#core/exchange/index.ts';
import type { KeptPending } from './held-document.ts';

/** `promised`: its issuer is not ready. What is `waiting` or `promised` is kept, and comes later. */
export type ExpectedState = 'waiting' | 'promised' | 'stored' | 'failed';

/** One document of an offer that was redeemed. */
export interface ExpectedDocument {
  /** What it is called in the offer. */
  readonly configurationId: string;
  /** Of the document, once it is stored; `undefined` if this wallet does not know how to fetch it. */
  readonly id: string | undefined;
  readonly state: ExpectedState;
  /** Why it failed. */
  readonly failure?: string;
}

/**
 * What an offer brings, in its order.
 *
 * @param failure - Why the wallet neither holds nor keeps one of them.
 */
export function expectedOf(
  { configurationIds }: CredentialOffer,
  found: readonly ExpectedDocument[],
  failure: string,
): readonly ExpectedDocument[] {
  return configurationIds.map(
    (configurationId) =>
      found.find((each) => each.configurationId === configurationId) ?? {
        configurationId,
        id: undefined,
        state: 'failed',
        failure,
      },
  );
}

/** One that was redeemed and has not come. */
export function keptAs({ id, value: { redemption } }: KeptPending): ExpectedDocument {
  const { configurationId, transaction } = redemption;
  return { configurationId, id, state: transaction === undefined ? 'waiting' : 'promised' };
}

/** Answers after which an issuer no longer gives the document. */
const FINAL: ReadonlySet<string> = new Set([
  'exchange/token-refused',
  'exchange/denied',
  'exchange/transaction-unknown',
]);

export function isFinal(failure: string): boolean {
  return FINAL.has(failure);
}

/** Refusals of the issuer that say nothing of the request itself. */
const PASSING: ReadonlySet<string> = new Set([
  'exchange/deferred',
  'exchange/busy',
  'exchange/server-failed',
  'exchange/nonce-refused',
  'exchange/issuer-unknown',
]);

/** Whether copies for a document that is held are better asked for afresh: there is access to it, and nothing is lost. */
export function endsRefill(failure: string): boolean {
  return failure.startsWith('exchange/') && !PASSING.has(failure);
}

/** Whether the issuer might give it now. */
export function isWorthAsking({ id, state, failure = '' }: ExpectedDocument): boolean {
  return id !== undefined && (state === 'waiting' || (state === 'failed' && !isFinal(failure)));
}
