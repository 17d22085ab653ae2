/** The whole of RFC 9901, section 7, in one call. */
import { encodeUtf8, formatBase64Url } from '../bytes/index.ts';
import type { CredentialCrypto } from '../crypto/index.ts';
import { CredentialError } from './credential-error.ts';
import { issuerQuestion, readCredentialHead } from './credential-head.ts';
import { requireSignature, type SignatureQuestion, type VerificationKey } from './jwt.ts';
import {
  concludeKeyBinding,
  openKeyBinding,
  type KeyBinding,
  type KeyBindingAnswers,
  type KeyBindingExpectation,
  type OpenKeyBinding,
} from './key-binding.ts';
import { resolveDisclosures, type ProcessedCredential } from './process-disclosures.ts';
import { checkRegisteredClaims } from './registered-claims.ts';
import { parseSdJwt, type SdJwt } from './sd-jwt.ts';
import { verifyValidity } from './validity.ts';

/** What must hold. Whether key binding is required is said here, never by the credential. */
export interface SdJwtPolicy {
  /** The issuer's key, found through the registry. */
  readonly key: VerificationKey;
  readonly now: Date;
  /** `'refused'` when a holder receives from an issuer, `'ignored'` when only the issuer matters. */
  readonly keyBinding: 'refused' | 'ignored' | RequiredKeyBinding;
}

/** For whom, in answer to what, and how recent. */
export interface RequiredKeyBinding extends KeyBindingExpectation {
  readonly audience: string;
  readonly maxAgeMs: number;
  readonly maxAheadMs: number;
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
 * @param crypto - Asked about the signatures at once, so that a host may work on them beside the rest.
 * @throws {@link CredentialError} with the code of the first rule that does not hold: form before
 * signature, signature before content, content before holder. `credential/unexpected-key-binding`,
 * `credential/key-binding-stale` and `credential/key-binding-from-future` are only from here.
 */
export async function verifySdJwt(
  untrusted: string,
  policy: SdJwtPolicy,
  crypto: CredentialCrypto,
): Promise<VerifiedSdJwt> {
  const sdJwt = parseSdJwt(untrusted);
  const { vct } = readCredentialHead(sdJwt);
  const isSigned = ask(crypto, issuerQuestion(sdJwt, policy.key));
  const holder = openHolder(sdJwt, policy);
  const binding = holder && askHolder(crypto, holder, sdJwt);
  const content = process(crypto, sdJwt, policy.now);
  // Whether the content is refused is told only behind the signature.
  content.catch(() => undefined);
  requireSignature(await isSigned);
  const processed = await content;
  const keyBinding = holder && binding && judgeHolder(holder, await binding, policy);
  return { sdJwt, vct, ...processed, ...(keyBinding === undefined ? {} : { keyBinding }) };
}

async function process(
  crypto: CredentialCrypto,
  sdJwt: SdJwt,
  now: Date,
): Promise<ProcessedCredential> {
  const digests = await Promise.all(sdJwt.disclosures.map(({ text }) => digestOf(crypto, text)));
  const processed = resolveDisclosures(sdJwt, digests);
  checkRegisteredClaims(processed.claims);
  verifyValidity(processed.claims, now);
  return processed;
}

/** A holder to be asked about, with what is expected of it. */
type ExpectedHolder = OpenKeyBinding & { readonly expected: RequiredKeyBinding };

function openHolder(sdJwt: SdJwt, { keyBinding }: SdJwtPolicy): ExpectedHolder | undefined {
  if (keyBinding === 'ignored') return undefined;
  if (keyBinding !== 'refused') return { ...openKeyBinding(sdJwt), expected: keyBinding };
  if (sdJwt.keyBinding === undefined) return undefined;
  throw new CredentialError('credential/unexpected-key-binding', 'KB-JWT from an issuer');
}

async function ask(
  crypto: CredentialCrypto,
  { alg, publicKey, message, signature }: SignatureQuestion,
): Promise<boolean> {
  return await crypto.isValidSignature(alg, publicKey, message, signature);
}

async function digestOf(crypto: CredentialCrypto, text: string): Promise<string> {
  return formatBase64Url(await crypto.sha256(encodeUtf8(text)));
}

async function askHolder(
  crypto: CredentialCrypto,
  { question }: OpenKeyBinding,
  { boundText }: SdJwt,
): Promise<KeyBindingAnswers> {
  const [isSigned, digest] = await Promise.all([
    ask(crypto, question),
    digestOf(crypto, boundText),
  ]);
  return { isSigned, digest };
}

function judgeHolder(
  { expected, ...opened }: ExpectedHolder,
  answers: KeyBindingAnswers,
  { now }: SdJwtPolicy,
): KeyBinding {
  const bound = concludeKeyBinding(opened, answers, expected);
  const nowMs = now.getTime();
  const ageMs = nowMs - bound.iat * 1000;
  if (ageMs > expected.maxAgeMs || nowMs >= (bound.expiresMs ?? Infinity))
    throw new CredentialError('credential/key-binding-stale', 'iat, exp');
  if (ageMs < -expected.maxAheadMs || nowMs < (bound.notBeforeMs ?? -Infinity))
    throw new CredentialError('credential/key-binding-from-future', 'iat, nbf');
  return bound;
}
