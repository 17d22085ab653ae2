import { formatBase64 } from '#core/bytes/index.ts';
import type { RpcCall } from '#core/cometbft/index.ts';

/** Why no node took a transaction: what the first one that refused it said, or that none answered. */
export type Untaken =
  { readonly kind: 'refused'; readonly log: string } | { readonly kind: 'unreachable' };

/**
 * Hands a transaction to all nodes at once, for one that drops it must not be the only one. What they
 * say is a claim: what became of the transaction is for proofs to tell.
 *
 * @returns Why none took it, or `undefined` as soon as one says that it did.
 */
export async function broadcast(
  nodes: readonly RpcCall[],
  tx: Uint8Array,
): Promise<Untaken | undefined> {
  const refusals: Untaken[] = [];
  const handed = nodes.map(async (call) => {
    const answer = (await call('broadcast_tx_sync', { tx: formatBase64(tx) })) as {
      readonly code?: unknown;
      readonly log?: unknown;
    };
    if (answer.code === 0) return;
    refusals.push({ kind: 'refused', log: String(answer.log) });
    throw new Error('refused');
  });
  try {
    await Promise.any(handed);
    return undefined;
  } catch {
    return refusals[0] ?? { kind: 'unreachable' };
  }
}
