/** One node's RPC, as the desk asks it. What it answers is a claim. */
import { concatBytes } from '#core/bytes/index.ts';
import { SourceError } from '#core/chain/index.ts';
import { rpcResult, type RpcCall } from '#core/cometbft/index.ts';

const REQUEST_MS = 5_000;
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Calls methods of one node.
 *
 * @throws {@link SourceError} `source/down`, also after five seconds; `source/garbage` for what is
 * over four mebibytes or no answer; `source/too-high` and `source/pruned`.
 */
export function nodeCall(url: string): RpcCall {
  let calls = 0;
  return async (method, params) => {
    const id = ++calls;
    return rpcResult(await post(url, JSON.stringify({ jsonrpc: '2.0', id, method, params })), id);
  };
}

async function post(url: string, body: string): Promise<Uint8Array> {
  try {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(REQUEST_MS);
    return await bounded(await fetch(url, { method: 'POST', headers, body, signal }));
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError('source/down', 'the node cannot be asked', { cause });
  }
}

async function bounded({ body }: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > MAX_BYTES) throw new SourceError('source/garbage', 'too long an answer');
    parts.push(part);
  }
  return concatBytes(...parts);
}
