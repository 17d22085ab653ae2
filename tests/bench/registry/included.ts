/** What the chain itself says about how much it took. */
import { nodeCall } from '#consortium/client/index.ts';

const POLL_MS = 250;
const PATIENCE_MS = 120_000;

interface Meta {
  readonly height: number;
  readonly timeMs: number;
}

/** Waits until no transaction waits any more, in no node. */
export async function drained(urls: readonly string[]): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  const waiting = async (url: string) => {
    const answer = (await ask(url, 'num_unconfirmed_txs')) as { readonly total: string };
    return Number(answer.total);
  };
  while ((await Promise.all(urls.map(waiting))).some((count) => count > 0)) {
    if (performance.now() > end) throw new Error('the transactions do not come to an end');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Height of the newest block. */
export async function heightOf(url: string): Promise<number> {
  const status = (await ask(url, 'status')) as {
    readonly sync_info: { readonly latest_block_height: string };
  };
  return Number(status.sync_info.latest_block_height);
}

/**
 * Transactions a second that succeeded, in the blocks after `height` that were decided in the time
 * between. A block's decision is dated by the header after it, whose time is that of the votes.
 */
export async function ratePerSecond(
  url: string,
  height: number,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const last = await heightOf(url);
  const metas: Meta[] = [];
  while (metas.length < last - height) metas.push(await metaOf(url, height + 1 + metas.length));
  const decided = metas.flatMap(({ height: at }, index) => {
    const next = metas[index + 1];
    return next === undefined ? [] : [{ height: at, timeMs: next.timeMs }];
  });
  const within = decided.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs);
  const [first, ...more] = within;
  const end = more.at(-1);
  if (first === undefined || end === undefined) return 0;
  let count = 0;
  for (const block of more) count += await successesIn(url, block.height);
  return (count * 1_000) / (end.timeMs - first.timeMs);
}

async function metaOf(url: string, height: number): Promise<Meta> {
  const answer = (await ask(url, 'header', height)) as {
    readonly header: { readonly time: string };
  };
  return { height, timeMs: Date.parse(answer.header.time) };
}

async function successesIn(url: string, height: number): Promise<number> {
  const answer = (await ask(url, 'block_results', height)) as {
    readonly txs_results: readonly { readonly code: number }[] | null;
  };
  return (answer.txs_results ?? []).filter(({ code }) => code === 0).length;
}

/** A node under load may take longer than a caller waits. */
async function ask(url: string, method: string, height?: number): Promise<unknown> {
  const params = height === undefined ? {} : { height: String(height) };
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await nodeCall(url)(method, params);
    } catch (trouble) {
      if (performance.now() > end) throw trouble;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
