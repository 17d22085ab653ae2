import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createNetwork } from '#platform/network.ts';
import { startLoopback, type Loopback } from './loopback.ts';

const KIB = 1024;
let server: Loopback;
let stranger: Loopback;

beforeAll(async () => {
  stranger = await startLoopback((_, response) => response.end('stranger'));
  server = await startLoopback((path, response, body) => {
    if (path === '/echo') response.writeHead(201, { 'x-kind': 'echo' }).end(body);
    else if (path === '/redirect') response.writeHead(302, { location: '/echo' }).end();
    else if (path === '/away') response.writeHead(307, { location: stranger.origin }).end();
    else if (path === '/large') response.end(Buffer.alloc(64 * KIB));
    else if (path === '/broken') response.writeHead(200, { 'content-length': '9' }).destroy();
    else if (path === '/trickle') response.write('a');
    else if (path === '/endless') writeForever(response);
  });
});

afterAll(async () => {
  await Promise.all([server.close(), stranger.close()]);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function writeForever(response: { write(part: Buffer): boolean; destroyed: boolean }): void {
  if (response.destroyed) return;
  response.write(Buffer.alloc(KIB));
  setImmediate(writeForever, response);
}

const network = () => createNetwork(() => [server.origin]);
const code = (name: string) => ({ code: `network/${name}` });

describe('the network port', () => {
  it('gives status, headers and bytes of an answer', async () => {
    const answer = await network().request(`${server.origin}/echo`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '光印',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-kind')).toBe('echo');
    expect(new TextDecoder().decode(answer.bytes)).toBe('光印');
  });

  it('sends no cookie and no referrer', async () => {
    await network().request(`${server.origin}/echo`, { method: 'POST', body: 'x' });
    const sent = Object.keys(server.requests.at(-1)?.headers ?? {});
    expect(sent).toContain('host');
    expect(sent).not.toContain('cookie');
    expect(sent).not.toContain('referer');
  });

  it('asks nobody who is not on the list, and sends nothing', async () => {
    const asking = network().request(`${stranger.origin}/echo`);
    await expect(asking).rejects.toMatchObject(code('not-allowed'));
    expect(stranger.requests).toEqual([]);
  });

  it('reads the list anew for each request', async () => {
    const allowed = new Set<string>();
    const growing = createNetwork(() => allowed);
    const ask = () => growing.request(`${server.origin}/echo`, { method: 'POST', body: 'x' });
    await expect(ask()).rejects.toMatchObject(code('not-allowed'));
    allowed.add(server.origin);
    expect((await ask()).status).toBe(201);
  });

  it.each([
    ['another port of an allowed host', (origin: string) => origin.replace(/\d+$/, '1')],
    [
      'another name of an allowed host',
      (origin: string) => origin.replace('127.0.0.1', 'localhost'),
    ],
    ['a host that begins alike', (origin: string) => `${origin}.example/`],
    ['credentials in the address', (origin: string) => origin.replace('//', '//a:b@')],
    ['an allowed origin as user name', (origin: string) => `${origin}@stranger.example/`],
    ['a data address', () => 'data:text/plain,hello'],
    ['a file', () => 'file:///etc/hostname'],
    ['an address without a host', () => '/echo'],
    ['no address', () => 'http://'],
  ])('refuses %s', async (_, addressOf) => {
    const asking = network().request(addressOf(server.origin));
    await expect(asking).rejects.toMatchObject(code('not-allowed'));
  });

  it('asks its own origin for the profile and nothing else', async () => {
    const own = await startLoopback((_, response) => response.end('{}'));
    vi.stubGlobal('location', { origin: own.origin, href: `${own.origin}/wallet` });
    const closed = createNetwork(() => []);
    expect((await closed.request('/consortium.json')).status).toBe(200);
    await expect(closed.request('/desk/issue')).rejects.toMatchObject(code('not-allowed'));
    expect(own.requests.map(({ path }) => path)).toEqual(['/consortium.json']);
    await own.close();
  });

  it.each(['/redirect', '/away'])('does not follow %s', async (path) => {
    const asking = network().request(server.origin + path);
    await expect(asking).rejects.toMatchObject(code('down'));
    expect(stranger.requests).toEqual([]);
  });

  it('stops reading as soon as an answer is over its limit', async () => {
    const within = await network().request(`${server.origin}/large`, { maxBytes: 64 * KIB });
    expect(within.bytes.length).toBe(64 * KIB);
    const over = network().request(`${server.origin}/large`, { maxBytes: 64 * KIB - 1 });
    await expect(over).rejects.toMatchObject(code('too-large'));
    const endless = network().request(`${server.origin}/endless`, { maxBytes: 256 * KIB });
    await expect(endless).rejects.toMatchObject(code('too-large'));
  });

  it.each(['/silent', '/trickle'])('gives up on %s after the deadline', async (path) => {
    const asking = network().request(server.origin + path, { timeoutMs: 100 });
    await expect(asking).rejects.toMatchObject(code('slow'));
  });

  it('stops when the person cancels', async () => {
    const cancel = new AbortController();
    const asking = network().request(`${server.origin}/silent`, { signal: cancel.signal });
    cancel.abort();
    await expect(asking).rejects.toMatchObject(code('cancelled'));
  });

  it('says that the other side is down when it breaks off or is not there', async () => {
    const broken = network().request(`${server.origin}/broken`);
    await expect(broken).rejects.toMatchObject(code('down'));
    const gone = await startLoopback(() => undefined);
    await gone.close();
    const asking = createNetwork(() => [gone.origin]).request(gone.origin);
    await expect(asking).rejects.toMatchObject(code('down'));
  });
});
