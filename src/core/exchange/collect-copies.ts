/** From an access token to verified copies (OpenID4VCI 1.0, sections 7 and 8). */
import { equalBytes } from '../bytes/index.ts';
import {
  parseHolderJwk,
  readHolderKey,
  type HolderJwk,
  type JsonObject,
} from '../credential/index.ts';
import { copiesRequest, parseCredentialResponse } from './credential-request.ts';
import { deferredRequest, parsePromise } from './deferral.ts';
import { ExchangeError, LaterError } from './exchange-error.ts';
import { signHolderProof } from './holder-proof.ts';
import {
  parseBody,
  type ExchangeRequest,
  type ExchangeResponse,
  type SendRequest,
} from './http.ts';
import { readNotice, type DeliveryNotice } from './notification.ts';
import type { Redemption } from './redeem-offer.ts';
import { verifyCopy, type VerifyPorts } from './verify-copy.ts';

/** A holder key as far as the exchange needs to know it. */
export interface ProvableKey {
  readonly publicJwk: HolderJwk;
}

/** What collecting needs from outside. */
export interface CollectPorts<Key extends ProvableKey> extends VerifyPorts {
  readonly send: SendRequest;
  /** ES256 with the private half of `key`. */
  readonly sign: (key: Key, message: Uint8Array) => Promise<Uint8Array>;
  /** Told with what the issuer is notified, before the copies are looked at. */
  readonly onNotice?: (notice: DeliveryNotice) => void;
  /** Told when the issuer promises the document for later: from then on `collectCopies` asks for that. Awaited. */
  readonly onDeferred?: (promised: Redemption) => Promise<void>;
}

/** One copy, verified: signed by the registered issuer, of the offered type, bound to `key`. */
export interface ReceivedCopy<Key extends ProvableKey> {
  readonly sdJwt: string;
  readonly key: Key;
}

/**
 * Asks for one copy per key and verifies each. It may be repeated with the same redemption and the
 * same keys until it succeeds: the issuer answers the same keys with the same copies.
 *
 * @throws {@link ExchangeError} `exchange/token-refused`, `exchange/nonce-refused`,
 * `exchange/proof-refused`, `exchange/request-refused`, `exchange/denied`, `exchange/transaction-unknown`,
 * `exchange/deferred`, `exchange/server-failed`, `exchange/malformed`,
 * `exchange/wrong-count`, `exchange/other-type`, `exchange/other-key`, `exchange/issuer-unknown` or
 * `exchange/not-verified`. Either all copies are good or none is returned.
 */
export async function collectCopies<Key extends ProvableKey>(
  redemption: Redemption,
  keys: readonly Key[],
  ports: CollectPorts<Key>,
): Promise<readonly ReceivedCopy<Key>[]> {
  const response = await ports.send(await nextRequest(redemption, keys, ports));
  if (response.status === 202) throw await deferred(redemption, response, ports);
  const untrustedCopies = parseCredentialResponse(response);
  const notice = readNotice(redemption, response);
  if (notice !== undefined) ports.onNotice?.(notice);
  if (untrustedCopies.length !== keys.length)
    throw new ExchangeError('exchange/wrong-count', 'not one copy per key');
  const free = new Set(keys);
  return await Promise.all(
    untrustedCopies.map((untrusted) => keyedCopy(untrusted, redemption, free, ports)),
  );
}

/** What was promised is asked for when it is due; anything else with fresh proofs. */
async function nextRequest<Key extends ProvableKey>(
  redemption: Redemption,
  keys: readonly Key[],
  ports: CollectPorts<Key>,
): Promise<ExchangeRequest> {
  const { transaction, deferredEndpoint } = redemption;
  const nowMs = ports.now().getTime();
  if (transaction !== undefined && deferredEndpoint !== undefined) {
    if (nowMs < transaction.askAtMs)
      throw new LaterError('exchange/deferred', transaction.askAtMs - nowMs);
    return deferredRequest({ ...redemption, deferredEndpoint }, transaction);
  }
  const nonce = await fetchNonce(redemption, ports.send);
  const context = { audience: redemption.credentialIssuer, nonce, iat: Math.floor(nowMs / 1000) };
  const proofs = keys.map((key) =>
    signHolderProof(key.publicJwk, context, (message) => ports.sign(key, message)),
  );
  return copiesRequest(redemption, await Promise.all(proofs));
}

/** An issuer that cannot be asked again for what it promises has not kept to the standard. */
async function deferred<Key extends ProvableKey>(
  redemption: Redemption,
  response: ExchangeResponse,
  { now, onDeferred }: CollectPorts<Key>,
): Promise<ExchangeError> {
  if (redemption.deferredEndpoint === undefined) return malformed('no deferred endpoint');
  const saidAt = now();
  const transaction = parsePromise(response, saidAt);
  await onDeferred?.({ ...redemption, transaction });
  return new LaterError('exchange/deferred', transaction.askAtMs - saidAt.getTime());
}

async function fetchNonce({ nonceEndpoint: url }: Redemption, send: SendRequest): Promise<string> {
  const headers = { accept: 'application/json' };
  const { status, body } = await send({ method: 'POST', url, headers });
  if (status !== 200) throw new ExchangeError('exchange/server-failed', `status ${status}`);
  const nonce = parseBody(body)['c_nonce'];
  if (typeof nonce !== 'string' || nonce === '') throw malformed('c_nonce');
  return nonce;
}

async function keyedCopy<Key extends ProvableKey>(
  untrusted: string,
  redemption: Redemption,
  free: Set<Key>,
  ports: CollectPorts<Key>,
): Promise<ReceivedCopy<Key>> {
  const take = (payload: JsonObject): Key => takeKey(free, readHolderKey(payload));
  return { sdJwt: untrusted, key: await verifyCopy(untrusted, redemption, take, ports) };
}

/** No key is taken twice. */
function takeKey<Key extends ProvableKey>(free: Set<Key>, publicKey: Uint8Array): Key {
  const key = [...free].find((one) => equalBytes(publicKey, parseHolderJwk({ ...one.publicJwk })));
  if (key === undefined || !free.delete(key)) throw new ExchangeError('exchange/other-key', 'cnf');
  return key;
}

function malformed(what: string): ExchangeError {
  return new ExchangeError('exchange/malformed', what);
}
