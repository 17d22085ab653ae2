/** Knowing an offer again, by what it says or by where it lies. */
import { encodeUtf8, formatBase64Url } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import type { CredentialOffer, OfferInput } from './offer.ts';

/** Digests that no other offer has; nothing can be collected with them. */
export function offerMarks(offer: CredentialOffer): readonly [string, ...string[]] {
  const { credentialIssuer, preAuthorizedCode, address } = offer;
  const whole = digestOf([credentialIssuer, preAuthorizedCode]);
  return address === undefined ? [whole] : [whole, digestOf([address])];
}

/** The same of an offer that has not been looked at: its issuer need not be asked. */
export function inputMarks(input: OfferInput): readonly string[] {
  return input.kind === 'offer' ? offerMarks(input.offer) : [digestOf([input.uri])];
}

function digestOf(parts: readonly string[]): string {
  return formatBase64Url(sha256(encodeUtf8(JSON.stringify(parts))));
}
