import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceError } from '#core/chain/index.ts';
import { createNetwork, NetworkError, type Network } from '#platform/network.ts';
import { rpcCall } from '#platform/rpc-node.ts';
import { startLoopback, type Loopback } from './loopback.ts';

let node: Loopback;
let reply: (id: number) => { readonly status?: number; readonly text: string };

beforeAll(async () => {
  node = await startLoopback((_, response, body) => {
    const { id } = JSON.parse(body) as { id: number };
    const { status = 200, text } = reply(id);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
});

afterAll(() => node.close());

const call = (method = 'commit', params = {}) =>
  rpcCall(
    createNetwork(() => [node.origin]),
    node.origin,
  )(method, params);

const answering = (rest: object, status = 200) => {
  reply = (id) => ({ status, text: JSON.stringify({ jsonrpc: '2.0', id, ...rest }) });
};
const failing = (data: unknown) => {
  answering({ error: { code: -32603, message: 'Internal error', data } }, 500);
};

describe('a node', () => {
  it('is asked by JSON-RPC 2.0 and answers with its result', async () => {
    answering({ result: { height: '7' } });
    expect(await call('commit', { height: '7' })).toEqual({ height: '7' });
    expect(JSON.parse(node.requests.at(-1)?.body ?? '')).toEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'commit',
      params: { height: '7' },
    });
  });

  it('that nests its answer without end is garbage, at once', async () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    reply = (id) => ({ text: `{"jsonrpc":"2.0","id":${id},"result":${deep}}` });
    const began = performance.now();
    await expect(call()).rejects.toMatchObject({ code: 'source/garbage' });
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it.each([
    [
      'height 90 must be less than or equal to the current blockchain height 80',
      'source/too-high',
      80,
    ],
    ['height 3 is not available, lowest height is 40', 'source/pruned', 40],
    ['could not find validator set for height #3', 'source/pruned', undefined],
    [
      'height 9 must be less than or equal to the current blockchain height 99999999999999999999',
      'source/too-high',
      undefined,
    ],
  ])('that says "%s" has no such height', async (data, code, nodeHeight) => {
    failing(data);
    await expect(call()).rejects.toMatchObject({ code, nodeHeight });
  });

  it.each(['height must be greater than 0', 'boom', undefined, 7])(
    'that fails with %s is garbage',
    async (data) => {
      failing(data);
      await expect(call()).rejects.toMatchObject({ code: 'source/garbage' });
    },
  );

  it.each([
    ['HTML', () => ({ text: '<html><body>Welcome</body></html>' })],
    ['cut-off JSON', () => ({ text: '{"jsonrpc":"2.0","id":1,"result":{' })],
    ['bytes that are not text', () => ({ text: '' })],
    ['a list', () => ({ text: '[]' })],
    ['null', () => ({ text: 'null' })],
    ['the answer to another call', () => ({ text: '{"jsonrpc":"2.0","id":99,"result":{}}' })],
    ['another protocol', () => ({ text: '{"jsonrpc":"1.0","id":1,"result":{}}' })],
    ['neither result nor error', () => ({ text: '{"jsonrpc":"2.0","id":1}' })],
    ['a null result', () => ({ text: '{"jsonrpc":"2.0","id":1,"result":null}' })],
    ['deep nesting', () => ({ text: '['.repeat(100_000) })],
    ['more than four mebibytes', () => ({ text: ' '.repeat(4 * 1024 * 1024 + 1) })],
  ])('that answers with %s is garbage', async (_, answer) => {
    reply = answer;
    await expect(call()).rejects.toMatchObject({ code: 'source/garbage' });
  });

  it('behind a gateway that cannot reach it is down', async () => {
    reply = () => ({ status: 502, text: '<html>Bad Gateway</html>' });
    await expect(call()).rejects.toMatchObject({ code: 'source/down' });
  });

  it.each([
    ['network/down', 'source/down'],
    ['network/slow', 'source/slow'],
    ['network/not-allowed', 'source/down'],
    ['network/too-large', 'source/garbage'],
  ] as const)('turns %s into %s', async (from, to) => {
    const broken: Pick<Network, 'request'> = {
      request: () => Promise.reject(new NetworkError(from, from)),
    };
    const asking = rpcCall(broken, 'http://node.example')('status', {});
    await expect(asking).rejects.toBeInstanceOf(SourceError);
    await expect(asking).rejects.toMatchObject({ code: to });
  });

  it('has four seconds', async () => {
    const asked: unknown[] = [];
    const network: Pick<Network, 'request'> = {
      request: (_, options) => {
        asked.push(options?.timeoutMs, options?.maxBytes);
        return Promise.reject(new NetworkError('network/slow', 'slow'));
      },
    };
    await expect(rpcCall(network, 'http://node.example')('status', {})).rejects.toThrow();
    expect(asked).toEqual([4_000, 4 * 1024 * 1024]);
  });
});
