/** One node's CometBFT RPC as JSON-RPC 2.0 over POST. What it answers is a claim. */
import { BytesError, decodeUtf8, isNestedDeeper } from '#core/bytes/index.ts';
import { SourceError } from '#core/chain/index.ts';
import type { RpcCall } from '#core/cometbft/index.ts';
import { NetworkError } from './network-error.ts';
import type { Network, NetworkResponse } from './network.ts';

const TIMEOUT_MS = 4_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** Deeper than any answer of a node. */
const MAX_DEPTH = 32;
const GATEWAY_STATUS = [502, 503, 504];

/**
 * Calls methods of one node; 64-bit numbers are decimal text, as the node gives them.
 *
 * @throws SourceError `source/down` (also for a node that is not on the network's list),
 * `source/slow` after four seconds, `source/garbage` for what is not an answer to this call or is
 * over four mebibytes; `source/too-high` and `source/pruned`, with the height that the node states.
 */
export function rpcCall(network: Network, nodeUrl: string): RpcCall {
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
  network: Network,
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
      return garbage(cause);
    case 'network/slow':
      return new SourceError('source/slow', 'the node is too slow', { cause });
    case 'network/down':
    case 'network/not-allowed':
    case 'network/cancelled':
      return new SourceError('source/down', 'the node cannot be asked', { cause });
  }
}

function resultOf(response: NetworkResponse, id: number): unknown {
  const answer = parseObject(response.bytes);
  const isOurs = answer?.['jsonrpc'] === '2.0' && answer['id'] === id;
  if (answer === undefined || !isOurs) {
    // A proxy in front of a dead node answers with a page of its own.
    if (GATEWAY_STATUS.includes(response.status)) {
      throw new SourceError('source/down', `status ${response.status}`);
    }
    throw garbage();
  }
  const error = answer['error'];
  if (error === undefined || error === null) {
    if (answer['result'] === undefined || answer['result'] === null) throw garbage();
    return answer['result'];
  }
  throw noSuchHeight(error) ?? garbage();
}

/** CometBFT v0.38 `rpc/core/env.go`: the code is −32603 for everything, only the text tells. */
const TOO_HIGH = /height \d+ must be less than or equal to the current blockchain height (\d+)/;
const PRUNED = /height \d+ is not available, lowest height is (\d+)/;
const NOT_KEPT = /could not find (results|validator set) for height/;

function noSuchHeight(error: unknown): SourceError | undefined {
  if (typeof error !== 'object' || error === null || !('data' in error)) return undefined;
  const { data } = error;
  if (typeof data !== 'string') return undefined;
  const newest = TOO_HIGH.exec(data);
  if (newest !== null) {
    return new SourceError('source/too-high', 'too high', { nodeHeight: heightOf(newest[1]) });
  }
  const lowest = PRUNED.exec(data);
  if (lowest === null && !NOT_KEPT.test(data)) return undefined;
  return new SourceError('source/pruned', 'pruned', { nodeHeight: heightOf(lowest?.[1]) });
}

function heightOf(digits: string | undefined): number | undefined {
  const height = Number(digits);
  return Number.isSafeInteger(height) ? height : undefined;
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = decodeUtf8(bytes);
    if (isNestedDeeper(text, MAX_DEPTH)) return undefined;
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch (error) {
    if (error instanceof BytesError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function garbage(cause?: unknown): SourceError {
  return new SourceError('source/garbage', 'not an answer', { cause });
}
