import type { ConsortiumProfile } from '#core/chain/index.ts';
import type { CredentialHead, VerificationKey } from '#core/credential/index.ts';
import { isInRange } from '#core/registry/index.ts';
import { ISSUER_PREFIX, type Trust } from '#core/verify/index.ts';

/**
 * The key that the verified registry lists for the issuer of a credential, if that issuer is the one
 * behind `credentialIssuer`; `undefined` if it lists none or nothing is verified yet.
 */
export function registeredKey(
  trust: Trust | undefined,
  profile: ConsortiumProfile,
  head: CredentialHead,
  credentialIssuer: string,
): VerificationKey | undefined {
  const expected = profile.issuers.find(({ url }) => url === credentialIssuer)?.id;
  if (trust === undefined || head.iss !== `${ISSUER_PREFIX}${expected ?? ''}`) return undefined;
  const { registry, height } = trust.pack;
  const issuer = registry.issuers.get(expected ?? '');
  return issuer?.keys.find(({ kid, ...range }) => kid === head.kid && isInRange(range, height));
}
