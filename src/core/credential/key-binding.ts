/** Holder keys and the KB-JWT (RFC 9901, section 4.3 and 7.3). */
import { BytesError, concatBytes, formatBase64Url, parseBase64Url } from '../bytes/index.ts';
import { isValidSignature } from '../crypto/index.ts';
import { CredentialError } from './credential-error.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { parseJwt, signatureQuestion, type Jwt, type SignatureQuestion } from './jwt.ts';
import { disclosureDigest } from './process-disclosures.ts';
import type { SdJwt } from './sd-jwt.ts';
import { readValidityPeriod, type ValidityPeriod } from './validity.ts';

/** A holder's public key, exactly as `cnf` carries it. */
export interface HolderJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** What the verifier asked for; what is absent, the caller compares itself. */
export interface KeyBindingExpectation {
  readonly audience?: string;
  readonly nonce?: string;
}

/** What a verified KB-JWT says. Whether `iat` (seconds) and its period, if it has one, fit is the caller's question. */
export interface KeyBinding extends Pick<ValidityPeriod, 'notBeforeMs' | 'expiresMs'> {
  readonly iat: number;
  readonly nonce: string;
  readonly audience: string;
}

const KB_TYP = 'kb+jwt';
const MAX_BYTES = 4096;

/** Public key x‖y as a JWK with its members in the order in which we write them. */
export function formatHolderJwk(publicKey: Uint8Array): HolderJwk {
  const [x, y] = [publicKey.subarray(0, 32), publicKey.subarray(32)].map(formatBase64Url);
  return { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
}

/**
 * Public key x‖y of a P-256 JWK. Private keys and keys by reference are refused.
 *
 * @throws {@link CredentialError} `credential/no-holder-key`.
 */
export function parseHolderJwk(untrusted: Json | undefined): Uint8Array<ArrayBuffer> {
  const { kty, crv, x, y, d } = isJsonObject(untrusted) ? untrusted : {};
  if (kty !== 'EC' || crv !== 'P-256' || d !== undefined) throw noHolderKey();
  return concatBytes(coordinate(x), coordinate(y));
}

/** @throws {@link CredentialError} `credential/no-holder-key` if `cnf` has no P-256 `jwk`. */
export function readHolderKey(payload: JsonObject): Uint8Array<ArrayBuffer> {
  const cnf = payload['cnf'];
  return parseHolderJwk(isJsonObject(cnf) ? cnf['jwk'] : undefined);
}

/** `sd_hash` of a presentation: over everything up to and including the last `~`. */
export function presentationDigest(boundText: string): string {
  return disclosureDigest(boundText);
}

/** A KB-JWT taken apart; nothing of it is believed. */
export interface OpenKeyBinding {
  readonly jwt: Jwt;
  /** Whether the holder of the key in `cnf` signed it. */
  readonly question: SignatureQuestion;
}

/** What was found out about a KB-JWT by calculation. */
export interface KeyBindingAnswers {
  readonly isSigned: boolean;
  /** See {@link presentationDigest}. */
  readonly digest: string;
}

/**
 * Takes the KB-JWT apart.
 *
 * @throws {@link CredentialError} `credential/no-key-binding`, `credential/no-holder-key`, and
 * `credential/key-binding-` + `malformed`, `typ` or `algorithm`.
 */
export function openKeyBinding({ keyBinding, payload }: SdJwt): OpenKeyBinding {
  if (keyBinding === undefined) throw new CredentialError('credential/no-key-binding', 'no KB-JWT');
  const jwt = parseKeyBinding(keyBinding);
  return { jwt, question: holderQuestion(jwt, readHolderKey(payload)) };
}

/**
 * @throws {@link CredentialError} `credential/key-binding-` + `signature`, `malformed`, `altered`
 * (`sd_hash`), `audience` or `nonce`.
 */
export function concludeKeyBinding(
  { jwt }: OpenKeyBinding,
  { isSigned, digest }: KeyBindingAnswers,
  expected: KeyBindingExpectation,
): KeyBinding {
  if (!isSigned) throw new CredentialError('credential/key-binding-signature', 'KB-JWT');
  const { iat, aud, nonce, sd_hash: untrustedDigest } = jwt.payload;
  if (typeof iat !== 'number' || !Number.isSafeInteger(iat) || typeof nonce !== 'string')
    throw new CredentialError('credential/key-binding-malformed', 'iat, nonce');
  if (untrustedDigest !== digest)
    throw new CredentialError('credential/key-binding-altered', 'sd_hash');
  if (typeof aud !== 'string' || aud !== (expected.audience ?? aud))
    throw new CredentialError('credential/key-binding-audience', 'aud');
  if (expected.nonce !== undefined && nonce !== expected.nonce)
    throw new CredentialError('credential/key-binding-nonce', 'nonce');
  return { iat, nonce, audience: aud, ...periodOf(jwt) };
}

/**
 * Verifies that the holder of the key in `cnf` signed this very presentation, for whom it was meant to be.
 * The issuer's signature must be verified besides, or `cnf` means nothing.
 *
 * @throws {@link CredentialError} as {@link openKeyBinding} and {@link concludeKeyBinding}.
 */
export function verifyKeyBinding(sdJwt: SdJwt, expected: KeyBindingExpectation): KeyBinding {
  const opened = openKeyBinding(sdJwt);
  const { alg, publicKey, message, signature } = opened.question;
  const isSigned = isValidSignature(alg, publicKey, message, signature);
  const digest = presentationDigest(sdJwt.boundText);
  return concludeKeyBinding(opened, { isSigned, digest }, expected);
}

function parseKeyBinding(untrusted: string): Jwt {
  if (untrusted.length > MAX_BYTES) throw new CredentialError('credential/too-large', 'KB-JWT');
  try {
    const jwt = parseJwt(untrusted);
    if (jwt.header['typ'] === KB_TYP) return jwt;
  } catch (cause) {
    throw new CredentialError('credential/key-binding-malformed', 'not a JWT', { cause });
  }
  throw new CredentialError('credential/key-binding-typ', 'typ is not kb+jwt');
}

function holderQuestion(jwt: Jwt, publicKey: Uint8Array): SignatureQuestion {
  try {
    return signatureQuestion(jwt, { alg: 'ES256', publicKey });
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    const isAlgorithm = cause.code === 'credential/unsupported-algorithm';
    const what = isAlgorithm ? 'algorithm' : 'malformed';
    throw new CredentialError(`credential/key-binding-${what}`, 'KB-JWT', { cause });
  }
}

/** A KB-JWT needs no period of its own, but one that it has holds (RFC 9901, section 7.3, step 5.7). */
function periodOf({ payload }: Jwt): Pick<ValidityPeriod, 'notBeforeMs' | 'expiresMs'> {
  try {
    const { issuedMs: _, ...period } = readValidityPeriod(payload);
    return period;
  } catch (cause) {
    throw new CredentialError('credential/key-binding-malformed', 'nbf, exp', { cause });
  }
}

function coordinate(untrusted: Json | undefined): Uint8Array<ArrayBuffer> {
  if (typeof untrusted !== 'string' || untrusted.length !== 43) throw noHolderKey();
  try {
    return parseBase64Url(untrusted);
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw noHolderKey();
  }
}

function noHolderKey(): CredentialError {
  return new CredentialError('credential/no-holder-key', 'no P-256 public key');
}
