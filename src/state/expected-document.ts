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

/** What an offer brings, in its order; what was not redeemed is of a kind that this wallet does not know. */
export function expectedOf(
  { configurationIds }: CredentialOffer,
  kept: readonly KeptPending[],
): readonly ExpectedDocument[] {
  return configurationIds.map((configurationId) => {
    const id = kept.find(({ value }) => value.redemption.configurationId === configurationId)?.id;
    return id === undefined
      ? { configurationId, id, state: 'failed', failure: 'exchange/unknown-configuration' }
      : { configurationId, id, state: 'waiting' };
  });
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

/** Whether the issuer might give it now. */
export function isWorthAsking({ id, state, failure = '' }: ExpectedDocument): boolean {
  return id !== undefined && (state === 'waiting' || (state === 'failed' && !isFinal(failure)));
}
