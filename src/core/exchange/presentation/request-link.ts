/** The link or code with which somebody asks online. */
import { CredentialError, parseJson, type Json, type JsonObject } from '../../credential/index.ts';
import { isWebUrl, parsePlainUrl } from '../http.ts';
import { MAX_REQUEST, readRequest, type AuthorizationRequest } from './authorization-request.ts';
import { PresentationError } from './presentation-error.ts';

/** The request itself, or a signed one: here, or at an address. */
export type RequestInput =
  | { readonly kind: 'request'; readonly request: AuthorizationRequest }
  | { readonly kind: 'object'; readonly clientId: string; readonly jwt: string }
  | { readonly kind: 'reference'; readonly clientId: string; readonly uri: string };

const SCHEME = /^(openid4vp|haip-vp):\/{0,2}$/i;
/** Parameters that are JSON in a link, and JSON values in a signed request. */
const JSON_VALUES = new Set(['dcql_query', 'client_metadata', 'transaction_data']);

/** Whether a text is an online request, by its first characters. */
export function looksLikeOnlineRequest(untrusted: string): boolean {
  return /^\s*((openid4vp|haip-vp):|https?:\/\/[^?#\s]+\/answer[?#])/i.test(untrusted);
}

/**
 * Reads `openid4vp://?…`, or a link of the app (`…/answer#…`, `…/answer?…`).
 *
 * @throws {@link PresentationError} as `readRequest`; `vp/too-large` over 32 KiB; `vp/malformed` for a
 * parameter that is there twice, for two forms at once, or for what is no link; `vp/bad-destination`
 * for a request that is not fetched by https.
 */
export function parseRequestLink(untrusted: string): RequestInput {
  if (untrusted.length > MAX_REQUEST) throw new PresentationError('vp/too-large', 'link');
  const text = untrusted.trim();
  const [base = ''] = text.split(/[?#]/, 1);
  if (!SCHEME.test(base) && parsePlainUrl(base) === undefined) throw malformed('no link');
  const parameters = readParameters(text.slice(base.length + 1));
  const { client_id: clientId, request: jwt, request_uri: uri } = parameters;
  if (jwt === undefined && uri === undefined)
    return { kind: 'request', request: readRequest(parameters, undefined) };
  if (typeof clientId !== 'string' || (jwt !== undefined && uri !== undefined))
    throw malformed('two requests, or whose');
  if (typeof jwt === 'string') return { kind: 'object', clientId, jwt };
  if (typeof uri !== 'string' || !isWebUrl(uri))
    throw new PresentationError('vp/bad-destination', 'request_uri');
  return { kind: 'reference', clientId, uri };
}

function readParameters(untrusted: string): JsonObject {
  const found = new Map<string, Json>();
  for (const part of untrusted.split('&')) {
    const at = part.indexOf('=');
    if (at < 1) throw malformed('parameter');
    const name = part.slice(0, at);
    if (found.has(name)) throw malformed('twice');
    found.set(name, readValue(name, part.slice(at + 1)));
  }
  return Object.fromEntries(found);
}

function readValue(name: string, untrusted: string): Json {
  try {
    const text = decodeURIComponent(untrusted.replaceAll('+', ' '));
    return JSON_VALUES.has(name) ? parseJson(text, 16) : text;
  } catch (cause) {
    if (!(cause instanceof URIError) && !(cause instanceof CredentialError)) throw cause;
    throw new PresentationError('vp/malformed', 'value', { cause });
  }
}

function malformed(what: string): PresentationError {
  return new PresentationError('vp/malformed', what);
}
