/** The app's own light client over HTTP, as the browser's worker runs it. */
import { sync, SourceError, type ConsortiumProfile, type Synced } from '#core/chain/index.ts';
import {
  cometbftEngine,
  queryApp,
  rpcSource,
  type LightBlock,
  type RpcCall,
} from '#core/cometbft/index.ts';
import { memoryStore } from '../../support/chain-builder.ts';
import { collectPack, verifyTrustPack, type TrustPack } from '#core/registry/index.ts';

const TIMEOUT_MS = 1_000;

export function rpcCall(url: string): RpcCall {
  return async (method, params) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const { result, error } = (await jsonOf(url, body)) as { result?: unknown; error?: unknown };
    if (error !== undefined) throw new SourceError('source/too-high', JSON.stringify(error));
    return result;
  };
}

/** Verifies up to the newest head, from the anchor. */
export function syncWith(profile: ConsortiumProfile): Promise<Synced<LightBlock>> {
  return sync({
    profile,
    engine: cometbftEngine(),
    sources: profile.nodes.map(({ url }) => rpcSource(rpcCall(url))),
    store: memoryStore(),
    now: new Date(),
    elapsedMs: () => 0,
    patience: () => new Promise((resolve) => setTimeout(resolve, 2 * TIMEOUT_MS)),
    onProgress: () => undefined,
  });
}

/** The pack of a verified head, collected from one node. */
export async function packFrom(url: string, { header }: Synced<LightBlock>): Promise<TrustPack> {
  const query = (path: string, data: Uint8Array) =>
    queryApp(rpcCall(url), path, data, header.height - 1);
  return verifyTrustPack(await collectPack(query, undefined, header.appHash), header);
}

async function jsonOf(url: string, body: string): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return await (await fetch(url, { method: 'POST', body, signal })).json();
  } catch (cause) {
    throw new SourceError('source/garbage', 'no JSON', { cause });
  }
}
