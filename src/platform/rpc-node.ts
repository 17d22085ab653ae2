/** One node's CometBFT RPC as JSON-RPC 2.0 over POST. What it answers is a claim. */
import { SourceError } from '#core/chain/index.ts';
import { rpcResult, type RpcCall } from '#core/cometbft/index.ts';
import { NetworkError } from './network-error.ts';
import type { Network, NetworkResponse } from './network.ts';

const TIMEOUT_MS = 4_000;
const MAX_BYTES = 4 * 1024 * 1024;
const GATEWAY_STATUS = [502, 503, 504];

/**
 * Calls methods of one node; 64-bit numbers are decimal text, as the node gives them.
 *
 * @throws SourceError `source/down` (also for a node that is not on the network's list),
 * `source/slow` after four seconds, `source/garbage` for what is not an answer to this call or is
 * over four mebibytes; `source/too-high` and `source/pruned`, with the height that the node states.
 */
export function rpcCall(network: Pick<Network, 'request'>, nodeUrl: string): RpcCall {
  let calls = 0;
  return async (method, params, cancelled) => {
    const id = ++calls;
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const breaker = new AbortController();
    const leave = cancelled?.onCancel(() => {
      breaker.abort();
    });
    try {
      return resultOf(await ask(network, nodeUrl, body, breaker.signal), id);
    } finally {
      leave?.();
    }
  };
}

async function ask(
  network: Pick<Network, 'request'>,
  url: string,
  body: string,
  signal: AbortSignal,
): Promise<NetworkResponse> {
  try {
    return await network.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      signal,
    });
  } catch (cause) {
    throw cause instanceof NetworkError ? failureOf(cause) : cause;
  }
}

function failureOf(cause: NetworkError): SourceError {
  switch (cause.code) {
    case 'network/too-large':
      return new SourceError('source/garbage', 'too long an answer', { cause });
    case 'network/slow':
      return new SourceError('source/slow', 'the node is too slow', { cause });
    case 'network/down':
    case 'network/not-allowed':
    case 'network/cancelled':
      return new SourceError('source/down', 'the node cannot be asked', { cause });
  }
}

/** A proxy in front of a dead node answers with a page of its own. */
function resultOf({ bytes, status }: NetworkResponse, id: number): unknown {
  try {
    return rpcResult(bytes, id);
  } catch (refusal) {
    if (!(refusal instanceof SourceError) || refusal.code !== 'source/garbage') throw refusal;
    if (!GATEWAY_STATUS.includes(status)) throw refusal;
    throw new SourceError('source/down', `status ${status}`, { cause: refusal });
  }
}
