/** One answer of a node's JSON-RPC 2.0 (CometBFT v0.38, `rpc/core/env.go`). What it says is a claim. */
import { BytesError, decodeUtf8, isNestedDeeper } from '../bytes/index.ts';
import { SourceError } from '../chain/index.ts';

/** Deeper than any answer of a node. */
const MAX_DEPTH = 32;

/**
 * The `result` of an answer.
 *
 * @param untrusted - The body; its size is bounded by whoever fetched it.
 * @param id - Of the request.
 * @throws {@link SourceError} `source/too-high` and `source/pruned`, with the height that the node
 * states; `source/garbage` for any other error, and for what is not an answer to this request.
 */
export function rpcResult(untrusted: Uint8Array, id: number): unknown {
  const answer = parseObject(untrusted);
  if (answer?.['jsonrpc'] !== '2.0' || answer['id'] !== id) throw garbage();
  const error = answer['error'];
  if (error !== undefined && error !== null) throw noSuchHeight(error) ?? garbage();
  if (answer['result'] === undefined || answer['result'] === null) throw garbage();
  return answer['result'];
}

/** The code is −32603 for everything, only the text tells. */
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

function garbage(): SourceError {
  return new SourceError('source/garbage', 'not an answer');
}
