import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { ChainStore } from '#platform/chain-store.ts';
import { blockName } from '#workers/stored-name.ts';

let store: ChainStore;

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  store = new ChainStore();
});

afterEach(async () => {
  await store.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const profile = (chainId: string, nodes = 0) =>
  ({
    chainId,
    nodes: Array.from({ length: nodes }, () => ({ url: '' })),
  }) as unknown as ConsortiumProfile;

const anchored = (chainId: string, hash: string): ConsortiumProfile => ({
  ...profile(chainId),
  anchor: { height: 1, hash },
});
const NAMES = (chainId: string) =>
  [
    `${chainId}/attack`,
    ...[9, 10].map((at) => blockName(chainId, at)),
    `${chainId}/pack`,
    `${chainId}/unconfirmed`,
  ].sort();

async function fill(chainId: string): Promise<void> {
  await store.save(NAMES(chainId).map((name) => [name, 1] as const));
}

describe('the chain store', () => {
  it('gives back blocks as they were, with bytes and large numbers, after a restart', async () => {
    const block = { height: 7, timeNs: 1_790_000_000_000_000_001n, hash: Uint8Array.of(1, 2) };
    await store.save([['light', block]]);
    await store.close();
    const again = new ChainStore();
    expect(await again.load('light')).toEqual(block);
    expect(await again.load('pack')).toBeUndefined();
    await again.close();
  });

  it('saves all entries or none', async () => {
    await store.save([['light', 1]]);
    const notStorable = () => undefined;
    const saving = store.save([
      ['light', 2],
      ['pack', notStorable],
    ]);
    await expect(saving).rejects.toMatchObject({ code: 'storage/unavailable' });
    expect(await store.load('light')).toBe(1);
  });

  it('removes what is saved as undefined', async () => {
    await store.save([['attack', 1]]);
    await store.save([['attack', undefined]]);
    expect(await store.load('attack')).toBeUndefined();
  });

  it('finds names by how they begin, in the order of heights', async () => {
    await store.save(['a/block/10', 'a/block/09', 'a/pack', 'ab/block/1'].map((key) => [key, 1]));
    expect(await store.keys('a/block/')).toEqual(['a/block/09', 'a/block/10']);
    expect(await store.keys('a/')).toEqual(['a/block/09', 'a/block/10', 'a/pack']);
    expect(await store.keys('b/')).toEqual([]);
  });

  it('starts offline with the profile saved last, and keeps the others', async () => {
    expect(await store.lastProfile()).toBeUndefined();
    await store.saveProfile(profile('z'));
    await store.saveProfile(profile('a'));
    await store.saveProfile(profile('z', 1));
    expect((await store.lastProfile())?.nodes).toHaveLength(1);
    expect((await store.profiles()).map(({ chainId }) => chainId)).toEqual(['a', 'z']);
  });

  it('writes nothing that was verified under an anchor which people have replaced or removed', async () => {
    const [old, renewed] = [anchored('a', 'old'), anchored('a', 'new')];
    await store.saveProfile(old);
    expect(await store.save([['a/pack', 1]], old)).toBe(true);
    await store.takeProfile(renewed, { kind: 'wipe' });
    expect(await store.save([['a/pack', 2]], old)).toBe(false);
    expect(await store.load('a/pack')).toBeUndefined();
    expect(await store.save([['a/pack', 3]], renewed)).toBe(true);
    await store.removeProfile('a');
    expect(await store.save([['a/pack', 4]], renewed)).toBe(false);
    expect(await store.keys('a/')).toEqual([]);
  });

  it('takes a compared profile and keeps what is stored', async () => {
    await fill('a');
    await store.takeProfile(profile('a'), { kind: 'keep' });
    expect(await store.keys('a/')).toEqual([...NAMES('a'), 'a/compared'].sort());
    expect(await store.isCompared('a')).toBe(true);
    expect((await store.lastProfile())?.chainId).toBe('a');
  });

  it('rolls back: newer blocks and the packs go, an attack and other chains stay', async () => {
    await fill('a');
    await fill('ab');
    await store.takeProfile(profile('a'), { kind: 'rollback', to: 9 });
    expect(await store.keys('a/')).toEqual(['a/attack', blockName('a', 9), 'a/compared']);
    expect(await store.keys('ab/')).toEqual(NAMES('ab'));
  });

  it('wipes everything of one chain, an attack too', async () => {
    await fill('a');
    await fill('ab');
    await store.takeProfile(profile('a'), { kind: 'wipe' });
    expect(await store.keys('a/')).toEqual(['a/compared']);
    expect(await store.keys('ab/')).toEqual(NAMES('ab'));
  });

  it('removes a profile with all that was stored under it, and nothing else', async () => {
    await fill('a');
    await fill('ab');
    await store.takeProfile(profile('ab'), { kind: 'keep' });
    await store.addProfile(profile('a'));
    await store.removeProfile('a');
    expect(await store.keys('a/')).toEqual([]);
    expect((await store.profiles()).map(({ chainId }) => chainId)).toEqual(['ab']);
    expect(await store.keys('ab/')).toHaveLength(NAMES('ab').length + 1);
  });

  it('never lowers the floor of the clock', async () => {
    expect(await store.clockFloorMs()).toBe(0);
    await store.raiseClockFloor(2_000);
    await store.raiseClockFloor(1_000);
    expect(await store.clockFloorMs()).toBe(2_000);
  });

  it('says that a browser without a database has none', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('not here', 'SecurityError');
    });
    await expect(store.load('light')).rejects.toMatchObject({ code: 'storage/unavailable' });
  });

  it('lets another tab delete the database', async () => {
    await store.save([['light', 1]]);
    const deleting = indexedDB.deleteDatabase('lightseal-chain');
    await new Promise((resolve, reject) => {
      deleting.onsuccess = resolve;
      deleting.onerror = reject;
    });
    expect(await store.load('light')).toBeUndefined();
  });
});
