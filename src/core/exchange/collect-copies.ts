/** From an access token to verified copies (OpenID4VCI 1.0, sections 7 and 8). */
import { equalBytes } from '../bytes/index.ts';
import {
  CredentialError,
  isJsonArray,
  isJsonObject,
  parseHolderJwk,
  parseSdJwt,
  readCredentialHead,
  readHolderKey,
  verifySdJwt,
  type CredentialHead,
  type HolderJwk,
  type JsonObject,
  type VerificationKey,
} from '../credential/index.ts';
import type { CredentialCrypto } from '../crypto/index.ts';
import { ExchangeError, type ExchangeCode } from './exchange-error.ts';
import { signHolderProof } from './holder-proof.ts';
import { deferredRequest, parsePromise } from './deferral.ts';
import {
  parseBody,
  type ExchangeRequest,
  type ExchangeResponse,
  type SendRequest,
} from './http.ts';
import type { Redemption } from './redeem-offer.ts';

/** A holder key as far as the exchange needs to know it. */
export interface ProvableKey {
  readonly publicJwk: HolderJwk;
}

/** What collecting needs from outside. */
export interface CollectPorts<Key extends ProvableKey> {
  readonly send: SendRequest;
  /** ES256 with the private half of `key`. */
  readonly sign: (key: Key, message: Uint8Array) => Promise<Uint8Array>;
  /**
   * The key that the verified registry lists for this issuer, key id and type, if this is the
   * issuer behind `credentialIssuer`.
   */
  readonly issuerKey: (
    head: CredentialHead,
    credentialIssuer: string,
  ) => VerificationKey | undefined;
  /** Verifies the copies: a phone receives many at once. */
  readonly crypto: CredentialCrypto;
  readonly now: () => Date;
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
  if (untrustedCopies.length !== keys.length)
    throw new ExchangeError('exchange/wrong-count', 'not one copy per key');
  const free = new Set(keys);
  return await Promise.all(
    untrustedCopies.map((untrusted) => verifyCopy(untrusted, redemption, free, ports)),
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
    if (nowMs < transaction.askAtMs) throw new ExchangeError('exchange/deferred', 'not due yet');
    return deferredRequest({ ...redemption, deferredEndpoint }, transaction);
  }
  const nonce = await fetchNonce(redemption, ports.send);
  const context = { audience: redemption.credentialIssuer, nonce, iat: Math.floor(nowMs / 1000) };
  const proofs = keys.map((key) =>
    signHolderProof(key.publicJwk, context, (message) => ports.sign(key, message)),
  );
  return credentialRequest(redemption, await Promise.all(proofs));
}

/** An issuer that cannot be asked again for what it promises has not kept to the standard. */
async function deferred<Key extends ProvableKey>(
  redemption: Redemption,
  response: ExchangeResponse,
  { now, onDeferred }: CollectPorts<Key>,
): Promise<ExchangeError> {
  if (redemption.deferredEndpoint === undefined) return malformed('no deferred endpoint');
  await onDeferred?.({ ...redemption, transaction: parsePromise(response, now()) });
  return new ExchangeError('exchange/deferred', 'not ready yet');
}

async function fetchNonce({ nonceEndpoint: url }: Redemption, send: SendRequest): Promise<string> {
  const headers = { accept: 'application/json' };
  const { status, body } = await send({ method: 'POST', url, headers });
  if (status !== 200) throw new ExchangeError('exchange/server-failed', `status ${status}`);
  const nonce = parseBody(body)['c_nonce'];
  if (typeof nonce !== 'string' || nonce === '') throw malformed('c_nonce');
  return nonce;
}

function credentialRequest(redemption: Redemption, jwt: readonly string[]): ExchangeRequest {
  const { configurationId, credentialIdentifier: identifier } = redemption;
  const wanted =
    identifier === undefined
      ? { credential_configuration_id: configurationId }
      : { credential_identifier: identifier };
  return {
    method: 'POST',
    url: redemption.credentialEndpoint,
    headers: {
      authorization: `Bearer ${redemption.accessToken}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify({ ...wanted, proofs: { jwt } }),
  };
}

const ERRORS: Readonly<Record<string, ExchangeCode>> = {
  invalid_nonce: 'exchange/nonce-refused',
  invalid_proof: 'exchange/proof-refused',
  invalid_token: 'exchange/token-refused',
  unknown_credential_configuration: 'exchange/unknown-configuration',
  unknown_credential_identifier: 'exchange/unknown-configuration',
  credential_request_denied: 'exchange/denied',
  invalid_credential_request: 'exchange/request-refused',
  invalid_transaction_id: 'exchange/transaction-unknown',
};

/** Credentials of a response, as texts. @throws {@link ExchangeError} as {@link collectCopies}. */
export function parseCredentialResponse({ status, body }: ExchangeResponse): readonly string[] {
  if (status === 401) throw new ExchangeError('exchange/token-refused', 'status 401');
  if (status !== 200) throw refusal(status, body);
  const list = parseBody(body)['credentials'];
  if (!isJsonArray(list) || list.length > 64) throw malformed('credentials');
  return list.map((item) => {
    const text = isJsonObject(item) ? item['credential'] : undefined;
    if (typeof text !== 'string') throw malformed('credential');
    return text;
  });
}

function refusal(status: number, body: string): ExchangeError {
  if (status >= 500) return new ExchangeError('exchange/server-failed', `status ${status}`);
  const answer: JsonObject = parseBody(body);
  const error = answer['error'];
  const code =
    typeof error === 'string' && Object.hasOwn(ERRORS, error) ? ERRORS[error] : undefined;
  return new ExchangeError(code ?? 'exchange/server-failed', `status ${status}`);
}

async function verifyCopy<Key extends ProvableKey>(
  untrusted: string,
  redemption: Redemption,
  free: Set<Key>,
  ports: CollectPorts<Key>,
): Promise<ReceivedCopy<Key>> {
  try {
    const sdJwt = parseSdJwt(untrusted);
    const head = readCredentialHead(sdJwt);
    if (head.vct !== redemption.vct) throw new ExchangeError('exchange/other-type', 'vct');
    const publicKey = readHolderKey(sdJwt.payload);
    const key = [...free].find((one) =>
      equalBytes(publicKey, parseHolderJwk({ ...one.publicJwk })),
    );
    if (key === undefined || !free.delete(key))
      throw new ExchangeError('exchange/other-key', 'cnf');
    const issuer = ports.issuerKey(head, redemption.credentialIssuer);
    if (issuer === undefined) throw new ExchangeError('exchange/issuer-unknown', 'not registered');
    const policy = { key: issuer, now: ports.now(), keyBinding: 'refused' } as const;
    await verifySdJwt(untrusted, policy, ports.crypto);
    return { sdJwt: untrusted, key };
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new ExchangeError('exchange/not-verified', cause.code, { cause });
  }
}

function malformed(what: string): ExchangeError {
  return new ExchangeError('exchange/malformed', what);
}
