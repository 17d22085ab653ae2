/** `simple:v`: one value under the root of a sorted map (CometBFT v0.38, `crypto/merkle/proof_value.go`). */
import {
  bytesField,
  BytesError,
  concatBytes,
  decodeProtobuf,
  encodeVarint,
  equalBytes,
  integerField,
  repeatedField,
} from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { leafHash, MerkleError, rootFromProof, type InclusionProof } from '../merkle/index.ts';
import { CometbftError, malformed } from './cometbft-error.ts';

/** What a `simple:v` tree hashes for one entry: uvarint(len key) ‖ key ‖ 0x20 ‖ SHA-256(value). */
export function simpleValueLeaf(key: Uint8Array, value: Uint8Array): Uint8Array {
  const digest = sha256(value);
  return concatBytes(encodeVarint(key.length), key, encodeVarint(digest.length), digest);
}

/**
 * The root under which the op proves `value` under `key`.
 *
 * @throws {@link CometbftError} `cometbft/malformed`; `cometbft/proof-mismatch` for a proof of
 * another key or value, or a path that no tree has.
 */
export function runValueOp(untrusted: Uint8Array, key: Uint8Array, value: Uint8Array): Uint8Array {
  const proof = parseValueOp(untrusted);
  const leaf = leafHash(simpleValueLeaf(key, value));
  if (!equalBytes(proof.key, key) || !equalBytes(proof.leafHash, leaf)) {
    throw new CometbftError('cometbft/proof-mismatch', 'a proof of something else');
  }
  try {
    return rootFromProof(leaf, proof.path);
  } catch (cause) {
    if (!(cause instanceof MerkleError)) throw cause;
    throw new CometbftError('cometbft/proof-mismatch', 'not a path of a tree', { cause });
  }
}

/** `ValueOp{1: key, 2: Proof{1: total, 2: index, 3: leaf_hash, 4: aunts}}`. */
function parseValueOp(untrusted: Uint8Array) {
  try {
    const op = decodeProtobuf(untrusted, 2);
    const proof = decodeProtobuf(bytesField(op, 2), 4);
    // Negative numbers come out as unsafe integers, which no tree has.
    const path: InclusionProof = {
      total: Number(integerField(proof, 1)),
      index: Number(integerField(proof, 2)),
      aunts: repeatedField(proof, 4),
    };
    return { key: bytesField(op, 1), leafHash: bytesField(proof, 3), path };
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw malformed('ValueOp', { cause });
  }
}
