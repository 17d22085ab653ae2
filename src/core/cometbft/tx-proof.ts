/**
 * Whether a transaction is in a block, and how it ended: answered by proofs under verified headers
 * alone (CometBFT v0.38, `types/tx.go` and `types/results.go`).
 */
import { equalBytes } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { leafHash, MerkleError, verifyHashInclusion } from '../merkle/index.ts';
import { CometbftError, malformed } from './cometbft-error.ts';
import { hashResults, type ResultFields } from './hash-lists.ts';
import { array, base64Text, hex, height, int64, object, type JsonObject } from './json.ts';
import type { Header } from './types.ts';

const MAX_TX_BYTES = 1024 * 1024;
const MAX_AUNTS = 100;
const MAX_RESULTS = 100_000;

/** A transaction of a block. */
export interface ProvenTx {
  readonly tx: Uint8Array;
  /**
   * Its place, if the block has `total` transactions. The path does not tell: the same hashes lead
   * to the last of five, and to the last of two.
   */
  readonly index: number;
  readonly total: number;
}

/** How a transaction ended: a code of 0 is success. */
export interface ProvenTxResult extends ProvenTx {
  readonly result: ResultFields;
}

/**
 * Verifies that the transaction with this hash is in the block of `header`.
 *
 * @param header - Verified by the light client.
 * @param hash - SHA-256 of the transaction that was asked for.
 * @param untrusted - Result of `tx` with `prove`.
 * @throws {@link CometbftError} `cometbft/malformed`; `cometbft/proof-mismatch` for another
 * transaction, another height, or a proof that does not lead to `data_hash`.
 */
export function verifyTx(header: Header, hash: Uint8Array, untrusted: unknown): ProvenTx {
  const answer = object(untrusted, 'result');
  const proof = object(answer['proof'], 'proof');
  const tx = base64Text(answer['tx'], 'tx', MAX_TX_BYTES);
  const isAsked =
    height(answer['height'], 'height') === header.height &&
    equalBytes(sha256(tx), hash) &&
    equalBytes(base64Text(proof['data'], 'proof.data', MAX_TX_BYTES), tx) &&
    equalBytes(hex(proof['root_hash'], 'proof.root_hash', [32]), header.dataHash);
  if (!isAsked) throw mismatch('a proof of something else');
  return { tx, ...verifyPath(header.dataHash, hash, object(proof['proof'], 'proof.proof')) };
}

/**
 * Verifies that the transaction with this hash is in the block of `header`, and how it ended there.
 * The number of results is proven by `next`, and with it the place of the transaction among them.
 *
 * A success is final. A failure is that of this one inclusion: the same bytes may stand in another
 * block, or twice in one.
 *
 * @param header - Verified by the light client.
 * @param next - The header after it, verified by the light client.
 * @param untrustedTx - Result of `tx` with `prove`.
 * @param untrustedResults - Result of `block_results` for the block.
 * @throws {@link CometbftError} `cometbft/malformed`; `cometbft/proof-mismatch` as {@link verifyTx}
 * and {@link verifyTxResults}, for headers that do not follow each other, and for a path in a tree
 * of another size.
 */
export function verifyTxResult(
  { header, next }: { readonly header: Header; readonly next: Header },
  hash: Uint8Array,
  untrustedTx: unknown,
  untrustedResults: unknown,
): ProvenTxResult {
  if (next.height !== header.height + 1) throw mismatch('headers that do not follow each other');
  const proven = verifyTx(header, hash, untrustedTx);
  const results = verifyTxResults(next, untrustedResults);
  const result = results[proven.index];
  if (result === undefined || results.length !== proven.total) throw mismatch('another place');
  return { ...proven, result };
}

/**
 * Verifies how the transactions of the block before `next` ended. The node sends no proof for it:
 * all results of the block are hashed again.
 *
 * @param next - The header after the block, verified by the light client.
 * @param untrusted - Result of `block_results` for the block.
 * @returns One for each transaction of the block, in its order; a code of 0 is success.
 * @throws {@link CometbftError} `cometbft/malformed`, `cometbft/proof-mismatch`.
 */
export function verifyTxResults(next: Header, untrusted: unknown): readonly ResultFields[] {
  const answer = object(untrusted, 'result');
  if (height(answer['height'], 'height') !== next.height - 1) throw mismatch('another height');
  const results = array(answer['txs_results'], 'txs_results', MAX_RESULTS).map(parseResult);
  if (!equalBytes(hashResults(results), next.lastResultsHash)) throw mismatch('other results');
  return results;
}

function verifyPath(root: Uint8Array, hash: Uint8Array, path: JsonObject) {
  const leaf = leafHash(hash);
  if (!equalBytes(base64Text(path['leaf_hash'], 'leaf_hash', 64), leaf)) throw mismatch('leaf');
  const [total, index] = [height(path['total'], 'total'), height(path['index'], 'index')];
  const aunts = array(path['aunts'], 'aunts', MAX_AUNTS).map((aunt) =>
    base64Text(aunt, 'aunt', 64),
  );
  try {
    verifyHashInclusion(root, leaf, { total, index, aunts });
  } catch (cause) {
    if (!(cause instanceof MerkleError)) throw cause;
    throw new CometbftError('cometbft/proof-mismatch', 'not in the block', { cause });
  }
  return { index, total };
}

function parseResult(untrusted: unknown): ResultFields {
  const result = object(untrusted, 'tx result');
  const code = result['code'] ?? 0;
  const isCode = typeof code === 'number' && Number.isInteger(code) && code >= 0;
  if (!isCode || code > 0xffff_ffff) throw malformed('code');
  return {
    code,
    data: base64Text(result['data'] ?? '', 'data', MAX_TX_BYTES),
    gasWanted: int64(result['gas_wanted'] ?? '0', 'gas_wanted'),
    gasUsed: int64(result['gas_used'] ?? '0', 'gas_used'),
  };
}

function mismatch(message: string): CometbftError {
  return new CometbftError('cometbft/proof-mismatch', message);
}
