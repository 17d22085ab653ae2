import { batchVerifier, verifyVotes, type VoteVerifier } from '#core/cometbft/index.ts';
import { Ed25519Batch, type FieldExports } from '#core/crypto/index.ts';

/** Votes under ZIP-215 without the browser's own Ed25519: together, or singly where WebAssembly is forbidden. */
export function exactVotes(): VoteVerifier {
  try {
    return batchVerifier(new Ed25519Batch(instantiate, random));
  } catch {
    return verifyVotes;
  }
}

/** Not asynchronous: the code is shorter than what a page may compile at once. */
function instantiate(code: Uint8Array<ArrayBuffer>): FieldExports {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
  return exports as unknown as FieldExports;
}

function random(size: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(size));
}
