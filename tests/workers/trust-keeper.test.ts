/** The chain worker's keeper: what it verifies, keeps, and checks again when it reads. */
import { beforeAll, describe, expect, it } from 'vitest';
import { makeProfile } from '#consortium/chain/index.ts';
import { verifySupplied, trustHeader, type ConsortiumProfile } from '#core/chain/index.ts';
import { cometbftEngine, type LightBlock, type RpcCall } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  credentialLeaf,
  decodeTrustPack,
  encodeTrustPack,
  registryRoot,
  verifyTrustPack,
  type UntrustedPack,
} from '#core/registry/index.ts';
import type { ChainResult } from '#workers/chain-protocol.ts';
import { rpcCall } from '../consortium/chain/light-client.ts';
import { startTestConsortium } from '../consortium/rpc/rpc-client.ts';
import { momentAfter } from '../core/chain/sync-harness.ts';
import { batchWith, licence, materialOf } from '../support/case-builder.ts';
import { buildChain, memoryStore, members, profileOf } from '../support/chain-builder.ts';
import { deadNode, lying, PaperPage, paperNode } from './paper-page.ts';

const FOUR = members(4);
const LENGTH = 12;

let material: UntrustedPack;
let chain: readonly LightBlock[];
let profile: ConsortiumProfile;
let now: Date;
let honest: RpcCall;

beforeAll(async () => {
  const { batch } = batchWith(credentialLeaf(await licence()));
  material = await materialOf([batch]);
  const appHash = registryRoot(material.entries);
  chain = buildChain({ length: LENGTH, alter: (header) => ({ ...header, appHash }) });
  profile = profileOf(chain, 4);
  now = momentAfter(chain);
  honest = paperNode(chain, material);
});

const nothing = (): void => undefined;
const four = (): RpcCall[] => [honest, honest, honest, honest];

async function syncedPage(): Promise<{ readonly page: PaperPage; readonly result: ChainResult }> {
  const page = new PaperPage(four());
  return { page, result: await page.keeper(profile).sync(now, nothing) };
}

interface Kept {
  readonly block: LightBlock;
  readonly file: Uint8Array;
}

const packKey = () => `${profile.chainId}/pack`;
const keptOf = (page: PaperPage): Kept => page.store.get(packKey()) as Kept;

describe('a sync', () => {
  it('verifies the head, then the pack under it, and says how far it is', async () => {
    const page = new PaperPage(four());
    const stages: string[] = [];
    const result = await page.keeper(profile).sync(now, ({ stage }) => stages.push(stage));
    expect(result.header.height).toBe(LENGTH);
    expect(result.pack).toMatchObject({ height: LENGTH, chainId: profile.chainId });
    expect(result.pack.registry.issuers.has('market')).toBe(true);
    expect(result.pack.statusTokens.has('market/1')).toBe(true);
    expect(result.witnesses.map(({ outcome }) => outcome)).toEqual(Array(4).fill('agrees'));
    expect(result).toMatchObject({ conflict: false, syncedAtMs: now.getTime() });
    expect(new Set(stages)).toEqual(new Set(['headers', 'witnesses', 'registry']));
  });

  it('asks again only for what it does not hold', async () => {
    const { page } = await syncedPage();
    page.asked.length = 0;
    await page.keeper(profile).sync(now, nothing);
    expect(page.asked.filter((method) => method === 'abci_query')).toHaveLength(1);
  });

  it('refuses if no node answers, and keeps what it has', async () => {
    const { page, result } = await syncedPage();
    page.nodes = [deadNode, deadNode, deadNode, deadNode];
    const keeper = page.keeper(profile);
    await expect(keeper.sync(now, nothing)).rejects.toMatchObject({ code: 'chain/no-source' });
    expect((await keeper.restore())?.header).toEqual(result.header);
  });
});

