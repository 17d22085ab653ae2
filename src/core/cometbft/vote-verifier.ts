import { equalBytes } from '../bytes/index.ts';
import {
  areValidEd25519Zip215,
  isValidEd25519Zip215,
  isValidSecp256k1,
  type Random,
} from '../crypto/index.ts';
import type { ValidatorKey } from './types.ts';

/** A signature, and what it is said to sign. */
export interface Vote {
  readonly key: ValidatorKey;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Answers for each of the votes that are needed of a commit, in their order, whether its signature
 * is right: ZIP-215 for Ed25519, low-S for secp256k1. Total: bad input answers `false`. A faster one
 * may come from the platform if it accepts nothing more.
 */
export type VoteVerifier = (votes: readonly Vote[]) => Promise<readonly boolean[]>;

/** The verifier that is always right: one vote after the other. */
export const verifyVotes: VoteVerifier = (votes) => Promise.resolve(votes.map(isValidVote));

function isValidVote({ key, message, signature }: Vote): boolean {
  return key.type === 'ed25519'
    ? isValidEd25519Zip215(key.bytes, message, signature)
    : isValidSecp256k1(key.bytes, message, signature);
}

/** So many at once that their random factors can be had in one piece (Web Cryptography API: 65,536 bytes). */
const BATCH = 1_000;

/**
 * Verifies Ed25519 votes together, about twice as fast as one by one, and accepts the same ones.
 *
 * @param random - Must be unpredictable to whoever made the votes.
 */
export function batchVerifier(random: Random): VoteVerifier {
  return (votes) => {
    const others = votes.map((vote) =>
      vote.key.type === 'ed25519' ? undefined : isValidVote(vote),
    );
    return answerRest(votes, others, (rest) => Promise.resolve(inBatches(rest, random)));
  };
}

function inBatches(votes: readonly Vote[], random: Random): boolean[] {
  const answers: boolean[] = [];
  for (let start = 0; start < votes.length; start += BATCH) {
    const triples = votes
      .slice(start, start + BATCH)
      .map(({ key, message, signature }) => [key.bytes, message, signature] as const);
    answers.push(...areValidEd25519Zip215(triples, random));
  }
  return answers;
}

/** Asks `verifier` for the answers that are still open. */
export async function answerRest(
  votes: readonly Vote[],
  answers: readonly (boolean | undefined)[],
  verifier: VoteVerifier,
): Promise<boolean[]> {
  const open = votes.filter((_, index) => answers[index] === undefined);
  if (open.length === 0) return answers.map((answer) => answer === true);
  const more = [...(await verifier(open))];
  return votes.map((_, index) => answers[index] ?? more.shift() ?? false);
}

/**
 * Remembers what `verifier` accepted during one step: the votes that the trusted set vouches for
 * are mostly those that the block's own set needs as well.
 */
export function rememberingVerifier(verifier: VoteVerifier): VoteVerifier {
  const accepted = new Map<number, Vote[]>();
  const isKnown = (vote: Vote) =>
    accepted.get(shortName(vote))?.some((known) => isSameVote(known, vote)) === true;
  return async (votes) => {
    const known = votes.map((vote) => (isKnown(vote) ? true : undefined));
    const answers = await answerRest(votes, known, verifier);
    for (const [index, vote] of votes.entries()) {
      if (answers[index] !== true || known[index] === true) continue;
      const name = shortName(vote);
      accepted.set(name, [...(accepted.get(name) ?? []), vote]);
    }
    return answers;
  };
}

/** Four bytes of the signature: enough to find it again, and then all of it is compared. */
function shortName({ signature: [a = 0, b = 0, c = 0, d = 0] }: Vote): number {
  return ((a * 256 + b) * 256 + c) * 256 + d;
}

function isSameVote(a: Vote, b: Vote): boolean {
  return (
    a.key.type === b.key.type &&
    equalBytes(a.key.bytes, b.key.bytes) &&
    equalBytes(a.signature, b.signature) &&
    equalBytes(a.message, b.message)
  );
}
