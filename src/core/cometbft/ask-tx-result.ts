/** Whether a transaction was included, and how it ended: a node is asked, and only proofs are believed. */
import { formatBase64 } from '../bytes/index.ts';
import { height as readHeight, object } from './json.ts';
import type { RpcCall } from './rpc-call.ts';
import { verifyTxResult, type ProvenTxResult } from './tx-proof.ts';
import type { Header } from './types.ts';

/** The header at a height, verified by the light client; it refuses in its own words. */
export type VerifiedHeader = (height: number) => Promise<Header>;

/** How a transaction ended, and where. */
export interface TxOutcome extends ProvenTxResult {
  readonly height: number;
}

/**
 * Asks one node how a transaction ended. The node can hold the answer back, never change it: what it
 * names is only where to look. A transaction of the newest block has no proven result yet.
 *
 * @param hash - SHA-256 of the transaction.
 * @throws {@link SourceError}, also for a transaction that the node does not know;
 * {@link CometbftError} for an answer that does not hold; refusals of `headerAt`.
 */
export async function askTxResult(
  call: RpcCall,
  headerAt: VerifiedHeader,
  hash: Uint8Array,
): Promise<TxOutcome> {
  const tx = await call('tx', { hash: formatBase64(hash), prove: true });
  const height = readHeight(object(tx, 'result')['height'], 'height');
  const results = await call('block_results', { height: String(height) });
  // The later one first: the earlier one then follows from it by its hash.
  const next = await headerAt(height + 1);
  const header = await headerAt(height);
  return { ...verifyTxResult({ header, next }, hash, tx, results), height };
}
