/** Coming back for further copies of a document, so that each show keeps one of its own. */
import type { ProvableKey } from './collect-copies.ts';
import { fetchIssuerMetadata } from './issuer-metadata.ts';
import type { RedeemedDocument, RedeemPorts } from './receive-credential.ts';
import { renewAccess, type DocumentAccess } from './renew-access.ts';

/**
 * Exchanges the access to a document for what fetches up to `count` further copies of it, under fresh keys.
 *
 * @returns To be kept before any copy is asked for; the access that counts from now on is in it.
 * @throws {@link ExchangeError} as `fetchIssuerMetadata` and `renewAccess`.
 */
export async function reopenDocument<Key extends ProvableKey>(
  access: DocumentAccess,
  count: number,
  { send, createHolderKeys }: Pick<RedeemPorts<Key>, 'send' | 'createHolderKeys'>,
): Promise<RedeemedDocument<Key>> {
  const metadata = await fetchIssuerMetadata(access.credentialIssuer, send);
  const keys = await createHolderKeys(Math.min(count, metadata.batchSize));
  return { redemption: await renewAccess(access, metadata, send), keys };
}
