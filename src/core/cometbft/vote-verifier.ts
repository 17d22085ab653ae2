import { formatHex } from '../bytes/index.ts';
import { isValidEd25519Zip215, isValidSecp256k1 } from '../crypto/index.ts';
import type { ValidatorKey } from './types.ts';

/**
 * Answers whether a vote's signature is right: ZIP-215 for Ed25519, low-S for secp256k1. Total: bad
 * input answers `false`. A faster one may come from the platform if it accepts nothing more.
 */
export type VoteVerifier = (
  key: ValidatorKey,
  message: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>;

/** The verifier that is always right. */
export const verifyVote: VoteVerifier = ({ type, bytes }, message, signature) =>
  Promise.resolve(
    type === 'ed25519'
      ? isValidEd25519Zip215(bytes, message, signature)
      : isValidSecp256k1(bytes, message, signature),
  );

/**
 * Remembers what `verifier` accepted during one step: the votes that the trusted set vouches for
 * are mostly those that the block's own set needs as well.
 */
export function rememberingVerifier(verifier: VoteVerifier): VoteVerifier {
  const accepted = new Set<string>();
  return async (key, message, signature) => {
    const name = [key.bytes, message, signature].map(formatHex).join('.');
    if (accepted.has(name)) return true;
    const valid = await verifier(key, message, signature);
    if (valid) accepted.add(name);
    return valid;
  };
}
