import { ConsortiumError } from '../chain/index.ts';
import type { CometbftNode } from './cometbft-node.ts';

const POLL_MS = 200;
const PATIENCE_MS = 90_000;

/** What is asked of a node that has been started. */
type StartedNode = Pick<CometbftNode, 'id' | 'height' | 'isAlive'>;

/**
 * Waits until all nodes have a block. Two thirds suffice to begin, but somebody whose node does not
 * start wants to know.
 *
 * @throws {@link ConsortiumError} `consortium/node-failed` with the nodes and where their logs lie.
 */
export async function agreement(nodes: readonly StartedNode[], home: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const heights = await Promise.all(nodes.map((node) => node.height()));
    const silent = nodes.filter((_, index) => (heights[index] ?? 0) < 1);
    if (silent.length === 0) return;
    const ended = nodes.filter((node) => !node.isAlive);
    if (ended.length > 0) throw nodeFailed('ended', ended, home);
    if (performance.now() > end) throw nodeFailed('without a block', silent, home);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function nodeFailed(how: string, nodes: readonly StartedNode[], home: string): ConsortiumError {
  const ids = nodes.map(({ id }) => id).join(', ');
  return new ConsortiumError('consortium/node-failed', `${how}: ${ids}; logs in ${home}`);
}
