import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FREE_PORTS, startDemo, type Demo } from '#consortium/demo/index.ts';
import { parseStartOptions } from '#consortium/demo/start-options.ts';
import type { ConsortiumProfile } from '#core/chain/index.ts';

const INTERVALS = { blocks: { blockMs: 50, idleMs: 1_000 } };

let folder: string;
let home: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lightseal-app-'));
  home = mkdtempSync(join(tmpdir(), 'lightseal-home-'));
  writeFileSync(join(folder, '200.html'), '<p>shell</p>');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(home, { recursive: true });
});

const start = (kept?: string) =>
  startDemo({
    ports: FREE_PORTS,
    folder,
    intervals: INTERVALS,
    ...(kept === undefined ? {} : { home: kept }),
  });

const profileOf = async (demo: Demo) =>
  (await (await fetch(`${demo.urls.app}/consortium.json`)).json()) as ConsortiumProfile;

const heightOf = async (demo: Demo) => {
  const response = await fetch(`${demo.urls.nodes[0] ?? ''}/status`);
  const { result } = (await response.json()) as {
    readonly result: { readonly sync_info: { readonly latest_block_height: string } };
  };
  return Number(result.sync_info.latest_block_height);
};

describe('the demo', () => {
  it('publishes a profile that names its own nodes and issuers', async () => {
    const demo = await start();
    const profile = await profileOf(demo);
    expect(profile).toEqual(demo.profile);
    expect(profile.demo).toBe(true);
    expect(profile.chainId).toMatch(/^lightseal-demo-[0-9a-f]{8}$/);
    expect(profile.nodes.map(({ url }) => url)).toEqual(demo.urls.nodes);
    for (const { id, url } of profile.issuers) expect(url).toBe(`${demo.urls.desk}/${id}`);
    await demo.stop();
  });

  it('lets pages of the app, and no others, ask nodes and desk', async () => {
    const demo = await start();
    const allowed = async (url: string, origin: string) =>
      (await fetch(url, { headers: { origin } })).headers.get('access-control-allow-origin');
    const doors = [
      ...demo.urls.nodes.map((node) => `${node}/health`),
      `${demo.urls.desk}/desk/subjects`,
    ];
    for (const url of doors) {
      expect(await allowed(url, demo.urls.app)).toBe(demo.urls.app);
      expect(await allowed(url, 'http://elsewhere.example')).not.toBe('http://elsewhere.example');
    }
    await demo.stop();
  });

  it('frees every port when it is stopped', async () => {
    const demo = await start();
    await demo.stop();
    for (const url of [demo.urls.app, demo.urls.desk, ...demo.urls.nodes]) {
      await expect(fetch(url)).rejects.toThrow();
    }
  });

  it('serves again where it was after only its server was stopped', async () => {
    const demo = await start();
    await demo.stopServing();
    await expect(fetch(demo.urls.app)).rejects.toThrow();
    await demo.serveAgain();
    expect(await profileOf(demo)).toEqual(demo.profile);
    await demo.stop();
  });

  it('goes on with its keys and its chain from its folder', async () => {
    const first = await start(home);
    const height = await heightOf(first);
    await first.stop();
    const again = await start(home);
    expect(again.profile.chainId).toBe(first.profile.chainId);
    expect(again.profile.founders).toEqual(first.profile.founders);
    expect(again.profile.anchor).toEqual(first.profile.anchor);
    expect(await heightOf(again)).toBeGreaterThanOrEqual(height);
    await again.stop();
  });

  it('keeps keys readable by their owner only', async () => {
    const demo = await start(home);
    await demo.stop();
    for (const file of ['issuers.json', 'chain/consortium.json']) {
      expect(statSync(join(home, file)).mode & 0o777).toBe(0o600);
    }
  });
});

describe('a start that cannot be', () => {
  it('names the port that is taken, and starts nothing', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const refused = startDemo({ ports: { ...FREE_PORTS, desk: port }, folder });
    await expect(refused).rejects.toMatchObject({ code: 'demo/port-taken' });
    await expect(refused).rejects.toThrow(`Port ${port} (the issuer desk) is taken.`);
    await new Promise((resolve) => other.close(resolve));
  });

  it('says when there is no build', async () => {
    const empty = join(folder, 'nothing');
    await expect(startDemo({ ports: FREE_PORTS, folder: empty })).rejects.toMatchObject({
      code: 'demo/not-built',
    });
  });

  it('never replaces issuer keys that it cannot read', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'lightseal-broken-'));
    writeFileSync(join(broken, 'issuers.json'), '{"version":1,"keys":{"tax":"00"}}');
    await expect(start(broken)).rejects.toMatchObject({ code: 'demo/home-unreadable' });
    expect(readFileSync(join(broken, 'issuers.json'), 'utf8')).toContain('"00"');
    rmSync(broken, { recursive: true });
  });

  it('stops when it is interrupted', async () => {
    const interruption = AbortSignal.abort(new Error('interrupted'));
    const started = startDemo({
      ports: FREE_PORTS,
      folder,
      intervals: INTERVALS,
      signal: interruption,
    });
    await expect(started).rejects.toThrow('interrupted');
  });
});

describe('the command line', () => {
  it('knows its options', () => {
    expect(parseStartOptions([])).toEqual({
      home: undefined,
      engine: 'embedded',
      build: true,
      help: false,
    });
    expect(parseStartOptions(['--home', '/data', '--no-build'])).toEqual({
      home: '/data',
      engine: 'embedded',
      build: false,
      help: false,
    });
  });

  it.each([[['--hom', 'x']], [['--home']], [['--home', '']], [['extra']]])('refuses %j', (args) => {
    expect(parseStartOptions(args)).toBeUndefined();
  });
});
