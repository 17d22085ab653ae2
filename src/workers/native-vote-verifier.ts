/**
 * Votes with the browser's own Ed25519 first. Whatever it accepts, ZIP-215 accepts as well; what it
 * refuses is asked again of the verifier that knows ZIP-215 (reference: ZIP 215, RFC 8032 §5.1.7).
 */
import {
  answerRest,
  type ValidatorKey,
  type Vote,
  type VoteVerifier,
} from '#core/cometbft/index.ts';
import { isReducedScalar } from '#core/crypto/index.ts';
import { exactVotes, type ExactVotes } from './exact-votes.ts';

/** What of WebCrypto is used. */
export type Ed25519Port = Pick<SubtleCrypto, 'importKey' | 'verify'>;

const MAX_KEYS = 1_000;
/** Browsers verify on one thread of their own. While it is busy, this one takes so many of the votes. */
const OWN_SHARE = 0.4;

/** Total, as {@link VoteVerifier} asks; a browser without Ed25519 only makes it slower. */
export function nativeVoteVerifier(
  subtle: Ed25519Port = crypto.subtle,
  exact: ExactVotes = exactVotes(),
): VoteVerifier {
  const keys = new KnownKeys(subtle);
  const share = exact.isFast ? OWN_SHARE : 0;
  return async (votes) => {
    const count = Math.floor(votes.length * share);
    const [own, others] = [votes.slice(0, count), votes.slice(count)];
    const known = await Promise.all(others.map(({ key }) => keys.get(key)));
    const asked = Promise.all(others.map((vote, index) => ask(subtle, vote, known[index])));
    const answers = count === 0 ? [] : await exact.verifyVotes(own);
    return [...answers, ...(await answerRest(others, await asked, exact.verifyVotes))];
  };
}

/** No answer is "ask the exact one". */
async function ask(
  subtle: Ed25519Port,
  { message, signature }: Vote,
  key: CryptoKey | undefined,
): Promise<boolean | undefined> {
  if (key === undefined) return undefined;
  if (signature.length !== 64 || !isReducedScalar(signature.subarray(32))) return false;
  try {
    const [vote, text] = [new Uint8Array(signature), new Uint8Array(message)];
    return (await subtle.verify('Ed25519', key, vote, text)) || undefined;
  } catch {
    return undefined;
  }
}

class KnownKeys {
  readonly #subtle: Ed25519Port;
  readonly #keys = new Map<string, Promise<CryptoKey | undefined>>();

  constructor(subtle: Ed25519Port) {
    this.#subtle = subtle;
  }

  /** `undefined` for a key that this browser does not take; under ZIP-215 it may still be one. */
  get({ type, bytes }: ValidatorKey): Promise<CryptoKey | undefined> {
    if (type !== 'ed25519') return Promise.resolve(undefined);
    const name = String.fromCharCode(...bytes);
    const known = this.#keys.get(name) ?? this.#import(bytes);
    // A node that invents validators must not fill the memory.
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear();
    this.#keys.set(name, known);
    return known;
  }

  #import(bytes: Uint8Array): Promise<CryptoKey | undefined> {
    return this.#subtle
      .importKey('raw', new Uint8Array(bytes), 'Ed25519', false, ['verify'])
      .catch(() => undefined);
  }
}
