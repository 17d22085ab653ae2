/** The whole of RFC 9901, section 7, in one call. */
import { readCredentialHead, verifyIssuerSignature, verifyValidity } from './credential-head.ts';
import { CredentialError } from './credential-error.ts';
import { verifyKeyBinding, type KeyBinding } from './key-binding.ts';
import type { VerificationKey } from './jwt.ts';
import { processDisclosures, type ProcessedCredential } from './process-disclosures.ts';
import { parseSdJwt, type SdJwt } from './sd-jwt.ts';

/** What must hold. Whether key binding is required is said here, never by the credential. */
export interface SdJwtPolicy {
  /** The issuer's key, found through the registry. */
  readonly key: VerificationKey;
  readonly now: Date;
  /** `'refused'` when a holder receives from an issuer, `'ignored'` when only the issuer matters. */
  readonly keyBinding:
    | 'refused'
    | 'ignored'
    | {
        readonly audience: string;
        readonly nonce?: string;
        readonly maxAgeMs: number;
        readonly maxAheadMs: number;
      };
}

/** A credential that holds under the policy; its status and anchor are questions of their own. */
export interface VerifiedSdJwt extends ProcessedCredential {
  readonly sdJwt: SdJwt;
  readonly vct: string;
  readonly keyBinding?: KeyBinding;
}

/**
 * Parses and verifies an SD-JWT VC: form, `typ`, issuer's signature, digests, validity, holder.
 *
 * @throws {@link CredentialError} with the code of the first rule that does not hold;
 * `credential/unexpected-key-binding`, `credential/key-binding-stale` and
 * `credential/key-binding-from-future` are only from here.
 */
export function verifySdJwt(untrusted: string, policy: SdJwtPolicy): VerifiedSdJwt {
  const sdJwt = parseSdJwt(untrusted);
  verifyIssuerSignature(sdJwt, policy.key);
  const { vct } = readCredentialHead(sdJwt);
  const processed = processDisclosures(sdJwt);
  verifyValidity(processed.claims, policy.now);
  const keyBinding = verifyHolder(sdJwt, policy);
  return { sdJwt, vct, ...processed, ...(keyBinding === undefined ? {} : { keyBinding }) };
}

function verifyHolder(sdJwt: SdJwt, { keyBinding, now }: SdJwtPolicy): KeyBinding | undefined {
  if (keyBinding === 'ignored') return undefined;
  if (keyBinding === 'refused') {
    if (sdJwt.keyBinding === undefined) return undefined;
    throw new CredentialError('credential/unexpected-key-binding', 'KB-JWT from an issuer');
  }
  const bound = verifyKeyBinding(sdJwt, keyBinding);
  const ageMs = now.getTime() - bound.iat * 1000;
  if (ageMs > keyBinding.maxAgeMs) throw new CredentialError('credential/key-binding-stale', 'iat');
  if (ageMs < -keyBinding.maxAheadMs)
    throw new CredentialError('credential/key-binding-from-future', 'iat');
  return bound;
}
