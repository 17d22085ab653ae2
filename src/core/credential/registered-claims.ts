/** What a credential may say of itself, once its disclosures are in place (draft-19, section 2.2.2). */
import { CredentialError } from './credential-error.ts';
import { isJsonArray, type Json, type JsonObject } from './json.ts';

/** W3C Subresource Integrity: one or several digests. */
const INTEGRITY =
  /^sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2}(?: sha(?:256|384|512)-[A-Za-z0-9+/]+={0,2})*$/;

/**
 * Checks the claims that have a meaning beside the document's own. A credential is for whoever it is
 * shown to: one that names an audience is not for us (RFC 7519, section 4.1.3).
 *
 * @param claims - The processed claims.
 * @throws {@link CredentialError} `credential/bad-type-reference` for `vct#integrity` that is none, or
 * `aka_vcts` that is no list of further types; `credential/other-audience` for any `aud`.
 */
export function checkRegisteredClaims(claims: JsonObject): void {
  const { 'vct#integrity': integrity, aka_vcts: others, vct, aud } = claims;
  if (!isIntegrity(integrity) || !isListOfOthers(others, vct))
    throw new CredentialError('credential/bad-type-reference', 'vct#integrity, aka_vcts');
  if (aud !== undefined) throw new CredentialError('credential/other-audience', 'aud');
}

function isIntegrity(untrusted: Json | undefined): boolean {
  return untrusted === undefined || (typeof untrusted === 'string' && INTEGRITY.test(untrusted));
}

function isListOfOthers(untrusted: Json | undefined, vct: Json | undefined): boolean {
  if (untrusted === undefined) return true;
  if (!isJsonArray(untrusted) || new Set(untrusted).size !== untrusted.length) return false;
  return untrusted.every((other) => typeof other === 'string' && other !== '' && other !== vct);
}
