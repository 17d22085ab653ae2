/** How long somebody waits for a result that is proven. */
import { awaitOutcome, broadcast, nodeCall } from '#consortium/client/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import type { Cluster, TxSource } from './cluster.ts';

const WAITING = { pollMs: 100, timeoutMs: 60_000 };

/**
 * Each probe sends a transaction, waits until a light client has proven that it is in and succeeded, and
 * sends the next, until it is told to end.
 *
 * @returns Milliseconds of each.
 */
export async function probeLatencies(
  { probes, chain, urls }: Cluster,
  isOver: () => boolean,
): Promise<readonly number[]> {
  const nodes = urls.map(nodeCall);
  const probe = async (source: TxSource): Promise<readonly number[]> => {
    const latencies: number[] = [];
    while (!isOver()) {
      const tx = await source();
      const start = performance.now();
      await broadcast(nodes, tx);
      const outcome = await awaitOutcome(chain, sha256(tx), WAITING);
      // What is not proven in a minute counts as that.
      if ((outcome?.result.code ?? 0) !== 0) throw new Error('a probe was refused in its block');
      latencies.push(performance.now() - start);
    }
    return latencies;
  };
  return (await Promise.all(probes.map(probe))).flat();
}
