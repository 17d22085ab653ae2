/** JSON-RPC 2.0 over POST and over GET, as CometBFT's server speaks it. */
import { argumentsOfJson, argumentsOfUri, type Arguments } from './arguments.ts';
import { METHODS, type Method } from './methods.ts';
import type { NodeView } from './node-view.ts';
import type { Json } from './present.ts';
import {
  internalError,
  invalidRequest,
  methodNotFound,
  parseError,
  RpcError,
} from './rpc-error.ts';

const MAX_BATCH = 20;

/** An HTTP reply before it is sent. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Whether the answer can never change. */
  readonly isFinal: boolean;
}

type Id = string | number | null;

interface Answer {
  readonly envelope: Json;
  readonly isFinal: boolean;
  readonly failed: boolean;
}

/** Answers a POST: one request or a batch of at most 20. */
export async function answerPost(node: NodeView, untrustedBody: string): Promise<Reply> {
  let requests: unknown;
  try {
    requests = JSON.parse(untrustedBody);
  } catch {
    return json(500, failure(null, parseError('invalid JSON')), false);
  }
  if (!Array.isArray(requests)) {
    const answer = await answerRequest(node, requests);
    return json(200, answer.envelope, answer.isFinal);
  }
  if (requests.length === 0 || requests.length > MAX_BATCH) {
    return json(500, failure(null, invalidRequest('batch size')), false);
  }
  const answers: Answer[] = [];
  for (const request of requests) answers.push(await answerRequest(node, request));
  return json(
    200,
    answers.map(({ envelope }) => envelope),
    answers.every(({ isFinal }) => isFinal),
  );
}

/** Answers a GET of `/method?arg=…`; `undefined` if there is no such method. */
export async function answerGet(node: NodeView, url: URL): Promise<Reply | undefined> {
  const method = METHODS.get(url.pathname.slice(1));
  if (method === undefined) return undefined;
  const answer = await answerCall(node, -1, method, () =>
    argumentsOfUri(method.args, url.searchParams),
  );
  return json(answer.failed ? 500 : 200, answer.envelope, answer.isFinal);
}

/** A reply with an RPC error and nothing else. */
export function errorReply(status: number, error: RpcError): Reply {
  return json(status, failure(null, error), false);
}

async function answerRequest(node: NodeView, untrusted: unknown): Promise<Answer> {
  if (typeof untrusted !== 'object' || untrusted === null) {
    return failed(null, invalidRequest('not a request'));
  }
  const { id, method: name, params } = untrusted as Record<string, unknown>;
  const known = typeof id === 'string' || typeof id === 'number' ? id : null;
  if (typeof name !== 'string') return failed(known, invalidRequest('no method'));
  const method = METHODS.get(name);
  if (method === undefined) return failed(known, methodNotFound());
  return answerCall(node, known, method, () => argumentsOfJson(method.args, params));
}

async function answerCall(
  node: NodeView,
  id: Id,
  method: Method,
  readArguments: () => Arguments,
): Promise<Answer> {
  try {
    const args = readArguments();
    const result = await method.call(node, args);
    const isFinal = method.finalWith !== undefined && args.has(method.finalWith);
    return { envelope: { jsonrpc: '2.0', id, result }, isFinal, failed: false };
  } catch (error) {
    return failed(id, error instanceof RpcError ? error : internalError('unexpected'));
  }
}

function failed(id: Id, error: RpcError): Answer {
  return { envelope: failure(id, error), isFinal: false, failed: true };
}

function failure(id: Id, { code, message, data }: RpcError): Json {
  return { jsonrpc: '2.0', id, error: { code, message, data } };
}

function json(status: number, envelope: Json, isFinal: boolean): Reply {
  return { status, contentType: 'application/json', body: JSON.stringify(envelope), isFinal };
}
