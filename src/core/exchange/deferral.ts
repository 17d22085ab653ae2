/** Documents that are promised for later (OpenID4VCI 1.0, section 9). */
import { authorisedRequest } from './credential-request.ts';
import { ExchangeError } from './exchange-error.ts';
import { parseBody, type ExchangeRequest, type ExchangeResponse } from './http.ts';
import type { Redemption, Transaction } from './redeem-offer.ts';

const MAX_ID = 512;
const MIN_INTERVAL_S = 1;
const MAX_INTERVAL_S = 7 * 86_400;

/** Asks for what was promised, without proofs: the keys are those of the first request. */
export function deferredRequest(
  { accessToken, deferredEndpoint: url }: Redemption & { readonly deferredEndpoint: string },
  { id }: Transaction,
): ExchangeRequest {
  return authorisedRequest(url, accessToken, { transaction_id: id });
}

/**
 * Reads an answer 202. An interval of less than a second is taken as one, and one of more than a week as that.
 *
 * @throws {@link ExchangeError} `exchange/malformed`, `exchange/too-large`.
 */
export function parsePromise({ body }: ExchangeResponse, now: Date): Transaction {
  const { transaction_id: id, interval } = parseBody(body);
  const isId = typeof id === 'string' && id !== '' && id.length <= MAX_ID;
  const isInterval = typeof interval === 'number' && interval > 0;
  if (!isId || !isInterval) throw new ExchangeError('exchange/malformed', 'transaction');
  const seconds = Math.min(Math.max(interval, MIN_INTERVAL_S), MAX_INTERVAL_S);
  return { id, askAtMs: now.getTime() + seconds * 1000 };
}
