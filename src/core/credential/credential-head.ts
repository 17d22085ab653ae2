/** What a credential says about itself before anything is known to be true. */
import { CredentialError } from './credential-error.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import {
  answerPlainly,
  signatureQuestion,
  type SignatureQuestion,
  type VerificationKey,
} from './jwt.ts';
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

/** @throws {@link CredentialError} `credential/no-issuer` without `iss` or `kid`, `credential/no-vct`. */
export function readCredentialHead(sdJwt: SdJwt): CredentialHead {
  const { iss, vct } = sdJwt.payload;
  const { kid } = sdJwt.header;
  if (!isText(iss) || !isText(kid)) throw new CredentialError('credential/no-issuer', 'iss, kid');
  if (!isText(vct)) throw new CredentialError('credential/no-vct', 'vct');
  return { iss, kid, vct };
}

/**
 * What is to be asked of the issuer's signature, under a key that the registry lists: `kid` only chose it.
 *
 * @param typ - Expected `typ`; the default is that of an SD-JWT VC.
 * @throws {@link CredentialError} `credential/wrong-typ`, `credential/unsupported-algorithm`,
 * `credential/unsupported-header`.
 */
export function issuerQuestion(
  untrusted: SdJwt,
  key: VerificationKey,
  typ: string = CREDENTIAL_TYP,
): SignatureQuestion {
  const question = signatureQuestion(untrusted.issuerJwt, key);
  if (untrusted.header['typ'] !== typ)
    throw new CredentialError('credential/wrong-typ', 'typ is not that of a credential');
  return question;
}

/** @throws {@link CredentialError} as {@link issuerQuestion}, and `credential/bad-signature`. */
export function verifyIssuerSignature(
  untrusted: SdJwt,
  key: VerificationKey,
  typ: string = CREDENTIAL_TYP,
): void {
  answerPlainly(issuerQuestion(untrusted, key, typ));
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

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 1024;
}
