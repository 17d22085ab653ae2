/** What wallets say of the copies that they were given (OpenID4VCI 1.0, section 11). */
import type { JsonObject } from '#core/credential/index.ts';
import { DELIVERY_EVENTS } from '#core/exchange/index.ts';
import type { Grant } from './grants.ts';
import { OAuthError } from './oauth-error.ts';

/**
 * Notes it on the document that it is about; saying it again changes nothing.
 *
 * @throws {@link OAuthError} `invalid_notification_request` for an event that the standard does not name,
 * `invalid_notification_id` for an id that none of these grants has given.
 */
export function noteDelivery(grants: readonly Grant[], untrusted: JsonObject, now: Date): void {
  const event = DELIVERY_EVENTS.find((one) => one === untrusted['event']);
  const id = untrusted['notification_id'];
  const document = grants.find(({ notificationId }) => notificationId === id)?.document;
  if (event === undefined || typeof id !== 'string')
    throw new OAuthError('invalid_notification_request');
  if (document === undefined) throw new OAuthError('invalid_notification_id');
  if (document.delivery?.event !== event) document.delivery = { event, atMs: now.getTime() };
}
