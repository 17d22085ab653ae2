/**
 * Votes with the browser's own Ed25519 first. Whatever it accepts, ZIP-215 accepts as well; what it
 * refuses is asked again of the verifier that knows ZIP-215 (reference: ZIP 215, RFC 8032 §5.1.7).
 */
import { verifyVote, type VoteVerifier } from '#core/cometbft/index.ts';

/** Order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const MAX_KEYS = 1_000;

/** Total, as {@link VoteVerifier} asks; a browser without Ed25519 only makes it slower. */
export function nativeVoteVerifier(
  subtle: SubtleCrypto = crypto.subtle,
  exact: VoteVerifier = verifyVote,
): VoteVerifier {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyOf = (bytes: Uint8Array) => {
    const name = bytes.join();
    const known = keys.get(name) ?? importKey(subtle, bytes);
    // A node that invents validators must not fill the memory.
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(name, known);
    return known;
  };
  return async (key, message, signature) => {
    if (key.type !== 'ed25519') return await exact(key, message, signature);
    if (signature.length !== 64 || !isBelowL(signature.subarray(32))) return false;
    try {
      const imported = await keyOf(key.bytes);
      const [vote, text] = [Uint8Array.from(signature), Uint8Array.from(message)];
      if (await subtle.verify('Ed25519', imported, vote, text)) return true;
    } catch {
      // A key that this browser does not take may still be one under ZIP-215.
    }
    return await exact(key, message, signature);
  };
}

function importKey(subtle: SubtleCrypto, bytes: Uint8Array): Promise<CryptoKey> {
  return subtle.importKey('raw', Uint8Array.from(bytes), 'Ed25519', false, ['verify']);
}

/** S is little-endian; without this bound a signature could be altered and stay valid. */
function isBelowL(s: Uint8Array): boolean {
  return s.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n) < L;
}
