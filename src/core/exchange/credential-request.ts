/** The credential request and its answer (OpenID4VCI 1.0, section 8). */
import { isJsonArray, isJsonObject, type JsonObject } from '../credential/index.ts';
import { ExchangeError, type ExchangeCode } from './exchange-error.ts';
import { parseBody, type ExchangeRequest, type ExchangeResponse } from './http.ts';
import type { Redemption } from './redeem-offer.ts';

const MAX_COPIES = 64;

const ERRORS: Readonly<Record<string, ExchangeCode>> = {
  invalid_nonce: 'exchange/nonce-refused',
  invalid_proof: 'exchange/proof-refused',
  invalid_token: 'exchange/token-refused',
  insufficient_scope: 'exchange/token-refused',
  invalid_encryption_parameters: 'exchange/unsupported-issuer',
  invalid_request: 'exchange/request-refused',
  unknown_credential_configuration: 'exchange/unknown-configuration',
  unknown_credential_identifier: 'exchange/unknown-configuration',
  credential_request_denied: 'exchange/denied',
  invalid_credential_request: 'exchange/request-refused',
  invalid_transaction_id: 'exchange/transaction-unknown',
};

/** A POST with the access token. */
export function authorisedRequest(
  url: string,
  accessToken: string,
  body: JsonObject,
): ExchangeRequest {
  return {
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify(body),
  };
}

/** Asks for one copy for each proof. */
export function copiesRequest(redemption: Redemption, jwt: readonly string[]): ExchangeRequest {
  const { configurationId, credentialIdentifier: identifier } = redemption;
  const wanted =
    identifier === undefined
      ? { credential_configuration_id: configurationId }
      : { credential_identifier: identifier };
  const body = { ...wanted, proofs: { jwt: [...jwt] } };
  return authorisedRequest(redemption.credentialEndpoint, redemption.accessToken, body);
}

/** Credentials of a response, as texts. @throws {@link ExchangeError} as `collectCopies`. */
export function parseCredentialResponse({ status, body }: ExchangeResponse): readonly string[] {
  if (status === 401) throw new ExchangeError('exchange/token-refused', 'status 401');
  if (status !== 200) throw refusal(status, body);
  const list = parseBody(body)['credentials'];
  if (!isJsonArray(list) || list.length > MAX_COPIES) throw malformed('credentials');
  return list.map((item) => {
    const text = isJsonObject(item) ? item['credential'] : undefined;
    if (typeof text !== 'string') throw malformed('credential');
    return text;
  });
}

function refusal(status: number, body: string): ExchangeError {
  if (status >= 500) return new ExchangeError('exchange/server-failed', `status ${status}`);
  const { error } = parseBody(body);
  const code =
    typeof error === 'string' && Object.hasOwn(ERRORS, error) ? ERRORS[error] : undefined;
  return new ExchangeError(code ?? 'exchange/server-failed', `status ${status}`);
}

function malformed(what: string): ExchangeError {
  return new ExchangeError('exchange/malformed', what);
}
