/** A node announces its headers, within CometBFT's limits. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Consortium } from '#consortium/chain/index.ts';
import { parseHeader } from '#core/cometbft/index.ts';
import { startTestConsortium } from './rpc-client.ts';

const QUERY = "tm.event='NewBlockHeader'";
let consortium: Consortium;

beforeEach(async () => {
  ({ consortium } = await startTestConsortium());
});
afterEach(() => consortium.stop());

interface Message {
  readonly id: unknown;
  readonly result?: {
    readonly data?: { readonly type: string; readonly value: { header: unknown } };
  };
  readonly error?: { readonly code: number };
}

async function connect(path = '/websocket') {
  const url = consortium.nodes[0]?.url.replace('http', 'ws') ?? '';
  const socket = new WebSocket(`${url}${path}`);
  const messages: Message[] = [];
  let wake: () => void = () => undefined;
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString('utf8')) as Message);
    wake();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const next = async () => {
    while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return messages.shift();
  };
  const ask = async (request: unknown) => {
    socket.send(typeof request === 'string' ? request : JSON.stringify(request));
    return await next();
  };
  return { socket, ask, next };
}

const subscription = (id: number, method = 'subscribe', query = QUERY) => ({
  jsonrpc: '2.0',
  id,
  method,
  params: { query },
});

describe('a subscription', () => {
  it('is told of each new header', async () => {
    const { ask, next, socket } = await connect();
    expect(await ask(subscription(7))).toEqual({ jsonrpc: '2.0', id: 7, result: {} });
    const block = consortium.chain.produceBlock(new Set([0, 1, 2, 3]));
    const told = await next();
    expect(told?.id).toBe(7);
    expect(told?.result?.data?.type).toBe('tendermint/event/NewBlockHeader');
    expect(parseHeader(told?.result?.data?.value.header)).toEqual(block?.header);
    socket.terminate();
  });

  it('ends when it is asked to', async () => {
    const { ask, socket } = await connect();
    await ask(subscription(1));
    await ask(subscription(1, 'unsubscribe'));
    consortium.chain.produceBlock(new Set([0, 1, 2, 3]));
    expect((await ask(subscription(2)))?.id).toBe(2);
    socket.terminate();
  });

  it.each([
    ['{', -32600],
    ['null', -32600],
    [{ method: 'subscribe' }, -32600],
    [subscription(1, 'status'), -32601],
    [subscription(1, 'subscribe', "tm.event='Tx'"), -32602],
  ])('is refused for %j', async (request, code) => {
    const { ask, socket } = await connect();
    expect((await ask(request))?.error?.code).toBe(code);
    socket.terminate();
  });

  it('is one of at most five, each once', async () => {
    const { ask, socket } = await connect();
    for (let id = 0; id < 5; id++) expect((await ask(subscription(id)))?.error).toBeUndefined();
    expect((await ask(subscription(4)))?.error?.code).toBe(-32603);
    expect((await ask(subscription(5)))?.error?.code).toBe(-32603);
    socket.terminate();
  });

  it('is possible at one path only, and ends with the node', async () => {
    await expect(connect('/elsewhere')).rejects.toThrow();
    const { socket } = await connect();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await consortium.nodes[0]?.stop();
    await closed;
  });
});
