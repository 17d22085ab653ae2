/** Telling an issuer what became of a document (OpenID4VCI 1.0, section 11). */
import { isRefusal } from '../errors.ts';
import { authorisedRequest } from './credential-request.ts';
import { parseBody, type ExchangeResponse, type SendRequest } from './http.ts';
import type { Redemption } from './redeem-offer.ts';
import { withRetries } from './retries.ts';

/** With what an issuer is told, as plain data. */
export interface DeliveryNotice {
  readonly endpoint: string;
  readonly accessToken: string;
  readonly id: string;
}

/** What became of it: stored, given up by the person, or not usable. */
export const DELIVERY_EVENTS = [
  'credential_accepted',
  'credential_deleted',
  'credential_failure',
] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

const MAX_ID = 512;

/**
 * Reads what a credential response says of notifications. One without an id of 1 to 512 characters, or of an issuer
 * without an endpoint, asks for none: nothing depends on it.
 *
 * @throws {@link ExchangeError} `exchange/malformed`, `exchange/too-large`.
 */
export function readNotice(
  { notificationEndpoint: endpoint, accessToken }: Redemption,
  { body }: ExchangeResponse,
): DeliveryNotice | undefined {
  const id = parseBody(body)['notification_id'];
  const isId = typeof id === 'string' && id !== '' && id.length <= MAX_ID;
  return endpoint === undefined || !isId ? undefined : { endpoint, accessToken, id };
}

/** What telling an issuer needs. */
export interface NotifyPorts {
  readonly send: SendRequest;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Tells it, again if it is busy or the connection is lost. Whatever the answer, and if there is none: nothing follows
 * from it.
 */
export async function notifyIssuer(
  { endpoint, accessToken, id }: DeliveryNotice,
  event: DeliveryEvent,
  { send, wait }: NotifyPorts,
): Promise<void> {
  const request = authorisedRequest(endpoint, accessToken, { notification_id: id, event });
  try {
    await withRetries(wait, () => send(request));
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
  }
}