describe('what was stored', () => {
  it('is restored by another visit without any network', async () => {
    const { page, result } = await syncedPage();
    page.nodes = [];
    page.asked.length = 0;
    expect(await page.keeper(profile).restore()).toEqual(result);
    expect(page.asked).toEqual([]);
  });

  it('is nothing at first, and nothing for another consortium', async () => {
    expect(await new PaperPage([]).keeper(profile).restore()).toBeUndefined();
    const { page } = await syncedPage();
    expect(await page.keeper({ ...profile, chainId: 'other' }).restore()).toBeUndefined();
    const above = { ...profile, anchor: { height: LENGTH + 1, hash: '00'.repeat(32) } };
    expect(await page.keeper(above).restore()).toBeUndefined();
  });

  it.each([0, 1 / 4, 1 / 2, 3 / 4, 1])(
    'is not restored with a byte changed at %d',
    async (part) => {
      const { page } = await syncedPage();
      const { block, file, ...rest } = keptOf(page);
      const at = Math.round(part * (file.length - 1));
      const damaged = file.map((byte, index) => (index === at ? byte ^ 1 : byte));
      page.store.set(packKey(), { ...rest, block, file: damaged });
      expect(await page.keeper(profile).restore()).toBeUndefined();
    },
  );

  it.each<readonly [string, (block: LightBlock) => LightBlock]>([
    [
      'another app hash',
      (b) => ({ ...b, header: { ...b.header, appHash: sha256(b.header.appHash) } }),
    ],
    ['another height', (b) => ({ ...b, header: { ...b.header, height: LENGTH + 5 } })],
    ['a validator less', (b) => ({ ...b, validators: b.validators.slice(1) })],
  ])('is not restored with %s in its block', async (_, change) => {
    const { page } = await syncedPage();
    const kept = keptOf(page);
    page.store.set(packKey(), { ...kept, block: change(kept.block) });
    expect(await page.keeper(profile).restore()).toBeUndefined();
  });

  it('is not restored with another block of the chain, whose registry is another', async () => {
    const { page } = await syncedPage();
    const [block] = buildChain({ length: 1 });
    page.store.set(packKey(), { ...keptOf(page), block });
    expect(
      await page.keeper({ ...profile, ...profileOf(buildChain({ length: 1 }), 4) }).restore(),
    ).toBeUndefined();
  });

  it('is fetched anew if it was damaged', async () => {
    const { page, result } = await syncedPage();
    page.store.set(packKey(), { ...keptOf(page), file: new Uint8Array([1, 2, 3]) });
    expect((await page.keeper(profile).sync(now, nothing)).pack).toEqual(result.pack);
  });

  it('is fetched anew if it can be read but says something else', async () => {
    const { page, result } = await syncedPage();
    const kept = keptOf(page);
    const untrusted = decodeTrustPack(kept.file);
    const [batch] = untrusted.batches.get('market') ?? [];
    if (batch === undefined) throw new Error('batch');
    const batches = new Map([['market', [{ ...batch, root: new Uint8Array(32) }]]]);
    page.store.set(packKey(), { ...kept, file: encodeTrustPack({ ...untrusted, batches }) });
    const keeper = page.keeper(profile);
    expect(await keeper.restore()).toBeUndefined();
    expect((await keeper.sync(now, nothing)).pack).toEqual(result.pack);
  });

  it('is fetched anew also where the profile has one node only', async () => {
    const alone = { ...profile, nodes: profile.nodes.slice(0, 1) };
    const page = new PaperPage([honest]);
    const { pack } = await page.keeper(alone).sync(now, nothing);
    const kept = keptOf(page);
    const untrusted = decodeTrustPack(kept.file);
    const batches = new Map(
      [...untrusted.batches].map(([issuer, list]) => [
        issuer,
        list.map((batch) => ({ ...batch, root: new Uint8Array(32) })),
      ]),
    );
    page.store.set(packKey(), { ...kept, file: encodeTrustPack({ ...untrusted, batches }) });
    expect((await page.keeper(alone).sync(now, nothing)).pack).toEqual(pack);
  });

  it('never goes back: an older head does not replace it', async () => {
    const { page, result } = await syncedPage();
    const old = paperNode(chain.slice(0, 6), material);
    page.nodes = [old, old, old, old];
    const keeper = page.keeper(profile);
    await expect(keeper.sync(now, nothing)).rejects.toMatchObject({ code: 'chain/no-source' });
    expect((await keeper.restore())?.header).toEqual(result.header);
  });
});

describe('one lying node of four changes nothing:', () => {
  const otherHash = (json: string) =>
    json.replace(/"app_hash":"[0-9A-F]{64}"/, `"app_hash":"${'AB'.repeat(32)}"`);
  const noValue = (json: string) => json.replace(/"value":"[^"]*"/, '"value":""');
  const otherValue = (json: string) => json.replace(/"value":"[^"]{8}/, '"value":"AAAAAAAA');
  const LIES: readonly (readonly [string, string, (json: string) => string])[] = [
    ['another app hash', 'commit', otherHash],
    ['another registry', 'abci_query', otherValue],
    ['no registry', 'abci_query', noValue],
    ['no validators', 'validators', () => '{}'],
  ];
  const cases = LIES.flatMap(([what, method, change]) =>
    [0, 1, 2, 3].map((node) => [what, node, method, change] as const),
  );

  it.each(cases)('%s from node %d', async (_, node, method, change) => {
    const { result } = await syncedPage();
    const page = new PaperPage(
      four().map((call, index) => (index === node ? lying(call, method, change) : call)),
    );
    const found = await page.keeper(profile).sync(now, nothing);
    expect(found.header).toEqual(result.header);
    expect(found.pack).toEqual(result.pack);
    expect(found.conflict).toBe(false);
  });
});

