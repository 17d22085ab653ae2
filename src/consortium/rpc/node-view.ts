import type { EmbeddedChain } from '../chain/embedded-chain.ts';

/** One validator's view of the chain: what its RPC endpoint answers from. */
export interface NodeView {
  readonly chain: EmbeddedChain;
  /** Place of the node's validator in the set. */
  readonly validator: number;
  readonly moniker: string;
  /** Lets a transaction wait for a block, and sees to it that one comes. */
  readonly submit: EmbeddedChain['submit'];
  /** How long `broadcast_tx_commit` waits. */
  readonly commitTimeoutMs: number;
}
