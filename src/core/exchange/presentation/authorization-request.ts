/** The parameters of an authorization request (OpenID4VP 1.0, section 5), read strictly. */
import {
  DcqlError,
  isJsonObject,
  readDcql,
  type DcqlQuery,
  type Json,
  type JsonObject,
} from '../../credential/index.ts';
import { isWebUrl } from '../http.ts';
import { PresentationError, type PresentationCode } from './presentation-error.ts';

/** What somebody asks for online, and where the answer is to go. */
export interface AuthorizationRequest {
  /** With its prefix: the audience of the answer. */
  readonly clientId: string;
  /** Id in the registry of whose key has signed it; `undefined` where nobody has. */
  readonly signedBy: string | undefined;
  readonly responseUri: string;
  readonly nonce: string;
  readonly state: string | undefined;
  readonly query: DcqlQuery;
  /** Id of a registered purpose: our own parameter, which other wallets ignore. */
  readonly purpose: string | undefined;
}

/** Characters of the whole request, in whatever form. */
export const MAX_REQUEST = 32 * 1024;
/** The audience is where the answer goes, so nobody else can use it (section 5.9.3). */
export const UNSIGNED_PREFIX = 'redirect_uri:';
/** Without a prefix: a client that the wallet knows beforehand (section 5.9.2), as the registry does. */
const REGISTERED = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const NONCE = /^[\w.~-]{8,256}$/;
const STATE = /^[\x20-\x7e]{1,512}$/;
/** What changes the meaning of a request must not be overlooked. */
const UNSUPPORTED = ['transaction_data', 'scope'] as const;

/** Whether the registry has to say who this is; the id has the form of one there. */
export function isRegisteredForm(clientId: string): boolean {
  return REGISTERED.test(clientId);
}

/**
 * Reads parameters. Those that the standard does not name are ignored.
 *
 * @param signedBy - Whose registered key has signed them.
 * @throws {@link PresentationError} `vp/malformed`; `vp/unsupported-mode` for any way of answering but
 * `vp_token` by `direct_post`; `vp/unsupported-client` for a prefix other than `redirect_uri:`; `vp/client-mismatch`
 * if that prefix names another place than `response_uri`, or the signer another client; `vp/bad-destination`
 * for an answer that is not to go by https; `vp/bad-query` without a query that can be read; `vp/unsupported`
 * for what would change the meaning of the answer.
 */
export function readRequest(
  untrusted: JsonObject,
  signedBy: string | undefined,
): AuthorizationRequest {
  const clientId = readText(untrusted['client_id'], /^[\x21-\x7e]{1,2048}$/);
  const isPrefixed = clientId.startsWith(UNSIGNED_PREFIX);
  if (!isPrefixed && !isRegisteredForm(clientId)) return refuse('vp/unsupported-client');
  requireMode(untrusted);
  if (UNSUPPORTED.some((name) => untrusted[name] !== undefined)) return refuse('vp/unsupported');
  const responseUri = readDestination(untrusted);
  const expected = signedBy ?? `${UNSIGNED_PREFIX}${responseUri}`;
  if (clientId !== expected) return refuse('vp/client-mismatch');
  const { state, lightseal_purpose: purpose } = untrusted;
  return {
    clientId,
    signedBy,
    responseUri,
    nonce: readText(untrusted['nonce'], NONCE),
    state: state === undefined ? undefined : readText(state, STATE),
    query: readQuery(untrusted['dcql_query']),
    purpose: purpose === undefined ? undefined : readText(purpose, REGISTERED),
  };
}

function requireMode({ response_type: type, response_mode: mode }: JsonObject): void {
  if (typeof type !== 'string' || (mode !== undefined && typeof mode !== 'string'))
    refuse('vp/malformed');
  if (type !== 'vp_token' || mode !== 'direct_post') refuse('vp/unsupported-mode');
}

/** `redirect_uri` must not accompany `response_uri` (section 8.2). */
function readDestination({ response_uri: uri, redirect_uri: other }: JsonObject): string {
  if (typeof uri !== 'string' || other !== undefined) return refuse('vp/malformed');
  return isWebUrl(uri) ? uri : refuse('vp/bad-destination');
}

function readQuery(untrusted: Json | undefined): DcqlQuery {
  if (!isJsonObject(untrusted)) return refuse('vp/bad-query');
  try {
    return readDcql(untrusted);
  } catch (cause) {
    if (!(cause instanceof DcqlError)) throw cause;
    throw new PresentationError('vp/bad-query', 'dcql_query', { cause });
  }
}

function readText(untrusted: Json | undefined, pattern: RegExp): string {
  return typeof untrusted === 'string' && pattern.test(untrusted)
    ? untrusted
    : refuse('vp/malformed');
}

function refuse(code: PresentationCode): never {
  throw new PresentationError(code, 'authorization request');
}
