/** A signed request (OpenID4VP 1.0, section 5; RFC 9101) of a relying party that the registry lists. */
import {
  CredentialError,
  parseJwt,
  signJwt,
  verifyJwt,
  type JsonObject,
  type Jwt,
  type Sign,
  type VerificationKey,
} from '../../credential/index.ts';
import type { SendRequest } from '../http.ts';
import {
  isRegisteredForm,
  MAX_REQUEST,
  readRequest,
  type AuthorizationRequest,
} from './authorization-request.ts';
import { PresentationError } from './presentation-error.ts';

/** The key that the registry lists for an id. */
export type VerifierKeyOf = (id: string) => VerificationKey | undefined;

export const REQUEST_TYP = 'oauth-authz-req+jwt';
/** Whom a request is for that was made for no wallet in particular (section 5.8). */
const ANY_WALLET = 'https://self-issued.me/v2';
/** Clocks that are this far apart still agree. */
const TOLERANCE_MS = 120_000;

/**
 * Fetches a signed request. Nothing about the person is sent.
 *
 * @throws {@link PresentationError} `vp/server-failed`.
 */
export async function fetchRequestObject(send: SendRequest, uri: string): Promise<string> {
  const headers = { accept: `application/${REQUEST_TYP}` };
  const { status, body } = await send({ method: 'GET', url: uri, headers });
  if (status !== 200) throw new PresentationError('vp/server-failed', `status ${status}`);
  return body.trim();
}

/**
 * Opens a signed request under the key that the registry lists, and never under one that it brings along.
 *
 * @param clientId - As the link has it.
 * @throws {@link PresentationError} as `readRequest`; `vp/too-large`; `vp/unsupported-client` for a client that no
 * registry could list; `vp/unregistered` for one that this one does not: whoever uses its name could pass the
 * answer on; `vp/malformed` for another kind of token or audience; `vp/forged`; `vp/client-mismatch`; `vp/expired`.
 */
export function openRequestObject(
  untrusted: string,
  clientId: string,
  keyOf: VerifierKeyOf,
  now: Date,
): AuthorizationRequest {
  if (untrusted.length > MAX_REQUEST) throw new PresentationError('vp/too-large', 'object');
  if (!isRegisteredForm(clientId)) throw new PresentationError('vp/unsupported-client', 'prefix');
  const key = keyOf(clientId);
  if (key === undefined) throw new PresentationError('vp/unregistered', 'not listed');
  const jwt = parse(untrusted);
  requireSignature(jwt, key);
  const { aud, exp, iss } = jwt.payload;
  if (aud !== ANY_WALLET || (iss !== undefined && iss !== clientId)) throw malformed('aud, iss');
  if (exp !== undefined && typeof exp !== 'number') throw malformed('exp');
  if (exp !== undefined && exp * 1000 + TOLERANCE_MS < now.getTime())
    throw new PresentationError('vp/expired', 'exp');
  return readRequest(jwt.payload, clientId);
}

/** Signs a request: a relying party's side. */
export async function signRequestObject(
  request: JsonObject,
  kid: string,
  sign: Sign,
): Promise<string> {
  const header = { alg: 'ES256', typ: REQUEST_TYP, kid };
  return await signJwt(header, { ...request, aud: ANY_WALLET }, sign);
}

function parse(untrusted: string): Jwt {
  try {
    const jwt = parseJwt(untrusted);
    if (jwt.header['typ'] !== REQUEST_TYP) throw malformed('typ');
    return jwt;
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new PresentationError('vp/malformed', 'not a JWT', { cause });
  }
}

function requireSignature(jwt: Jwt, key: VerificationKey): void {
  try {
    verifyJwt(jwt, key);
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new PresentationError('vp/forged', 'signature', { cause });
  }
}

function malformed(what: string): PresentationError {
  return new PresentationError('vp/malformed', what);
}
