import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { relyingPartyRoutes } from '#consortium/relying-party/index.ts';

const APP = 'http://localhost:4173';
const ID = 'A'.repeat(22);
const SECRET = 'secret of the page';
const READER = createHash('sha256').update(SECRET).digest('hex');
const TOKEN = 'vp_token=%7B%22document%22%3A%5B%22a%22%5D%7D';

function open() {
  const clock = { ms: 0 };
  const routes = relyingPartyRoutes({ appOrigin: APP, now: () => new Date(clock.ms) });
  const post = async (path: string, body: string, origin = APP) =>
    (await routes.request(path, { method: 'POST', body, headers: { origin } })).status;
  const get = async (path: string, secret = SECRET) => {
    const headers = { authorization: `Bearer ${secret}` };
    const response = await routes.request(path, { headers });
    return { status: response.status, text: await response.text() };
  };
  const deposit = (change: object = {}, id = ID, origin = APP) =>
    post(
      `/requests/${id}`,
      JSON.stringify({ request: 'a.b.c', reader: READER, ...change }),
      origin,
    );
  return { clock, post, get, deposit };
}

describe('a request that was left', () => {
  it('is fetched by any wallet, and its answer collected once by whoever has asked', async () => {
    const { deposit, post, get } = open();
    expect(await deposit()).toBe(201);
    expect(await get(`/requests/${ID}`)).toEqual({ status: 200, text: 'a.b.c' });
    expect((await get(`/answers/${ID}`)).status).toBe(204);
    expect(await post(`/answers/${ID}`, TOKEN, 'https://wallet.example')).toBe(200);
    expect((await get(`/answers/${ID}`, 'another secret')).status).toBe(404);
    expect(await get(`/answers/${ID}`)).toEqual({
      status: 200,
      text: '{"vp_token":{"document":["a"]}}',
    });
    expect((await get(`/answers/${ID}`)).status).toBe(404);
  });

  it('takes the first answer alone, a no as well', async () => {
    const { deposit, post, get } = open();
    await deposit();
    expect(await post(`/answers/${ID}`, 'error=access_denied')).toBe(200);
    expect(await post(`/answers/${ID}`, TOKEN)).toBe(404);
    expect((await get(`/answers/${ID}`)).text).toBe('{"error":"access_denied"}');
  });

  it('is forgotten after four minutes', async () => {
    const { clock, deposit, post, get } = open();
    await deposit();
    clock.ms = 4 * 60_000 - 1;
    expect((await get(`/requests/${ID}`)).status).toBe(200);
    clock.ms += 1;
    expect((await get(`/requests/${ID}`)).status).toBe(404);
    expect(await post(`/answers/${ID}`, TOKEN)).toBe(404);
  });
});

describe('what is refused', () => {
  it.each<readonly [number, string, object]>([
    [400, 'a request that is no text', { request: 7 }],
    [400, 'a request over 32 KiB', { request: 'a'.repeat(32 * 1024 + 1) }],
    [400, 'a reader that is no digest', { reader: 'abc' }],
  ])('%i: %s', async (status, _, change) => {
    expect(await open().deposit(change)).toBe(status);
  });

  it('is a page of somebody else, an id that is taken or too short, and text that is no JSON', async () => {
    const { deposit, post } = open();
    expect(await deposit({}, ID, 'https://evil.example')).toBe(403);
    expect(await deposit({}, 'short')).toBe(404);
    expect(await post(`/requests/${ID}`, 'no JSON')).toBe(400);
    expect(await deposit()).toBe(201);
    expect(await deposit()).toBe(409);
  });

  it('is the two hundred and first that waits', async () => {
    const { deposit } = open();
    for (let at = 0; at < 200; at++) await deposit({}, String(at).padStart(22, 'a'));
    expect(await deposit()).toBe(503);
  });

  it('is an answer that is none, or far too long', async () => {
    const { deposit, post } = open();
    await deposit();
    expect(await post(`/answers/${ID}`, 'vp_token=a')).toBe(400);
    expect(await post(`/answers/${ID}`, 'vp_token=%5B%5D')).toBe(400);
    expect(await post(`/answers/${ID}`, 'a'.repeat(256 * 1024 + 1))).toBe(413);
  });
});
