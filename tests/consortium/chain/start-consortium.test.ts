import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  makeProfile,
  startConsortium,
  type Consortium,
  type ConsortiumOptions,
} from '#consortium/chain/index.ts';
import { decodeRegistry } from '#core/registry/index.ts';
import { batchOf, es256, nameOf, statusOf, VCT } from '../../core/registry/departments.ts';
import {
  dropsValidators,
  html,
  otherAppHash,
  otherChain,
  slow,
} from '../../support/dishonest-node.ts';
import { packFrom, syncWith } from './light-client.ts';

const key = es256('tax-1');
const OPTIONS: ConsortiumOptions = {
  ports: [0, 0, 0, 0],
  intervals: { blockMs: 10, idleMs: 40 },
  commitTimeoutMs: 5_000,
  issuers: [
    {
      id: 'tax',
      name: nameOf('tax'),
      keys: [{ kid: 'tax-1', publicKey: key.publicKey }],
      vcts: [VCT],
    },
  ],
  types: new Map([[VCT, new Uint8Array(32).fill(3)]]),
};

const running: Consortium[] = [];
const folders: string[] = [];

async function start(options: ConsortiumOptions = {}): Promise<Consortium> {
  const consortium = await startConsortium({ ...OPTIONS, ...options });
  running.push(consortium);
  return consortium;
}

function newHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lightseal-home-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  for (const consortium of running.splice(0)) await consortium.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function blocks(consortium: Consortium, count: number): Promise<void> {
  const target = consortium.chain.height + count;
  while (consortium.chain.height < target) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a consortium', () => {
  it('starts with issuers and types registered, proven by its anchor', async () => {
    const consortium = await start();
    const registry = decodeRegistry(consortium.chain.app.state.entries);
    expect([...registry.issuers.keys()]).toEqual(['tax']);
    expect(registry.types.get(VCT)).toEqual({ digest: new Uint8Array(32).fill(3) });
    expect(registry.governance.threshold).toBe(3);
    const anchor = consortium.chain.block(consortium.anchor.height);
    expect(anchor?.header.appHash).toEqual(consortium.chain.app.appHash);
    expect(consortium.chainId).toMatch(/^lightseal-demo-[0-9a-f]{8}$/);
  });

  it('is followed by the light client, and its pack verifies, from any node', async () => {
    const consortium = await start();
    const status = { ...statusOf('tax'), validUntilMs: Date.now() + 60_000 } as never;
    await consortium.transact('issuer/tax', status, [key]);
    const { height } = await consortium.transact('issuer/tax', batchOf('tax'), [key]);
    await blocks(consortium, 2);
    const synced = await syncWith(makeProfile(consortium, []));
    expect(synced.header.height).toBeGreaterThan(height);
    expect(synced.witnesses.map(({ outcome }) => outcome)).toEqual(Array(4).fill('agrees'));
    for (const { url } of consortium.nodes) {
      const pack = await packFrom(url, synced);
      expect(pack.batches.get('tax')?.[0]?.height).toBe(height);
      expect(pack.statusTokens.get('tax/main')).toBe('aa.bb.cc');
    }
  });

  it('takes transactions one after another, however fast they come', async () => {
    const consortium = await start();
    const receipts = await Promise.all(
      Array.from({ length: 5 }, (_, fill) =>
        consortium.transact('issuer/tax', batchOf('tax', fill), [key]),
      ),
    );
    expect(receipts.map(({ code }) => code)).toEqual(Array(5).fill('ok'));
    expect(consortium.nextSequence('issuer/tax')).toBe(5);
    const refused = await consortium.foundersSign(batchOf('tax'));
    expect(refused.code).toBe('registry/no-right');
  });

  it('makes an empty block now and then, and a proof block at once', async () => {
    const consortium = await start({ intervals: { blockMs: 10, idleMs: 60_000 } });
    const before = consortium.chain.height;
    const { height } = await consortium.transact('issuer/tax', batchOf('tax'), [key]);
    await blocks(consortium, 1);
    expect([height, consortium.chain.height]).toEqual([before + 1, before + 2]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(consortium.chain.height).toBe(before + 2);
    const idle = await start();
    await blocks(idle, 2);
  });
});

