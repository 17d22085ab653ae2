/** Offers transactions at a steady rate, and what becomes of them. */
import type { Cluster, TxSource } from './cluster.ts';

const TICK_MS = 25;
/** As many calls as a node takes in one request. */
const MAX_CALLS = 10;
const RETRY_MS = 100;

/** What one node is still to be given. */
interface Lane {
  readonly url: string;
  readonly waiting: Uint8Array[];
  readonly perSecond: number;
}

/**
 * Hands `perSecond` transactions a second in for `durationMs`, spread over the nodes. What a node has no
 * room for is handed in again. They are made beforehand.
 *
 * @returns When it began (ms since 1970), and what was not taken at the end.
 */
export async function offer(
  { urls, sources }: Cluster,
  perSecond: number,
  durationMs: number,
): Promise<{ readonly startMs: number; readonly untaken: number }> {
  const each = perSecond / urls.length;
  const count = Math.ceil((each * durationMs) / 1_000);
  const lanes: Lane[] = [];
  for (const [index, source] of sources.entries()) {
    const waiting = await madeOf(source, count);
    lanes.push({ url: urls[index] ?? '', waiting, perSecond: each });
  }
  const startMs = Date.now();
  await Promise.all(lanes.map((lane) => feed(lane, durationMs)));
  // All of it goes in: what comes later builds on it.
  await Promise.all(lanes.map((lane) => feed({ ...lane, perSecond: Infinity }, 60_000)));
  return { startMs, untaken: lanes.reduce((sum, { waiting }) => sum + waiting.length, 0) };
}

async function madeOf(source: TxSource, count: number): Promise<Uint8Array[]> {
  const made: Uint8Array[] = [];
  while (made.length < count) made.push(await source());
  return made;
}

async function feed({ url, waiting, perSecond }: Lane, durationMs: number): Promise<void> {
  const [all, start] = [waiting.length, performance.now()];
  for (;;) {
    const spentMs = performance.now() - start;
    if (waiting.length === 0 || spentMs > durationMs) return;
    const due = Math.min(all, Math.floor((perSecond * spentMs) / 1_000) + 1);
    const next = waiting.slice(0, Math.min(MAX_CALLS, due - (all - waiting.length)));
    const taken = next.length === 0 ? 0 : await handIn(url, next);
    waiting.splice(0, taken);
    if (taken < next.length) await pause(RETRY_MS);
    else if (next.length < MAX_CALLS) await pause(TICK_MS);
  }
}

interface Answer {
  readonly id: number;
  readonly result?: { readonly code: number };
  readonly error?: { readonly data?: string };
}

/** How many of the first the node has now. */
async function handIn(url: string, txs: readonly Uint8Array[]): Promise<number> {
  const calls = txs.map((tx, id) => ({
    jsonrpc: '2.0',
    id,
    method: 'broadcast_tx_sync',
    params: { tx: Buffer.from(tx).toString('base64') },
  }));
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(calls) });
  const answer = (await response.json()) as Answer | readonly Answer[];
  const answers: readonly Answer[] = 'id' in answer ? [answer] : answer;
  const byId = new Map(answers.map((each) => [each.id, each]));
  const refused = txs.findIndex((_, id) => !isTaken(byId.get(id)));
  return refused < 0 ? txs.length : refused;
}

function isTaken(answer: Answer | undefined): boolean {
  // It was taken before, after one that was refused.
  if (answer?.error?.data?.includes('already exists in cache') === true) return true;
  return answer?.result?.code === 0;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
