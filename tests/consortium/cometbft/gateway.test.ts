import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Gateway } from '#consortium/cometbft/gateway.ts';
import { Mailbox } from '#consortium/mailbox/index.ts';

const ORIGIN = 'http://localhost:4173';
const ADDRESS = 'ab'.repeat(32);
let node: Server;
let gateway: Gateway;

beforeAll(async () => {
  node = createServer((request, response) => {
    response.setHeader('X-Node', 'yes');
    request.pipe(response.writeHead(201));
  });
  new WebSocketServer({ server: node }).on('connection', (socket) => {
    socket.on('message', (data) => {
      socket.send(data);
    });
  });
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
  const { port } = node.address() as AddressInfo;
  gateway = new Gateway(port, new Mailbox(Date.now), 0, [ORIGIN]);
  await gateway.start();
});

afterAll(async () => {
  await gateway.stop();
  node.closeAllConnections();
  await new Promise((resolve) => node.close(resolve));
});

describe('a gateway', () => {
  it('hands on what is for the node, as it is', async () => {
    const answer = await fetch(`${gateway.url}/status`, { method: 'POST', body: 'question' });
    expect([answer.status, answer.headers.get('x-node')]).toEqual([201, 'yes']);
    expect(await answer.text()).toBe('question');
  });

  it('keeps the letters of the mailbox itself, for the app and nobody else', async () => {
    const url = `${gateway.url}/mailbox/${ADDRESS}`;
    const left = await fetch(url, { method: 'POST', body: 'letter', headers: { origin: ORIGIN } });
    expect([left.status, left.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    const other = await fetch(url, { headers: { origin: 'https://other.example' } });
    expect([await other.text(), other.headers.get('access-control-allow-origin')]).toEqual([
      'letter',
      null,
    ]);
  });

  it('carries a WebSocket through', async () => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/websocket`);
    const answered = new Promise((resolve) => {
      socket.on('message', (data: Buffer) => {
        resolve(data.toString());
      });
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('hint');
    expect(await answered).toBe('hint');
    socket.close();
  });

  it('says nothing in the name of a node that is gone', async () => {
    const lonely = new Gateway(1, new Mailbox(Date.now), 0, []);
    await lonely.start();
    await expect(fetch(`${lonely.url}/status`)).rejects.toThrow();
    await lonely.stop();
  });
});
