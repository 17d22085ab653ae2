import { createPublicKey, verify } from 'node:crypto';
import { formatBase64Url } from '#core/bytes/index.ts';
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

function holdsInNode(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const [x, y] = [publicKey.subarray(0, 32), publicKey.subarray(32)].map(formatBase64Url);
  if (x === undefined || y === undefined) return false;
  try {
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    // Not a point of the curve.
    return false;
  }
}