describe('nodes', () => {
  it('stop and start alone; the others go on and say who was absent', async () => {
    const consortium = await start();
    const [node] = consortium.nodes;
    await node?.stop();
    await expect(fetch(`${node?.url ?? ''}/health`)).rejects.toThrow();
    await blocks(consortium, 2);
    const absent = consortium.chain.latest?.commit.signatures.filter(
      ({ signature }) => signature.length === 0,
    );
    expect(absent).toHaveLength(1);
    const synced = await syncWith(makeProfile(consortium, []));
    expect(synced.validators.filter(({ signed }) => !signed)).toHaveLength(1);
    await node?.start();
    expect((await fetch(`${node?.url ?? ''}/health`)).status).toBe(200);
    await blocks(consortium, 2);
    expect(consortium.chain.latest?.commit.signatures.every((s) => s.signature.length === 64)).toBe(
      true,
    );
  });

  it('decide nothing while two of four are away', async () => {
    const consortium = await start();
    await consortium.nodes[0]?.stop();
    await consortium.nodes[1]?.stop();
    const { height } = consortium.chain;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(consortium.chain.height).toBe(height);
    await consortium.nodes[0]?.start();
    await blocks(consortium, 1);
  });

  it.each([
    ['another app hash', otherAppHash],
    ['HTML', html],
    ['too late', slow(2_500)],
    ['without some validators', dropsValidators],
    ['for another chain', otherChain('lightseal-demo-00000000')],
  ])('that answer %s change nothing, whether first or as witness', async (_, mutation) => {
    const consortium = await start({ intervals: { blockMs: 10, idleMs: 60_000 } });
    await consortium.transact('issuer/tax', batchOf('tax'), [key]);
    await blocks(consortium, 1);
    const profile = makeProfile(consortium, []);
    const honest = await syncWith(profile);
    for (const liar of [0, 3]) {
      consortium.nodes[liar]?.setMutation(mutation);
      const synced = await syncWith(profile);
      expect(synced.header).toEqual(honest.header);
      const other = consortium.nodes[1]?.url ?? '';
      expect((await packFrom(other, synced)).batches.get('tax')).toHaveLength(1);
      consortium.nodes[liar]?.setMutation(undefined);
    }
  });
});

describe('a home', () => {
  it('lets the same chain go on after a restart, with the same anchor', async () => {
    const home = newHome();
    const first = await start({ home });
    await first.transact('issuer/tax', batchOf('tax'), [key]);
    await first.stop();
    const { height } = first.chain;
    const second = await start({ home });
    expect(second.chainId).toBe(first.chainId);
    expect(second.anchor).toEqual(first.anchor);
    expect(second.chain.height).toBeGreaterThanOrEqual(height);
    for (let at = 1; at <= height; at++) {
      expect(second.chain.block(at)?.id).toEqual(first.chain.block(at)?.id);
    }
    expect(second.nextSequence('issuer/tax')).toBe(1);
    await second.transact('issuer/tax', batchOf('tax', 9), [key]);
    await blocks(second, 1);
    const synced = await syncWith(makeProfile(second, []));
    const pack = await packFrom(second.nodes[2]?.url ?? '', synced);
    expect(pack.batches.get('tax')).toHaveLength(2);
  });

  it('registers new keys of an issuer and ends the old ones', async () => {
    const home = newHome();
    await (await start({ home })).stop();
    const keys = [{ kid: 'tax-2', publicKey: es256('tax-2').publicKey }];
    const issuers = [{ id: 'tax', name: nameOf('tax'), keys, vcts: [VCT] }];
    const second = await start({ home, issuers });
    const entry = decodeRegistry(second.chain.app.state.entries).issuers.get('tax');
    expect(entry?.keys.map(({ kid, until }) => [kid, until === undefined])).toEqual([
      ['tax-1', false],
      ['tax-2', true],
    ]);
  });

  it('renews the anchor before it is too old to be trusted', async () => {
    const home = newHome();
    const first = await start({ home });
    await first.stop();
    const later = BigInt(Date.now() + 4 * 86_400_000) * 1_000_000n;
    const second = await start({ home, nowNs: () => later });
    expect(second.anchor.height).toBeGreaterThan(first.anchor.height);
  });

  it('keeps its keys to its owner', async () => {
    const home = newHome();
    await start({ home });
    expect(statSync(join(home, 'consortium.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'blocks.log')).mode & 0o777).toBe(0o600);
  });

  it('is refused while another one runs in it, but not after a crash', async () => {
    const home = newHome();
    const first = await start({ home });
    await expect(start({ home })).rejects.toMatchObject({ code: 'consortium/home-in-use' });
    await first.stop();
    writeFileSync(join(home, 'lock'), '999999999');
    await expect(start({ home })).resolves.toBeDefined();
  });

  it('is refused when its keys are unreadable or lost', async () => {
    const home = newHome();
    await (await start({ home })).stop();
    const path = join(home, 'consortium.json');
    const text = readFileSync(path, 'utf8');
    for (const broken of [
      '',
      '{}',
      text.replace(/"version": 1/, '"version": 2'),
      text.slice(0, 200),
    ]) {
      writeFileSync(path, broken);
      await expect(start({ home })).rejects.toMatchObject({ code: 'consortium/home-unreadable' });
    }
    rmSync(path);
    await expect(start({ home })).rejects.toMatchObject({ code: 'consortium/home-unreadable' });
  });
});
