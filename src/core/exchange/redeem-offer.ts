/** From an offer to an access token (OpenID4VCI 1.0, section 6). */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../credential/index.ts';
import { ExchangeError, type ExchangeCode } from './exchange-error.ts';
import { parseBody, type ExchangeRequest, type SendRequest } from './http.ts';
import type { IssuerMetadata } from './issuer-metadata.ts';
import type { CredentialOffer } from './offer.ts';

const MAX_TOKEN = 16_384;
const TOKEN = /^[\w.~+/=-]+$/;

/**
 * One document of a redeemed offer, as plain data. The offer is spent from now on, and this is all that can
 * still fetch the document: whoever gets it keeps it until the copies are stored.
 */
export interface Redemption {
  readonly credentialIssuer: string;
  readonly nonceEndpoint: string;
  readonly credentialEndpoint: string;
  readonly configurationId: string;
  readonly vct: string;
  readonly accessToken: string;
  /** With it the wallet may come back, if the issuer gave one. */
  readonly refreshToken?: string;
  /** What to ask for, if the issuer named it. */
  readonly credentialIdentifier?: string;
  readonly deferredEndpoint?: string;
  readonly notificationEndpoint?: string;
  /** Set once the issuer has promised the document for later. */
  readonly transaction?: Transaction;
}

/** A promise of the issuer (OpenID4VCI 1.0, section 9). */
export interface Transaction {
  readonly id: string;
  /** Not before this time is it asked for. */
  readonly askAtMs: number;
}

/**
 * Exchanges the pre-authorised code.
 *
 * @returns One for each offered document, in the offer's order, but for those of which this wallet does not
 * understand how they are made.
 * @throws {@link ExchangeError} `exchange/unknown-configuration` if it understands none of them,
 * `exchange/tx-code-needed`,
 * `exchange/wrong-tx-code`, `exchange/too-many-tries`, `exchange/offer-used`,
 * `exchange/offer-expired`, `exchange/offer-unknown`, `exchange/unsupported-issuer` for one that wants other clients or grants,
 * `exchange/server-failed`, `exchange/malformed`.
 */
export async function redeemOffer(
  offer: CredentialOffer,
  metadata: IssuerMetadata,
  txCode: string | undefined,
  send: SendRequest,
): Promise<readonly Redemption[]> {
  const known = offer.configurationIds.filter((id) => metadata.types.has(id));
  if (known.length === 0)
    throw new ExchangeError('exchange/unknown-configuration', 'configurations');
  if (offer.txCode !== undefined && (txCode ?? '') === '')
    throw new ExchangeError('exchange/tx-code-needed', 'no transaction code');
  const { status, body } = await send(
    tokenRequest(metadata.tokenEndpoint, {
      grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
      'pre-authorized_code': offer.preAuthorizedCode,
      ...(txCode === undefined ? {} : { tx_code: txCode }),
    }),
  );
  if (status !== 200) throw tokenRefusal(status, body);
  const answer = parseBody(body);
  return known.map((id) =>
    redemptionOf(metadata, metadata.types.get(id) ?? '', readToken(answer, id)),
  );
}

/** Form-encoded. */
export function tokenRequest(
  url: string,
  fields: Readonly<Record<string, string>>,
): ExchangeRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: Object.entries(fields)
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&'),
  };
}

/** What a token answer gives. */
export type Token = Pick<
  Redemption,
  'accessToken' | 'configurationId' | 'credentialIdentifier' | 'refreshToken'
>;

export function redemptionOf<T extends Token>(
  metadata: IssuerMetadata,
  vct: string,
  token: T,
): Redemption & T {
  const { credentialIssuer, nonceEndpoint, credentialEndpoint } = metadata;
  const { deferredEndpoint, notificationEndpoint } = metadata;
  return {
    credentialIssuer,
    nonceEndpoint,
    credentialEndpoint,
    ...(deferredEndpoint === undefined ? {} : { deferredEndpoint }),
    ...(notificationEndpoint === undefined ? {} : { notificationEndpoint }),
    vct,
    ...token,
  };
}

/** @throws {@link ExchangeError} `exchange/malformed`. */
export function readToken(answer: JsonObject, configurationId: string): Token {
  const { token_type: type, refresh_token: refreshToken, authorization_details: details } = answer;
  const accessToken = answer['access_token'];
  const isBearer = typeof type === 'string' && type.toLowerCase() === 'bearer';
  if (!isToken(accessToken) || !isBearer) throw new ExchangeError('exchange/malformed', 'token');
  const identifier = namedCredential(details, configurationId);
  return {
    accessToken,
    configurationId,
    ...(isToken(refreshToken) ? { refreshToken } : {}),
    ...(identifier === undefined ? {} : { credentialIdentifier: identifier }),
  };
}

function isToken(untrusted: Json | undefined): untrusted is string {
  return typeof untrusted === 'string' && untrusted.length <= MAX_TOKEN && TOKEN.test(untrusted);
}

function namedCredential(details: Json | undefined, configurationId: string): string | undefined {
  if (!isJsonArray(details)) return undefined;
  const ours = details.find(
    (one) => isJsonObject(one) && one['credential_configuration_id'] === configurationId,
  );
  const identifiers = isJsonObject(ours) ? ours['credential_identifiers'] : undefined;
  const [first] = isJsonArray(identifiers) ? identifiers : [];
  return typeof first === 'string' ? first : undefined;
}

/**
 * OAuth calls a wrong code and a spent offer alike `invalid_grant`. Our desks say which it was in
 * `error_reason`; of others one learns that the offer was not accepted.
 */
const REASONS: Readonly<Record<string, ExchangeCode>> = {
  invalid_tx_code: 'exchange/wrong-tx-code',
  'wrong-tx-code': 'exchange/wrong-tx-code',
  'too-many-tries': 'exchange/too-many-tries',
  'offer-used': 'exchange/offer-used',
  'offer-expired': 'exchange/offer-expired',
  invalid_grant: 'exchange/offer-unknown',
  invalid_request: 'exchange/tx-code-needed',
  invalid_client: 'exchange/unsupported-issuer',
  unauthorized_client: 'exchange/unsupported-issuer',
  unsupported_grant_type: 'exchange/unsupported-issuer',
  invalid_scope: 'exchange/unsupported-issuer',
};

function tokenRefusal(status: number, body: string): ExchangeError {
  if (status >= 500) return new ExchangeError('exchange/server-failed', `status ${status}`);
  const { error, error_reason: reason } = parseBody(body);
  const key = typeof reason === 'string' && Object.hasOwn(REASONS, reason) ? reason : error;
  const known = typeof key === 'string' && Object.hasOwn(REASONS, key) ? REASONS[key] : undefined;
  return new ExchangeError(known ?? 'exchange/server-failed', `status ${status}`);
}
