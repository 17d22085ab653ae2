/** `ics23:iavl` and `ics23:simple`: proofs of chains built with the Cosmos SDK. */
import {
  decodeCommitmentProof,
  existenceRoot,
  IAVL_SPEC,
  Ics23Error,
  TENDERMINT_SPEC,
  verifyExistence,
  verifyNonExistence,
  type CommitmentProof,
  type ProofSpec,
} from '../ics23/index.ts';
import { CometbftError, malformed } from './cometbft-error.ts';

export const COMMITMENT_SPECS: ReadonlyMap<string, ProofSpec> = new Map([
  ['ics23:iavl', IAVL_SPEC],
  ['ics23:simple', TENDERMINT_SPEC],
]);

/**
 * The root under which the op proves `value`, or nothing if that is `undefined`, under `key`.
 *
 * @throws {@link CometbftError} `cometbft/malformed`; `cometbft/unsupported-proof`;
 * `cometbft/proof-mismatch` for a proof of anything else or of another shape.
 */
export function runCommitmentOp(
  untrusted: Uint8Array,
  spec: ProofSpec,
  key: Uint8Array,
  value: Uint8Array | undefined,
): Uint8Array {
  try {
    const proof = decodeCommitmentProof(untrusted);
    const root = rootOf(proof);
    if (value === undefined && proof.kind === 'non-existence') {
      verifyNonExistence(proof.proof, spec, root, key);
    } else if (value !== undefined && proof.kind === 'existence') {
      verifyExistence(proof.proof, spec, root, key, value);
    } else {
      throw new CometbftError('cometbft/proof-mismatch', 'the other kind of proof');
    }
    return root;
  } catch (refusal) {
    if (refusal instanceof Ics23Error) throw inOurTerms(refusal);
    throw refusal;
  }
}

/** Of an absence, either neighbour leads to it; that the other does as well is verified. */
function rootOf(proof: CommitmentProof): Uint8Array {
  if (proof.kind === 'existence') return existenceRoot(proof.proof);
  const neighbour = proof.proof.left ?? proof.proof.right;
  if (neighbour === undefined) throw malformed('an absence without neighbours');
  return existenceRoot(neighbour);
}

function inOurTerms(cause: Ics23Error): CometbftError {
  if (cause.code === 'ics23/malformed') return malformed('CommitmentProof', { cause });
  const unsupported = cause.code === 'ics23/unsupported';
  const code = unsupported ? 'cometbft/unsupported-proof' : 'cometbft/proof-mismatch';
  return new CometbftError(code, cause.message, { cause });
}
