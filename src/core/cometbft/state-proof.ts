/** Values of the application's state under a header (CometBFT v0.38, `crypto/merkle/proof_op.go`). */
import { equalBytes } from '../bytes/index.ts';
import { CometbftError } from './cometbft-error.ts';
import { COMMITMENT_SPECS, runCommitmentOp } from './commitment-op.ts';
import { array, base64Text, object, text } from './json.ts';
import { runValueOp } from './value-op.ts';

/** Room for a hundred aunts, or for two neighbours in the deepest tree. */
const MAX_OP_BYTES = 64 * 1024;
const MAX_OPS = 8;

/** One operator as it arrives. */
interface ProofOp {
  readonly type: string;
  readonly key: Uint8Array;
  readonly data: Uint8Array;
}

/**
 * Verifies that the state holds `value` under a path of keys, or nothing there if it is `undefined`.
 * The operators run from the innermost tree outwards, each for the last key that is left:
 *
 * a) every operator is of a kind that is known: `simple:v`, `ics23:iavl`, `ics23:simple`;
 * b) every operator proves what the one before it came to, under its own key of the path;
 * c) no key is left over, and the last root is `appHash`.
 *
 * Absence can be proven by the innermost operator alone, and only by an ICS-23 one: that a registry
 * of ours lacks a key is proven by fetching the whole of it.
 *
 * @param appHash - Of a verified header: it commits to the state after the block **before** it.
 * @param keyPath - Outermost first: the store's name, then the key; the key alone for `simple:v`.
 * @param untrustedProofOps - `proofOps` of the answer to `abci_query` with `prove`.
 * @throws {@link CometbftError} `cometbft/malformed`, `cometbft/unsupported-proof`,
 * `cometbft/proof-mismatch`.
 */
export function verifyStateProof(
  appHash: Uint8Array,
  keyPath: readonly Uint8Array[],
  value: Uint8Array | undefined,
  untrustedProofOps: unknown,
): void {
  const ops = array(object(untrustedProofOps, 'proofOps')['ops'], 'ops', MAX_OPS).map(parseOp);
  if (ops.length === 0) throw mismatch('no proof');
  const left = [...keyPath];
  let proven = value;
  for (const op of ops) {
    const key = left.pop();
    if (key === undefined || !equalBytes(op.key, key))
      throw mismatch('an operator for another key');
    proven = run(op, key, proven);
  }
  if (left.length > 0) throw mismatch('a key of the path was not used');
  if (proven === undefined || !equalBytes(proven, appHash)) throw mismatch('not in the state');
}

function run({ type, data }: ProofOp, key: Uint8Array, value: Uint8Array | undefined) {
  const spec = COMMITMENT_SPECS.get(type);
  if (spec !== undefined) return runCommitmentOp(data, spec, key, value);
  if (type !== 'simple:v' || value === undefined) {
    throw new CometbftError('cometbft/unsupported-proof', `${type} cannot prove this`);
  }
  return runValueOp(data, key, value);
}

function parseOp(untrusted: unknown): ProofOp {
  const op = object(untrusted, 'op');
  return {
    type: text(op['type'], 'op.type', 64),
    key: base64Text(op['key'], 'op.key', MAX_OP_BYTES),
    data: base64Text(op['data'], 'op.data', MAX_OP_BYTES),
  };
}

function mismatch(message: string): CometbftError {
  return new CometbftError('cometbft/proof-mismatch', message);
}
