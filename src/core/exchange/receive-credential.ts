/** The whole of collecting documents, in two steps that survive a lost connection: `spendOffer`, `collectDocument`. */
import {
  collectCopies,
  type CollectPorts,
  type ProvableKey,
  type ReceivedCopy,
} from './collect-copies.ts';
import { ExchangeError } from './exchange-error.ts';
import { parseBody, type SendRequest } from './http.ts';
import { fetchIssuerMetadata, type IssuerMetadata } from './issuer-metadata.ts';
import { parseOffer, type CredentialOffer, type OfferInput } from './offer.ts';
import { redeemOffer, type Redemption } from './redeem-offer.ts';
import { accessOf, type DocumentAccess } from './renew-access.ts';
import { withRetries } from './retries.ts';

/** What redeeming an offer needs from outside. */
export interface RedeemPorts<Key extends ProvableKey> {
  readonly send: SendRequest;
  /** Whether the profile lists this `credential_issuer`; or whether an offer's address is one of theirs. */
  readonly isAllowed: (credentialIssuerOrOfferUrl: string) => boolean;
  /** Fresh keys, one per copy. */
  readonly createHolderKeys: (count: number) => Promise<readonly Key[]>;
  readonly wait: (ms: number) => Promise<void>;
}

/** What is to be received. */
export interface ReceiveOrder {
  readonly offer: CredentialOffer;
  readonly txCode?: string;
  /** How many copies of each document are wanted; the issuer may give fewer. */
  readonly copies: number;
}

/** A document that can be fetched: all that it takes, as plain data. */
export interface RedeemedDocument<Key extends ProvableKey> {
  readonly redemption: Redemption;
  /** One for each copy. */
  readonly keys: readonly Key[];
}

/** A received document: all copies verified. */
export interface ReceivedDocument<Key extends ProvableKey> {
  readonly credentialIssuer: string;
  readonly vct: string;
  readonly copies: readonly ReceivedCopy<Key>[];
  /** With which the wallet may come back. */
  readonly access?: DocumentAccess;
}

/**
 * Looks at an offer: fetches it if only its address is known, and checks that the issuer is one of
 * the profile's.
 *
 * @throws {@link ExchangeError} `exchange/issuer-not-allowed` before anything is sent to a stranger;
 * as `parseOffer`; `exchange/offer-unknown` (404),
 * `exchange/offer-used` (410), `exchange/server-failed`.
 */
export async function resolveOffer(
  input: OfferInput,
  ports: Pick<RedeemPorts<ProvableKey>, 'send' | 'isAllowed'>,
): Promise<CredentialOffer> {
  const offer = input.kind === 'offer' ? input.offer : await fetchOffer(input.uri, ports);
  requireAllowed(offer.credentialIssuer, ports.isAllowed);
  return offer;
}

/**
 * Spends an offer. A wrong transaction code can be corrected by calling again. Transport failures are retried: the
 * issuer may repeat a token's answer that was lost. Keys are made first, so that nothing but a crash can come
 * between the answer and whoever keeps it.
 *
 * @returns What can be fetched from now on, each apart from the others: to be kept before any is asked for.
 * @throws {@link ExchangeError} `exchange/issuer-not-allowed`; as `fetchIssuerMetadata` and `redeemOffer`;
 * codes of the ports pass through.
 */
export async function spendOffer<Key extends ProvableKey>(
  order: ReceiveOrder,
  ports: RedeemPorts<Key>,
): Promise<readonly RedeemedDocument<Key>[]> {
  const { credentialIssuer, configurationIds } = order.offer;
  requireAllowed(credentialIssuer, ports.isAllowed);
  const metadata = await fetchIssuerMetadata(credentialIssuer, ports.send);
  const copies = copiesOf(order, metadata);
  const keys = await ports.createHolderKeys(copies * configurationIds.length);
  const redemptions = await withRetries(ports.wait, () =>
    redeemOffer(order.offer, metadata, order.txCode, ports.send),
  );
  return redemptions.map((redemption, place) => ({
    redemption,
    keys: keys.slice(place * copies, (place + 1) * copies),
  }));
}

/**
 * Fetches one document and verifies its copies. Transport failures are retried where somebody can wait: the issuer
 * gives the same keys the same copies, so that none is lost.
 *
 * @param ports - Without `wait`, the issuer is asked once.
 * @throws {@link ExchangeError} as `collectCopies`; codes of the ports pass through.
 */
export async function collectDocument<Key extends ProvableKey>(
  { redemption, keys }: RedeemedDocument<Key>,
  ports: CollectPorts<Key> & Partial<Pick<RedeemPorts<Key>, 'wait'>>,
): Promise<ReceivedDocument<Key>> {
  const ask = () => collectCopies(redemption, keys, ports);
  const copies = await (ports.wait === undefined ? ask() : withRetries(ports.wait, ask));
  return receivedFor(redemption, copies);
}

function receivedFor<Key extends ProvableKey>(
  redemption: Redemption,
  copies: readonly ReceivedCopy<Key>[],
): ReceivedDocument<Key> {
  const { credentialIssuer, vct } = redemption;
  const access = accessOf(redemption);
  return { credentialIssuer, vct, copies, ...(access === undefined ? {} : { access }) };
}

function copiesOf({ copies }: ReceiveOrder, { batchSize }: IssuerMetadata): number {
  return Math.max(1, Math.min(copies, batchSize));
}

async function fetchOffer(
  uri: string,
  ports: Pick<RedeemPorts<ProvableKey>, 'send' | 'isAllowed'>,
): Promise<CredentialOffer> {
  requireAllowed(uri, ports.isAllowed);
  const headers = { accept: 'application/json' };
  const { status, body } = await ports.send({ method: 'GET', url: uri, headers });
  if (status === 404) throw new ExchangeError('exchange/offer-unknown', 'status 404');
  if (status === 410) throw goneOffer(body);
  if (status !== 200) throw new ExchangeError('exchange/server-failed', `status ${status}`);
  return { ...parseOffer(body), address: uri };
}

function goneOffer(body: string): ExchangeError {
  const isExpired = parseBody(body)['error_reason'] === 'offer-expired';
  return new ExchangeError(isExpired ? 'exchange/offer-expired' : 'exchange/offer-used', '410');
}

function requireAllowed(url: string, isAllowed: (url: string) => boolean): void {
  if (!isAllowed(url)) throw new ExchangeError('exchange/issuer-not-allowed', 'not in the profile');
}
