/** Compact JWS with a JSON payload (RFC 7515, RFC 7519), read strictly. */
import {
  BytesError,
  decodeUtf8,
  encodeUtf8,
  formatBase64Url,
  parseBase64Url,
} from '../bytes/index.ts';
import {
  isSignatureAlgorithm,
  isValidSignature,
  type SignatureAlgorithm,
} from '../crypto/index.ts';
import { CredentialError } from './credential-error.ts';
import { parseJsonObject, type JsonObject } from './json.ts';

/** Decoded, not believed. */
export interface Jwt {
  /** The compact text, as received. */
  readonly text: string;
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** ASCII of what the signature covers. */
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

/** A public key with the one algorithm it may be used with. Bytes as in `ALGORITHMS`. */
export interface VerificationKey {
  readonly alg: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

/** Whether a signature holds: all that verifying asks of cryptography. */
export interface SignatureQuestion extends VerificationKey {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Signs bytes: r‖s for ES256. */
export type Sign = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/**
 * @throws {@link CredentialError} `credential/malformed` or `credential/too-deep`; the caller bounds
 * the size.
 */
export function parseJwt(untrusted: string): Jwt {
  const [header, payload, signature, more] = untrusted.split('.');
  if (
    header === undefined ||
    payload === undefined ||
    signature === undefined ||
    more !== undefined
  )
    throw new CredentialError('credential/malformed', 'not three segments');
  return {
    text: untrusted,
    header: parseJsonObject(decodeTextSegment(header)),
    payload: parseJsonObject(decodeTextSegment(payload)),
    signingInput: `${header}.${payload}`,
    signature: decodeSegment(signature),
  };
}

/**
 * What is to be asked under a key that was found elsewhere: never under one that the token brings along.
 *
 * @throws {@link CredentialError} `credential/unsupported-algorithm` if the header names none of
 * ours or not the key's, `credential/unsupported-header` for `crit`.
 */
export function signatureQuestion(untrusted: Jwt, key: VerificationKey): SignatureQuestion {
  const alg = untrusted.header['alg'];
  if (!isSignatureAlgorithm(alg) || alg !== key.alg)
    throw new CredentialError('credential/unsupported-algorithm', 'alg is not allowed here');
  if ('crit' in untrusted.header)
    throw new CredentialError('credential/unsupported-header', 'crit is not supported');
  const { signature, signingInput } = untrusted;
  return { alg, publicKey: key.publicKey, message: encodeUtf8(signingInput), signature };
}

/** Verifies. @throws {@link CredentialError} as {@link signatureQuestion}, and `credential/bad-signature`. */
export function verifyJwt(untrusted: Jwt, key: VerificationKey): void {
  answerPlainly(signatureQuestion(untrusted, key));
}

/** Asks the core's own cryptography. @throws {@link CredentialError} `credential/bad-signature`. */
export function answerPlainly({ alg, publicKey, message, signature }: SignatureQuestion): void {
  requireSignature(isValidSignature(alg, publicKey, message, signature));
}

/** @throws {@link CredentialError} `credential/bad-signature`. */
export function requireSignature(holds: boolean): void {
  if (!holds) throw new CredentialError('credential/bad-signature', 'signature does not hold');
}

/** Signs; header and payload are written as compact JSON in the order given. */
export async function signJwt(
  header: JsonObject,
  payload: JsonObject,
  sign: Sign,
): Promise<string> {
  const input = `${encodeSegment(header)}.${encodeSegment(payload)}`;
  return `${input}.${formatBase64Url(await sign(encodeUtf8(input)))}`;
}

/** @throws {@link CredentialError} `credential/malformed`. */
export function decodeTextSegment(untrusted: string): string {
  return refused(() => decodeUtf8(decodeSegment(untrusted)));
}

function decodeSegment(untrusted: string): Uint8Array<ArrayBuffer> {
  return refused(() => parseBase64Url(untrusted));
}

function encodeSegment(value: JsonObject): string {
  return formatBase64Url(encodeUtf8(JSON.stringify(value)));
}

function refused<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw new CredentialError('credential/malformed', 'not base64url of UTF-8', { cause });
  }
}
