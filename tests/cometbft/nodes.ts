import type { CometbftNode } from '#consortium/cometbft/index.ts';

const POLL_MS = 100;

/** Waits until it is so; the test's own time limit ends it. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** Height of a node that answers. */
export async function heightOf(node: CometbftNode): Promise<number> {
  const height = await node.height();
  if (height === undefined) throw new Error(`${node.id} does not answer`);
  return height;
}

/** Waits for a height. */
export function heightAfter(node: CometbftNode, height: number): Promise<void> {
  return until(async () => ((await node.height()) ?? 0) >= height);
}
