/**
 * Signature verification, thin over noble. Every question is total: malformed keys and signatures
 * answer `false`, nothing throws.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';

/** JOSE names of the algorithms that credentials and departments may use. */
export type SignatureAlgorithm = 'ES256' | 'EdDSA';

/** Shape of keys and signatures of one algorithm, and how to verify. */
export interface AlgorithmRow {
  /** Raw public key: x‖y for ES256, the 32-byte point for EdDSA. */
  readonly publicKeyBytes: number;
  /** Raw signature: r‖s for ES256 (RFC 7518, section 3.4), R‖S for EdDSA. */
  readonly signatureBytes: number;
  readonly isValid: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
}

/** The one table of algorithms. EdDSA is strict here; consensus votes follow ZIP-215 instead. */
export const ALGORITHMS: Readonly<Record<SignatureAlgorithm, AlgorithmRow>> = {
  ES256: { publicKeyBytes: 64, signatureBytes: 64, isValid: isEs256 },
  EdDSA: {
    publicKeyBytes: 32,
    signatureBytes: 64,
    isValid: (key, message, signature) =>
      answers(() => ed25519.verify(signature, message, key, { zip215: false })),
  },
};

/** Whether `name` is in {@link ALGORITHMS}. */
export function isSignatureAlgorithm(name: unknown): name is SignatureAlgorithm {
  return name === 'ES256' || name === 'EdDSA';
}

/** A question that {@link isValidSignature} answers, and whoever answers as it does. */
export type SignatureVerifier = typeof isValidSignature;

/** Whether `signature` is right, with lengths checked first. */
export function isValidSignature(
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const row = ALGORITHMS[algorithm];
  if (publicKey.length !== row.publicKeyBytes || signature.length !== row.signatureBytes)
    return false;
  return row.isValid(publicKey, message, signature);
}

/** Ed25519 under ZIP-215, the rule of CometBFT's votes (cofactored, any encoding of A and R). */
export function isValidEd25519Zip215(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return answers(() => ed25519.verify(signature, message, publicKey, { zip215: true }));
}

/** secp256k1 over SHA-256, r‖s with low S, 33-byte key: the other validator key of CometBFT. */
export function isValidSecp256k1(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 33 || signature.length !== 64) return false;
  return answers(() => secp256k1.verify(signature, message, publicKey, { lowS: true }));
}

function isEs256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(publicKey, 1);
  // JOSE does not ask for low S, and most signers do not give it.
  return answers(() => p256.verify(signature, message, point, { lowS: false }));
}

function answers(question: () => boolean): boolean {
  try {
    return question();
  } catch {
    return false;
  }
}
