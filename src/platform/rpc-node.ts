/** One node's CometBFT RPC as JSON-RPC 2.0 over POST. What it answers is a claim. */
import { BytesError, decodeUtf8 } from '#core/bytes/index.ts';
import { SourceError } from '#core/chain/index.ts';
import type { Network, NetworkResponse } from './network.ts';
import { NetworkError } from './network-error.ts';

const TIMEOUT_MS = 10_000;
/** A registry of tens of thousands of entries fits; its decoder has limits of its own. */
const MAX_BYTES = 32 * 1024 * 1024;

export interface RpcNode {
  /**
   * Calls one method; 64-bit numbers are decimal text, as the node gives them.
   *
   * @returns The `result`, or `undefined` if the node says that the height is too new or pruned.
   * @throws {@link SourceError} `source/down`, `source/slow`, or `source/garbage` for what is not an
   * answer to this call; {@link NetworkError} `network/not-allowed` or `network/cancelled`.
   */
  call(
    method: string,
    params: Readonly<Record<string, string | boolean>>,
    signal?: AbortSignal,
  ): Promise<unknown>;
}

export function rpcNode(network: Network, url: string): RpcNode {
  let calls = 0;
  return {
    call: async (method, params, signal) => {
      const id = ++calls;
      const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
      return resultOf(await ask(network, url, body, signal), id);
    },
  };
}

async function ask(network: Network, url: string, body: string, signal?: AbortSignal) {
  try {
    return await network.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      ...(signal && { signal }),
    });
  } catch (cause) {
    throw cause instanceof NetworkError ? failureOf(cause) : cause;
  }
}

function failureOf(cause: NetworkError): Error {
  switch (cause.code) {
    case 'network/down':
    case 'network/status':
      return new SourceError('source/down', 'the node does not answer', { cause });
    case 'network/slow':
      return new SourceError('source/slow', 'the node is too slow', { cause });
    case 'network/too-large':
      return garbage(cause);
    case 'network/not-allowed':
    case 'network/cancelled':
      return cause;
  }
}

function resultOf(response: NetworkResponse, id: number): unknown {
  const answer = parseObject(response.body);
  const isOurs = answer?.['jsonrpc'] === '2.0' && answer['id'] === id;
  if (answer === undefined || !isOurs) {
    // A proxy in front of a dead node answers with a page of its own.
    if (response.status >= 500) throw new SourceError('source/down', `status ${response.status}`);
    throw garbage();
  }
  const error = answer['error'];
  if (error === undefined || error === null) {
    if (answer['result'] === undefined || answer['result'] === null) throw garbage();
    return answer['result'];
  }
  if (saysNoSuchHeight(error)) return undefined;
  throw garbage();
}

/** CometBFT v0.38 `rpc/core/env.go`: the code is −32603 for everything, only the text tells. */
function saysNoSuchHeight(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('data' in error)) return false;
  const { data } = error;
  if (typeof data !== 'string') return false;
  return (
    data.includes('must be less than or equal to the current blockchain height') ||
    /height \d+ is not available, lowest height is/.test(data) ||
    /could not find (results|validator set) for height/.test(data)
  );
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(decodeUtf8(bytes));
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
