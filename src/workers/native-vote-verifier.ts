/**
 * Votes with the browser's own Ed25519 first. Whatever it accepts, ZIP-215 accepts as well; what it
 * refuses is asked again of the verifier that knows ZIP-215 (reference: ZIP 215, RFC 8032 §5.1.7).
 */
import { formatHex } from '#core/bytes/index.ts';
import { answerRest, type Vote, type VoteVerifier } from '#core/cometbft/index.ts';
import { isReducedScalar } from '#core/crypto/index.ts';
import { exactVotes } from './exact-votes.ts';

/** What of WebCrypto is used. */
export type Ed25519Port = Pick<SubtleCrypto, 'importKey' | 'verify'>;

const MAX_KEYS = 1_000;
/** The base point's encoding (RFC 8032, section 5.1): a key that every Ed25519 takes. */
const ANY_KEY = new Uint8Array(32).fill(0x66).with(0, 0x58);

/** Whether the browser verifies Ed25519 itself. */
export async function hasNativeEd25519(subtle: Ed25519Port = crypto.subtle): Promise<boolean> {
  return await importKey(subtle, ANY_KEY).then(
    () => true,
    () => false,
  );
}

/** Total, as {@link VoteVerifier} asks; a browser without Ed25519 only makes it slower. */
export function nativeVoteVerifier(
  subtle: Ed25519Port = crypto.subtle,
  exact: VoteVerifier = exactVotes(),
): VoteVerifier {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyOf = (bytes: Uint8Array) => {
    const name = formatHex(bytes);
    const known = keys.get(name) ?? importKey(subtle, bytes);
    // A node that invents validators must not fill the memory.
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(name, known);
    return known;
  };
  // No answer is "ask the exact one".
  const ask = async ({ key, message, signature }: Vote): Promise<boolean | undefined> => {
    if (key.type !== 'ed25519') return undefined;
    if (signature.length !== 64 || !isReducedScalar(signature.subarray(32))) return false;
    try {
      const [vote, text] = [new Uint8Array(signature), new Uint8Array(message)];
      return (await subtle.verify('Ed25519', await keyOf(key.bytes), vote, text)) || undefined;
    } catch {
      // A key that this browser does not take may still be one under ZIP-215.
      return undefined;
    }
  };
  // All at once: Chromium verifies within the call, others beside each other.
  return async (votes) => answerRest(votes, await Promise.all(votes.map(ask)), exact);
}

function importKey(subtle: Ed25519Port, bytes: Uint8Array): Promise<CryptoKey> {
  return subtle.importKey('raw', new Uint8Array(bytes), 'Ed25519', false, ['verify']);
}
