/** Dates inside signed things (RFC 7519, section 4.1). */
import { CredentialError } from './credential-error.ts';
import type { Json, JsonObject } from './json.ts';

/** Validity of a credential, in milliseconds since 1970. */
export interface ValidityPeriod {
  readonly issuedMs?: number;
  readonly notBeforeMs?: number;
  /** From this moment on it is no longer valid. */
  readonly expiresMs?: number;
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
