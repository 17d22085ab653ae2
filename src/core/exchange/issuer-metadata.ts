/** Metadata of issuer and authorisation server (OpenID4VCI 1.0, section 12; RFC 8414). */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../credential/index.ts';
import { ExchangeError } from './exchange-error.ts';
import { getJson, parsePlainUrl, wellKnownUrl, type SendRequest } from './http.ts';

/** Where to ask for what. All addresses have the issuer's own origin. */
export interface IssuerMetadata {
  readonly credentialIssuer: string;
  readonly tokenEndpoint: string;
  readonly nonceEndpoint: string;
  readonly credentialEndpoint: string;
  /** Where a document that was not ready is asked for again. */
  readonly deferredEndpoint?: string;
  /** Where the issuer is told what became of a document. */
  readonly notificationEndpoint?: string;
  /** How many copies may be asked for at once. */
  readonly batchSize: number;
  /** Type of the credential by configuration id; only SD-JWT VC with ES256 keys that nobody attests. */
  readonly types: ReadonlyMap<string, string>;
  /** Configuration id by type, of copies that are bound to no key. */
  readonly prints: ReadonlyMap<string, string>;
}

const MAX_CONFIGURATIONS = 256;

/**
 * Fetches both documents. Every address must lie at the issuer's own origin: the allow-list knows
 * issuers, and no issuer may send the wallet elsewhere.
 *
 * @throws {@link ExchangeError} `exchange/malformed`, `exchange/server-failed`,
 * `exchange/unsupported-issuer` without a nonce endpoint or with mandatory encryption.
 */
export async function fetchIssuerMetadata(
  credentialIssuer: string,
  send: SendRequest,
): Promise<IssuerMetadata> {
  const url = parsePlainUrl(credentialIssuer);
  if (url === undefined) throw malformed('issuer');
  const issuer = await getJson(send, wellKnownUrl(url, 'openid-credential-issuer'));
  if (issuer['credential_issuer'] !== credentialIssuer) throw malformed('credential_issuer');
  requirePlainAnswers(issuer);
  const server = authorizationServer(issuer, credentialIssuer);
  const serverUrl = parsePlainUrl(server);
  if (serverUrl?.origin !== url.origin) throw malformed('authorization_servers');
  const oauth = await getJson(send, wellKnownUrl(serverUrl, 'oauth-authorization-server'));
  if (oauth['issuer'] !== server) throw malformed('issuer of the authorisation server');
  const deferred = issuer['deferred_credential_endpoint'];
  const notification = issuer['notification_endpoint'];
  return {
    credentialIssuer,
    ...(deferred === undefined ? {} : { deferredEndpoint: endpoint(deferred, url.origin) }),
    ...(notification === undefined
      ? {}
      : { notificationEndpoint: endpoint(notification, url.origin) }),
    tokenEndpoint: endpoint(oauth['token_endpoint'], url.origin),
    nonceEndpoint: endpoint(issuer['nonce_endpoint'], url.origin),
    credentialEndpoint: endpoint(issuer['credential_endpoint'], url.origin),
    batchSize: batchSize(issuer['batch_credential_issuance']),
    ...readConfigurations(issuer['credential_configurations_supported']),
  };
}

function requirePlainAnswers(issuer: JsonObject): void {
  const parts = [issuer['credential_request_encryption'], issuer['credential_response_encryption']];
  if (parts.some((part) => isJsonObject(part) && part['encryption_required'] === true))
    throw new ExchangeError('exchange/unsupported-issuer', 'encryption is required');
  if (issuer['nonce_endpoint'] === undefined)
    throw new ExchangeError('exchange/unsupported-issuer', 'no nonce endpoint');
}

function authorizationServer(issuer: JsonObject, credentialIssuer: string): string {
  const servers = issuer['authorization_servers'];
  if (servers === undefined) return credentialIssuer;
  const first = isJsonArray(servers) ? servers[0] : undefined;
  if (typeof first !== 'string') throw malformed('authorization_servers');
  return first;
}

function endpoint(untrusted: Json | undefined, origin: string): string {
  if (typeof untrusted !== 'string' || parsePlainUrl(untrusted)?.origin !== origin)
    throw malformed('endpoint');
  return untrusted;
}

function batchSize(untrusted: Json | undefined): number {
  const size = isJsonObject(untrusted) ? untrusted['batch_size'] : 1;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1) throw malformed('batch');
  return size;
}

function readConfigurations(untrusted: Json | undefined): Pick<IssuerMetadata, 'types' | 'prints'> {
  const entries = isJsonObject(untrusted) ? Object.entries(untrusted) : [];
  if (entries.length > MAX_CONFIGURATIONS) throw malformed('configurations');
  const known = entries.flatMap(([id, configuration]) => {
    if (!isJsonObject(configuration) || configuration['format'] !== 'dc+sd-jwt') return [];
    const { vct } = configuration;
    return typeof vct === 'string' ? [{ id, vct, configuration }] : [];
  });
  const bound = known.filter(({ configuration }) => takesOurProofs(configuration));
  const unbound = known.filter(({ configuration }) => !wantsProofs(configuration));
  return {
    types: new Map(bound.map(({ id, vct }) => [id, vct])),
    prints: new Map(unbound.map(({ id, vct }) => [vct, id])),
  };
}

function wantsProofs(configuration: JsonObject): boolean {
  return (
    configuration['proof_types_supported'] !== undefined ||
    configuration['cryptographic_binding_methods_supported'] !== undefined
  );
}

function takesOurProofs(configuration: JsonObject): boolean {
  const types = configuration['proof_types_supported'];
  const jwt = isJsonObject(types) ? types['jwt'] : undefined;
  // Nobody attests the keys of a wallet in a browser.
  if (!isJsonObject(jwt) || jwt['key_attestations_required'] !== undefined) return false;
  const algorithms = jwt['proof_signing_alg_values_supported'];
  return isJsonArray(algorithms) && algorithms.includes('ES256');
}

function malformed(what: string): ExchangeError {
  return new ExchangeError('exchange/malformed', what);
}
