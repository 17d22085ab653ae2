import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConsortium, type Consortium } from '#consortium/chain/index.ts';
import { at, ORIGIN, startTestConsortium, type RpcClient } from './rpc-client.ts';

let consortium: Consortium;
let node: RpcClient;

beforeAll(async () => {
  ({ consortium, node } = await startTestConsortium());
});

afterAll(async () => {
  await consortium.stop();
});

describe('bad requests', () => {
  it.each([
    ['{', 500, -32700],
    ['[]', 500, -32600],
    ['3', 200, -32600],
    ['{"id":1}', 200, -32600],
    ['{"id":1,"method":"nope"}', 200, -32601],
    ['{"id":1,"method":"commit","params":{"height":"x"}}', 200, -32602],
    ['{"id":1,"method":"commit","params":{"height":1.5}}', 200, -32602],
    ['{"id":1,"method":"commit","params":"x"}', 200, -32602],
    ['{"id":1,"method":"tx","params":{"hash":"%"}}', 200, -32602],
    ['{"id":1,"method":"broadcast_tx_sync"}', 200, -32602],
    ['{"id":1,"method":"broadcast_evidence"}', 200, -32602],
    ['{"id":1,"method":"broadcast_evidence","params":{"evidence":7}}', 200, -32603],
    ['{"id":1,"method":"broadcast_evidence","params":{"evidence":{"type":"x"}}}', 200, -32603],
  ])('get an error of JSON-RPC: %s', async (body, status, code) => {
    const response = await fetch(node.url, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(at(await response.json(), 'error', 'code')).toBe(code);
  });

  it('are refused above the size limit, for other paths and for other verbs', async () => {
    const large = await fetch(node.url, { method: 'POST', body: ' '.repeat(1_000_001) });
    expect(large.status).toBe(413);
    expect((await fetch(`${node.url}/nope`)).status).toBe(404);
    expect((await fetch(`${node.url}/commit?height=x`)).status).toBe(500);
    expect((await fetch(`${node.url}/commit`, { method: 'DELETE' })).status).toBe(405);
  });

  it('never crash the node', async () => {
    for (const body of [
      'null',
      '[null]',
      '[[]]',
      '{"method":{}}',
      '"',
      '{"id":{},"method":"status"}',
    ]) {
      const response = await fetch(node.url, { method: 'POST', body });
      expect(response.headers.get('content-type')).toBe('application/json');
    }
    expect((await node.post('health')).result).toEqual({});
  });
});

describe('evidence that does not hold', () => {
  it('is refused, also in the path, and nothing is kept', async () => {
    const refused = await node.post('broadcast_evidence', { evidence: { type: 'x', value: {} } });
    expect(refused.error?.data).toMatch(/^failed to add evidence/);
    expect((await node.get('broadcast_evidence?evidence={"type":"x"}')).error?.code).toBe(-32603);
    expect((await node.get('broadcast_evidence?evidence={')).error?.code).toBe(-32602);
    expect(consortium.chain.evidence.evidence).toEqual([]);
  });
});

describe('other origins', () => {
  it('are answered only if they are configured', async () => {
    const allowed = async (origin: string) =>
      (await fetch(`${node.url}/health`, { headers: { origin } })).headers.get(
        'access-control-allow-origin',
      );
    expect(await allowed(ORIGIN)).toBe(ORIGIN);
    expect(await allowed('http://evil.example')).toBeNull();
    const preflight = await fetch(node.url, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Content-Type');
  });
});

describe('ports', () => {
  it('that are taken are named in a clear refusal', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(startConsortium({ ports: [0, port, 0, 0] })).rejects.toMatchObject({
      code: 'consortium/port-taken',
      message: `port ${String(port)} is taken`,
    });
    await new Promise((resolve) => server.close(resolve));
  });
});
