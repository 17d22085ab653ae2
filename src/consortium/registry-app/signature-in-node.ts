import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { formatBase64Url, formatHex } from '#core/bytes/index.ts';
import { isValidSignature, type SignatureVerifier } from '#core/crypto/index.ts';

/**
 * Answers as `isValidSignature` does, faster for ES256: what Node's own cryptography accepts is
 * accepted, all else is for the plain verifier to say. With ECDSA there is one answer to every
 * question, unlike with Ed25519, which therefore stays with the plain verifier.
 */
export const isValidInNode: SignatureVerifier = (algorithm, publicKey, message, signature) => {
  const isEs256 = algorithm === 'ES256' && publicKey.length === 64 && signature.length === 64;
  if (isEs256 && holdsInNode(publicKey, message, signature)) return true;
  return isValidSignature(algorithm, publicKey, message, signature);
};

/** Departments have few keys, and importing one takes as long as verifying with it. */
const IMPORTED_KEYS = 1_000;
const imported = new Map<string, KeyObject>();

function holdsInNode(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = importedKey(publicKey);
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    // Not a point of the curve.
    return false;
  }
}

function importedKey(publicKey: Uint8Array): KeyObject {
  const name = formatHex(publicKey);
  const known = imported.get(name);
  if (known !== undefined) return known;
  const [x, y] = [publicKey.slice(0, 32), publicKey.slice(32)].map(formatBase64Url);
  const jwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (imported.size >= IMPORTED_KEYS) imported.clear();
  imported.set(name, key);
  return key;
}
