import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { isPortFree, serveApp, type ServedApp } from '#consortium/serve/index.ts';

const FILES: Readonly<Record<string, string>> = {
  '200.html': '<p>shell</p>',
  'index.html': '<p>home</p>',
  'wallet.html': '<p>wallet</p>',
  'service-worker.js': '// service worker',
  '_app/immutable/workers/chain.1a2b.js': '// worker',
  '_app/immutable/assets/reader.3c4d.wasm': '\0asm',
};
const PAGE = { accept: 'text/html,application/xhtml+xml' };
const PROFILE = { version: 1, chainId: 'lightseal-demo-00000000' } as ConsortiumProfile;

let folder: string;
let app: ServedApp;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lightseal-serve-'));
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  app = await serveApp({ folder, port: 0 });
});

afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${app.origin}${path}`, { headers });

describe('what is found', () => {
  it('gives pages with and without their extension', async () => {
    expect(await (await get('/', PAGE)).text()).toBe('<p>home</p>');
    expect(await (await get('/wallet', PAGE)).text()).toBe('<p>wallet</p>');
  });

  it('gives an unknown address the shell when a person opens it', async () => {
    const response = await get('/counter/scan?from=link', PAGE);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>shell</p>');
    expect(response.headers.get('content-type')).toBe('text/html;charset=utf-8');
  });

  it('answers 404 for a missing script even when a page is asked for', async () => {
    expect((await get('/_app/immutable/gone.js', PAGE)).status).toBe(404);
    expect((await get('/missing.wasm')).status).toBe(404);
  });

  it('answers 404 for an unknown address that no person opens', async () => {
    expect((await get('/counter/scan', { accept: '*/*' })).status).toBe(404);
  });

  it('refuses to be written to', async () => {
    const response = await fetch(`${app.origin}/`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('does not leave its folder', async () => {
    expect((await get('/..%2f..%2fetc/passwd')).status).toBe(404);
    expect((await get('/%E0%A4%A')).status).toBe(404);
  });
});

describe('the profile', () => {
  it('does not exist before it is published, and is never cached', async () => {
    const before = await serveApp({ folder, port: 0 });
    expect((await fetch(`${before.origin}/consortium.json`)).status).toBe(404);
    before.publish(PROFILE);
    const response = await fetch(`${before.origin}/consortium.json`);
    expect(await response.json()).toEqual(PROFILE);
    expect(response.headers.get('cache-control')).toBe('no-store');
    await before.stop();
  });
});

describe('headers', () => {
  const everywhere = ['/', '/wallet', '/service-worker.js', '/consortium.json', '/gone.js'];

  it.each(everywhere)('isolate %s', async (path) => {
    const { headers } = await get(path, PAGE);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('permissions-policy')).toMatch(/^camera=\(self\), /);
    expect(headers.get('permissions-policy')).toContain('microphone=()');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('bring the whole policy to scripts, which workers do not inherit', async () => {
    const { headers } = await get('/_app/immutable/workers/chain.1a2b.js');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types lightseal ");
    expect(policy).toContain("style-src-attr 'unsafe-hashes' 'sha256-");
    expect(policy).not.toMatch(/'unsafe-(?:inline|eval)'/);
  });

  it('leave script hashes to the page itself', async () => {
    const { headers } = await get('/', PAGE);
    expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
  });

  it('let only files with a hash in their name be kept without asking', async () => {
    const caching = async (path: string) => (await get(path)).headers.get('cache-control');
    expect(await caching('/_app/immutable/assets/reader.3c4d.wasm')).toContain('immutable');
    expect(await caching('/service-worker.js')).toBe('no-cache');
    expect(await caching('/')).toBe('no-cache');
  });
});

describe('the port', () => {
  it('is open on this machine only', async () => {
    const { port } = new URL(app.origin);
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) {
      await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
    }
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it('is refused with a code when another program has it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(serveApp({ folder, port })).rejects.toMatchObject({ code: 'serve/port-taken' });
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => other.close(resolve));
    expect(await isPortFree(port)).toBe(true);
  });

  it('stays closed when the app is not built', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'lightseal-empty-'));
    await expect(serveApp({ folder: empty, port: 0 })).rejects.toMatchObject({
      code: 'serve/not-built',
    });
    rmSync(empty, { recursive: true });
  });
});
