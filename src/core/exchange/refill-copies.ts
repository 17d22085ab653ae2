/** Further copies of a document, so that each show keeps one of its own. */
import {
  collectCopies,
  type CollectPorts,
  type ProvableKey,
  type ReceivedCopy,
} from './collect-copies.ts';
import { fetchIssuerMetadata } from './issuer-metadata.ts';
import { accessOf, renewAccess, type DocumentAccess } from './renew-access.ts';

/** What refilling needs from outside. */
export interface RefillPorts<Key extends ProvableKey> extends CollectPorts<Key> {
  /** Fresh keys, one per copy. */
  readonly createHolderKeys: (count: number) => Promise<readonly Key[]>;
  /** Told which access counts from now on; awaited before copies are asked for. */
  readonly onRenewed: (access: DocumentAccess) => Promise<void>;
}

/**
 * Asks for up to `count` further copies and verifies each. Nothing is lost by asking again.
 *
 * @throws {@link ExchangeError} as `fetchIssuerMetadata`, `renewAccess` and `collectCopies`.
 */
export async function refillCopies<Key extends ProvableKey>(
  access: DocumentAccess,
  count: number,
  ports: RefillPorts<Key>,
): Promise<readonly ReceivedCopy<Key>[]> {
  const metadata = await fetchIssuerMetadata(access.credentialIssuer, ports.send);
  const redemption = await renewAccess(access, metadata, ports.send);
  await ports.onRenewed(accessOf(redemption) ?? access);
  const keys = await ports.createHolderKeys(Math.min(count, metadata.batchSize));
  return await collectCopies(redemption, keys, ports);
}
