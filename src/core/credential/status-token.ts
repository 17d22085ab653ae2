/** Token Status List as a JWT (draft-ietf-oauth-status-list-20, section 5.1). */
import { BytesError, formatBase64Url, inflateZlib, parseBase64Url } from '../bytes/index.ts';
import { CredentialError, type CredentialCode } from './credential-error.ts';
import { isJsonObject, type Json } from './json.ts';
import { parseJwt, signJwt, verifyJwt, type Jwt, type Sign, type VerificationKey } from './jwt.ts';
import { StatusError, type StatusCode } from './status-error.ts';
import { isStatusBits, type StatusList } from './status-list.ts';

/** Decoded; its signature is not verified. Times in milliseconds since 1970. */
export interface StatusToken {
  readonly jwt: Jwt;
  /** `sub`: the URI under which credentials refer to the list. */
  readonly uri: string;
  readonly issuedMs: number;
  readonly expiresMs?: number;
  /** How long it may be kept before asking for a newer one. */
  readonly ttlMs?: number;
  readonly list: StatusList;
}

const TYP = 'statuslist+jwt';
const MAX_TOKEN = 256 * 1024;
const MAX_LIST = 1024 * 1024;

/**
 * Takes a status list token apart and inflates its list.
 *
 * @throws {@link StatusError} `status/too-large` over 256 KiB or a list of over 1 MiB,
 * `status/wrong-typ`, `status/malformed`.
 */
export function parseStatusToken(untrusted: string): StatusToken {
  if (untrusted.length > MAX_TOKEN) throw new StatusError('status/too-large', 'token');
  const jwt = translated(() => parseJwt(untrusted));
  if (jwt.header['typ'] !== TYP) throw new StatusError('status/wrong-typ', 'typ');
  const { sub, iat, exp, ttl, status_list: list } = jwt.payload;
  const { bits, lst } = isJsonObject(list) ? list : {};
  if (typeof sub !== 'string' || sub === '' || !isStatusBits(bits) || typeof lst !== 'string')
    throw malformed('sub, bits, lst');
  const issuedMs = milliseconds(iat);
  if (issuedMs === undefined) throw malformed('iat');
  const [expiresMs, ttlMs] = [milliseconds(exp), milliseconds(ttl)];
  return {
    jwt,
    uri: sub,
    issuedMs,
    ...(expiresMs === undefined ? {} : { expiresMs }),
    ...(ttlMs === undefined ? {} : { ttlMs }),
    list: { bits, bytes: inflateList(lst) },
  };
}

/**
 * Verifies the token under the issuer's key, for the list that a credential refers to. Whether it
 * has expired by now is a question of its own: {@link isStatusTokenExpired}.
 *
 * @throws {@link StatusError} `status/other-list` if it is the list of another URI,
 * `status/unsupported-algorithm`, `status/bad-signature`.
 */
export function verifyStatusToken(untrusted: StatusToken, key: VerificationKey, uri: string): void {
  if (untrusted.uri !== uri) throw new StatusError('status/other-list', 'sub is another list');
  translated(() => {
    verifyJwt(untrusted.jwt, key);
  });
}

/** Whether the token's own `exp` has passed; its `ttl` only says when to look for a newer one. */
export function isStatusTokenExpired({ expiresMs }: StatusToken, now: Date): boolean {
  return expiresMs !== undefined && now.getTime() >= expiresMs;
}

/** A list to be signed. Times in seconds. */
export interface StatusTokenOrder {
  readonly uri: string;
  readonly kid: string;
  readonly iat: number;
  readonly exp: number;
  readonly ttl: number;
  readonly list: StatusList;
  /** zlib (RFC 1950). */
  readonly deflate: (bytes: Uint8Array) => Uint8Array;
  /** ES256, r‖s. */
  readonly sign: Sign;
}

/** Signs a status list token. */
export function issueStatusToken(order: StatusTokenOrder): Promise<string> {
  const lst = formatBase64Url(order.deflate(order.list.bytes));
  const { uri: sub, kid, iat, exp, ttl } = order;
  const header = { alg: 'ES256', typ: TYP, kid };
  const payload = { sub, iat, exp, ttl, status_list: { bits: order.list.bits, lst } };
  return signJwt(header, payload, order.sign);
}

function inflateList(untrusted: string): Uint8Array {
  try {
    return inflateZlib(parseBase64Url(untrusted), MAX_LIST);
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    const code = cause.code === 'bytes/too-long' ? 'status/too-large' : 'status/malformed';
    throw new StatusError(code, 'lst', { cause });
  }
}

function milliseconds(untrusted: Json | undefined): number | undefined {
  if (untrusted === undefined) return undefined;
  if (typeof untrusted !== 'number' || untrusted < 0 || untrusted > 1e11) throw malformed('date');
  return untrusted * 1000;
}

const CODES: Partial<Record<CredentialCode, StatusCode>> = {
  'credential/unsupported-algorithm': 'status/unsupported-algorithm',
  'credential/bad-signature': 'status/bad-signature',
};

function translated<T>(question: () => T): T {
  try {
    return question();
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new StatusError(CODES[cause.code] ?? 'status/malformed', 'token', { cause });
  }
}

function malformed(what: string): StatusError {
  return new StatusError('status/malformed', what);
}
