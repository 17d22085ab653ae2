import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAILBOX_LIMITS, serveMailbox } from '#consortium/mailbox/index.ts';

const ORIGIN = 'https://wallet.city.example';
let server: Server;
let base: string;

beforeAll(async () => {
  server = await serveMailbox(0, [ORIGIN]);
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const boxOf = (pair: string) => `${base}/mailbox/${pair.repeat(32)}`;

describe('a mailbox as a program of its own', () => {
  it('keeps a letter for whoever knows its address, and lets the pages of its origins ask', async () => {
    const headers = { origin: ORIGIN };
    const left = await fetch(boxOf('ab'), { method: 'POST', body: 'letter', headers });
    expect([left.status, left.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    const collected = await fetch(boxOf('ab'), { headers: { origin: 'https://other.example' } });
    expect(await collected.text()).toBe('letter');
    expect(collected.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(boxOf('ab'), { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect((await fetch(boxOf('cd'))).status).toBe(404);
  });

  it('lets no page of another origin leave anything', async () => {
    const headers = { origin: 'https://other.example' };
    const left = await fetch(boxOf('12'), { method: 'POST', body: 'letter', headers });
    expect(left.status).toBe(403);
    expect((await fetch(boxOf('12'))).status).toBe(404);
  });

  it('takes nothing that is too long for a letter, and knows no other path', async () => {
    const long = await fetch(boxOf('ef'), { method: 'POST', body: 'x'.repeat(20_000) });
    expect(long.status).toBe(400);
    expect((await fetch(`${base}/status`)).status).toBe(404);
  });

  it('counts the requests of each peer that the proxy names', async () => {
    const ask = (peer: string) => fetch(boxOf('cd'), { headers: { 'x-real-ip': peer } });
    const { perMinute } = MAILBOX_LIMITS;
    const answers = [];
    for (let at = 0; at <= perMinute; at++) answers.push((await ask('192.0.2.1')).status);
    expect(answers.slice(0, perMinute)).toEqual(Array(perMinute).fill(404));
    expect(answers.at(-1)).toBe(429);
    expect((await ask('192.0.2.2')).status).toBe(404);
  });

  it('is refused a port that is taken', async () => {
    const { port } = server.address() as AddressInfo;
    await expect(serveMailbox(port, [])).rejects.toThrow('EADDRINUSE');
  });
});