describe('an attack', () => {
  /** Everybody's keys have signed another history from height 8 on. */
  async function attacked(page: PaperPage): Promise<void> {
    const fork = buildChain({
      length: LENGTH,
      prefix: chain.slice(0, 7),
      alter: (header) => ({ ...header, appHash: sha256(header.appHash) }),
    });
    const other = paperNode(fork, material);
    page.nodes = [honest, honest, other, honest];
    const sync = page.keeper(profile).sync(now, nothing);
    await expect(sync).rejects.toMatchObject({ code: 'chain/attack' });
  }

  it('is refused and its evidence stored, and nothing else is', async () => {
    const page = new PaperPage([]);
    await attacked(page);
    expect([...page.store.keys()]).toEqual([`${profile.chainId}/attack`]);
    const stored = page.store.get(`${profile.chainId}/attack`) as { evidence: unknown[] };
    expect(stored).toMatchObject({ height: LENGTH });
    expect(stored.evidence).toHaveLength(2);
    expect(await page.keeper(profile).restore()).toBeUndefined();
  });

  it('marks what was verified before, on every later visit', async () => {
    const old = chain.slice(0, 7);
    const page = new PaperPage(Array<RpcCall>(4).fill(paperNode(old, material)));
    expect((await page.keeper(profile).sync(momentAfter(old), nothing)).conflict).toBe(false);
    await attacked(page);
    const restored = await page.keeper(profile).restore();
    expect(restored).toMatchObject({ conflict: true, header: { height: 7 } });
  });

  it('stops every later sync before any node is asked, also when all agree again', async () => {
    const page = new PaperPage([]);
    await attacked(page);
    page.nodes = four();
    page.asked.length = 0;
    const sync = page.keeper(profile).sync(now, nothing);
    await expect(sync).rejects.toMatchObject({ code: 'chain/attack' });
    expect(page.asked).toEqual([]);
  });
});

describe('two stolen keys of four, with an invented next set,', () => {
  const invented = [...FOUR.slice(0, 2), ...members(3, 'invented')];

  async function forgery() {
    const { batch } = batchWith(credentialLeaf(await licence({ payload: { name: '冒名公司' } })));
    const theirs = await materialOf([batch]);
    const appHash = registryRoot(theirs.entries);
    const forged = buildChain({
      length: LENGTH + 2,
      prefix: chain.slice(0, 9),
      membersAt: (height) => (height < 10 ? FOUR : invented),
      alter: (header) => ({ ...header, appHash }),
    });
    return { theirs, forged, node: paperNode(forged, theirs) };
  }

  it('do not move the light client, whether it starts from the anchor or from what it holds', async () => {
    const { node } = await forgery();
    const fresh = new PaperPage([node, node, node, node]);
    await expect(fresh.keeper(profile).sync(now, nothing)).rejects.toMatchObject({
      code: 'chain/invalid-header',
    });
    expect(fresh.store.size).toBe(0);
    const { page, result } = await syncedPage();
    page.nodes = [node, node, node, node];
    const keeper = page.keeper(profile);
    await expect(keeper.sync(now, nothing)).rejects.toMatchObject({ code: 'chain/root-conflict' });
    expect((await keeper.restore())?.header).toEqual(result.header);
  });

  it('do not win against two honest nodes', async () => {
    const { node } = await forgery();
    const page = new PaperPage([node, node, honest, honest]);
    const found = await page.keeper(profile).sync(now, nothing);
    expect(found.header.hash).toEqual((await syncedPage()).result.header.hash);
    expect(found.conflict).toBe(false);
  });

  it('make no pack that passes under any header that the device trusts', async () => {
    const { theirs, forged } = await forgery();
    const engine = cometbftEngine();
    const trust = { profile, engine, store: memoryStore(chain.slice(0, 5)) };
    const head = forged.slice(-1);
    await expect(verifySupplied(trust, head, now)).rejects.toMatchObject({
      code: 'chain/out-of-reach',
    });
    for (const block of chain) {
      const header = trustHeader(engine.facts(block));
      expect(() => verifyTrustPack(theirs, header)).toThrow(
        expect.objectContaining({ code: 'registry/root-mismatch' }) as Error,
      );
    }
  });
});

describe('with the embedded consortium', () => {
  it('syncs, follows it, and restores when all nodes are gone', async () => {
    const { consortium } = await startTestConsortium();
    try {
      const page = new PaperPage(consortium.nodes.map(({ url }) => rpcCall(url)));
      const demo = makeProfile(consortium, []);
      const result = await page.keeper(demo).sync(new Date(), nothing);
      expect(result.header.height).toBe(consortium.chain.height);
      expect(result.pack.batches.get('tax')).toHaveLength(1);
      await consortium.stop();
      const keeper = page.keeper(demo);
      expect(await keeper.restore()).toEqual(result);
      await expect(keeper.sync(new Date(), nothing)).rejects.toMatchObject({
        code: expect.stringMatching(/^chain\//) as string,
      });
    } finally {
      await consortium.stop();
    }
  });
});
