/** A refill in one go, by somebody who keeps nothing. */
import {
  accessOf,
  collectCopies,
  reopenDocument,
  type CollectPorts,
  type DocumentAccess,
  type ProvableKey,
  type ReceivedCopy,
} from '#core/exchange/index.ts';

interface RefillPorts<Key extends ProvableKey> extends CollectPorts<Key> {
  readonly createHolderKeys: (count: number) => Promise<readonly Key[]>;
  /** Told which access counts from now on. */
  readonly onRenewed: (access: DocumentAccess) => Promise<void>;
}

export async function refillCopies<Key extends ProvableKey>(
  access: DocumentAccess,
  count: number,
  ports: RefillPorts<Key>,
): Promise<readonly ReceivedCopy<Key>[]> {
  const { redemption, keys } = await reopenDocument(access, count, ports);
  await ports.onRenewed(accessOf(redemption) ?? access);
  return await collectCopies(redemption, keys, ports);
}
