/** Both steps of receiving, for an offer of one document. */
import {
  collectDocument,
  spendOffer,
  type CollectPorts,
  type ProvableKey,
  type ReceivedDocument,
  type ReceiveOrder,
  type RedeemPorts,
} from '#core/exchange/index.ts';

export type ReceivePorts<Key extends ProvableKey> = RedeemPorts<Key> & CollectPorts<Key>;

export async function receiveOne<Key extends ProvableKey>(
  order: ReceiveOrder,
  ports: ReceivePorts<Key>,
): Promise<ReceivedDocument<Key>> {
  const [only, ...others] = await spendOffer(order, ports);
  if (only === undefined || others.length > 0) throw new Error('not one document');
  return await collectDocument(only, ports);
}
