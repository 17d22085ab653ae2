/** A single value of the application's state under a header (CometBFT v0.38, `crypto/merkle/proof_value.go`). */
import { concatBytes, encodeVarint, equalBytes } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import {
  leafHash,
  MerkleError,
  verifyHashInclusion,
  type InclusionProof,
} from '../merkle/index.ts';
import { CometbftError, malformed } from './cometbft-error.ts';
import { array, base64Text, object, text } from './json.ts';
import { readFields, type WireFields } from './wire-reader.ts';

/** Room for a hundred aunts and a key. */
const MAX_OP_BYTES = 8_192;
const MAX_OPS = 8;

/** What a `simple:v` tree hashes for one entry: uvarint(len key) ‖ key ‖ 0x20 ‖ SHA-256(value). */
export function simpleValueLeaf(key: Uint8Array, value: Uint8Array): Uint8Array {
  const digest = sha256(value);
  return concatBytes(encodeVarint(key.length), key, encodeVarint(digest.length), digest);
}

/**
 * Verifies that the state holds `value` under `key`. It returns only if the proof is exactly one
 * `simple:v` op for this key whose path leads from the value to `appHash`.
 *
 * @param appHash - Of a verified header: it commits to the state after the block **before** it.
 * @param untrustedProofOps - `proofOps` of the answer to `abci_query` with `prove`.
 * @throws {@link CometbftError} `cometbft/malformed`, `cometbft/unsupported-proof` for any other kind
 * or number of ops, `cometbft/proof-mismatch`.
 */
export function verifyStateProof(
  appHash: Uint8Array,
  key: Uint8Array,
  value: Uint8Array,
  untrustedProofOps: unknown,
): void {
  const ops = array(object(untrustedProofOps, 'proofOps')['ops'], 'ops', MAX_OPS).map((op) =>
    object(op, 'op'),
  );
  const [op] = ops;
  if (op === undefined || ops.length !== 1 || text(op['type'], 'op.type', 64) !== 'simple:v') {
    throw new CometbftError('cometbft/unsupported-proof', 'not exactly one simple:v op');
  }
  const proof = parseValueOp(base64Text(op['data'], 'op.data', MAX_OP_BYTES));
  const names = [base64Text(op['key'], 'op.key', MAX_OP_BYTES), proof.key];
  const leaf = leafHash(simpleValueLeaf(key, value));
  if (!names.every((name) => equalBytes(name, key)) || !equalBytes(proof.leafHash, leaf)) {
    throw new CometbftError('cometbft/proof-mismatch', 'a proof of something else');
  }
  try {
    verifyHashInclusion(appHash, leaf, proof.path);
  } catch (cause) {
    if (!(cause instanceof MerkleError)) throw cause;
    throw new CometbftError('cometbft/proof-mismatch', 'not in the state', { cause });
  }
}

/** `ValueOp{1: key, 2: Proof{1: total, 2: index, 3: leaf_hash, 4: aunts}}`. */
function parseValueOp(untrusted: Uint8Array) {
  const op = readFields(untrusted, 'ValueOp', 2);
  const proof = readFields(bytesOf(op, 2), 'Proof', 4);
  const path: InclusionProof = {
    total: integerOf(proof, 1),
    index: integerOf(proof, 2),
    aunts: (proof.get(4) ?? []).map(asBytes),
  };
  return { key: bytesOf(op, 1), leafHash: bytesOf(proof, 3), path };
}

function bytesOf(fields: WireFields, field: number): Uint8Array {
  return asBytes(only(fields, field) ?? new Uint8Array());
}

/** Negative numbers come out as unsafe integers, which no tree has. */
function integerOf(fields: WireFields, field: number): number {
  const value = only(fields, field) ?? 0n;
  if (typeof value !== 'bigint') throw malformed('Proof');
  return Number(value);
}

function only(fields: WireFields, field: number): bigint | Uint8Array | undefined {
  const values = fields.get(field) ?? [];
  if (values.length > 1) throw malformed('ValueOp');
  return values[0];
}

function asBytes(value: bigint | Uint8Array): Uint8Array {
  if (typeof value === 'bigint') throw malformed('Proof');
  return value;
}
