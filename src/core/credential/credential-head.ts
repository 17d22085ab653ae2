/** What a credential says about itself before anything is known to be true. */
import { CredentialError } from './credential-error.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { verifyJwt, type VerificationKey } from './jwt.ts';
import type { SdJwt } from './sd-jwt.ts';

/** `typ` of an SD-JWT VC (draft-19, section 2.2.1). */
export const CREDENTIAL_TYP = 'dc+sd-jwt';

/** Where to look for the issuer's key, and which type the credential claims to be of. */
export interface CredentialHead {
  readonly iss: string;
  readonly kid: string;
  readonly vct: string;
}

/** Where the status of a credential stands (draft-ietf-oauth-status-list-20, section 6.2). */
export interface StatusReference {
  readonly uri: string;
  readonly idx: number;
}

/** Validity of a credential, in milliseconds since 1970. */
export interface ValidityPeriod {
  readonly issuedMs?: number;
  readonly notBeforeMs?: number;
  /** From this moment on it is no longer valid. */
  readonly expiresMs?: number;
}

/** @throws {@link CredentialError} `credential/no-issuer` without `iss` or `kid`, `credential/no-vct`. */
export function readCredentialHead(sdJwt: SdJwt): CredentialHead {
  const { iss, vct } = sdJwt.payload;
  const { kid } = sdJwt.header;
  if (!isText(iss) || !isText(kid)) throw new CredentialError('credential/no-issuer', 'iss, kid');
  if (!isText(vct)) throw new CredentialError('credential/no-vct', 'vct');
  return { iss, kid, vct };
}

/**
 * Verifies the issuer's signature under a key that the registry lists: `kid` only chose it.
 *
 * @param typ - Expected `typ`; the default is that of an SD-JWT VC.
 * @throws {@link CredentialError} `credential/wrong-typ`, `credential/unsupported-algorithm`,
 * `credential/unsupported-header` or `credential/bad-signature`.
 */
export function verifyIssuerSignature(
  untrusted: SdJwt,
  key: VerificationKey,
  typ: string = CREDENTIAL_TYP,
): void {
  verifyJwt(untrusted.issuerJwt, key);
  if (untrusted.header['typ'] !== typ)
    throw new CredentialError('credential/wrong-typ', 'typ is not that of a credential');
}

/** @throws {@link CredentialError} `credential/no-status` if there is none, or not a proper one. */
export function readStatusReference(payload: JsonObject): StatusReference {
  const status = payload['status'];
  const reference = isJsonObject(status) ? status['status_list'] : undefined;
  const { uri, idx } = isJsonObject(reference) ? reference : {};
  if (!isText(uri) || typeof idx !== 'number' || !Number.isSafeInteger(idx) || idx < 0)
    throw new CredentialError('credential/no-status', 'no status list reference');
  return { uri, idx };
}

/** @throws {@link CredentialError} `credential/bad-date` for what is not a NumericDate. */
export function readValidityPeriod(claims: JsonObject): ValidityPeriod {
  const [issuedMs, notBeforeMs, expiresMs] = [claims['iat'], claims['nbf'], claims['exp']].map(
    date,
  );
  return {
    ...(issuedMs === undefined ? {} : { issuedMs }),
    ...(notBeforeMs === undefined ? {} : { notBeforeMs }),
    ...(expiresMs === undefined ? {} : { expiresMs }),
  };
}

/**
 * @param claims - The processed claims.
 * @throws {@link CredentialError} `credential/expired`, `credential/not-yet-valid` (by `nbf`) or
 * `credential/bad-date`.
 */
export function verifyValidity(claims: JsonObject, now: Date): void {
  const { notBeforeMs = -Infinity, expiresMs = Infinity } = readValidityPeriod(claims);
  if (now.getTime() >= expiresMs) throw new CredentialError('credential/expired', 'exp');
  if (now.getTime() < notBeforeMs) throw new CredentialError('credential/not-yet-valid', 'nbf');
}

function date(untrusted: Json | undefined): number | undefined {
  if (untrusted === undefined) return undefined;
  if (typeof untrusted !== 'number' || untrusted < 0 || untrusted > 1e11)
    throw new CredentialError('credential/bad-date', 'not a NumericDate');
  return untrusted * 1000;
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 1024;
}
