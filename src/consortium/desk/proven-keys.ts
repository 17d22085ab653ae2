/** The keys that a wallet has proven to hold (OpenID4VCI 1.0, section 8.2). */
import { formatHex } from '#core/bytes/index.ts';
import type { Json } from '#core/credential/index.ts';
import { ExchangeError, verifyHolderProof } from '#core/exchange/index.ts';
import type { Nonces } from './nonces.ts';
import { OAuthError } from './oauth-error.ts';

/** Most copies that one request may ask for. */
export const BATCH_SIZE = 5;

/** Different keys, proven under one nonce of ours. @throws {@link OAuthError} `invalid_proof` or `invalid_nonce`. */
export function provenKeys(
  untrusted: Json | undefined,
  audience: string,
  nonces: Nonces,
  now: Date,
): readonly Uint8Array[] {
  const proofs = proofTexts(untrusted).map((proof) => {
    try {
      return verifyHolderProof(proof, audience, now);
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      throw new OAuthError('invalid_proof');
    }
  });
  const [nonce, another] = new Set(proofs.map((proof) => proof.nonce));
  if (nonce === undefined || another !== undefined || !nonces.take(nonce))
    throw new OAuthError('invalid_nonce');
  const keys = proofs.map(({ publicKey }) => publicKey);
  if (new Set(keys.map(formatHex)).size !== keys.length) throw new OAuthError('invalid_proof');
  return keys;
}

function proofTexts(untrusted: Json | undefined): readonly string[] {
  const jwt: unknown =
    typeof untrusted === 'object' && untrusted !== null && 'jwt' in untrusted
      ? untrusted['jwt']
      : undefined;
  const proofs: readonly unknown[] = Array.isArray(jwt) ? jwt : [];
  const texts = proofs.filter((proof): proof is string => typeof proof === 'string');
  const isComplete = texts.length === proofs.length && texts.length > 0;
  if (!isComplete || texts.length > BATCH_SIZE) throw new OAuthError('invalid_proof');
  return texts;
}
