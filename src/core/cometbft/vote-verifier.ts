import {
  isValidEd25519Zip215,
  isValidSecp256k1,
  type Ed25519Batch,
  type Ed25519Triple,
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

/** Verifies Ed25519 votes together, several times as fast as one by one, and accepts the same ones. */
export function batchVerifier(batch: Ed25519Batch): VoteVerifier {
  return (votes) => {
    const others = votes.map((vote) =>
      vote.key.type === 'ed25519' ? undefined : isValidVote(vote),
    );
    return answerRest(votes, others, (rest) => Promise.resolve(batch.areValid(rest.map(asTriple))));
  };
}

function asTriple({ key, message, signature }: Vote): Ed25519Triple {
  return [key.bytes, message, signature];
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
