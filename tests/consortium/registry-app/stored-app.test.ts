import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { afterEach, describe, expect, it } from 'vitest';
import { LevelStore, MemoryStore, RegistryApp } from '#consortium/registry-app/index.ts';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  decodeLeafAnswer,
  decodeRegistry,
  encodeLeafQuery,
  genesisState,
  verifyClaim,
  verifyLogLeaf,
  type TxBody,
} from '#core/registry/index.ts';
import { claimOf, runBlocks, signedBy } from './history.ts';
import { batchesOf } from '../../support/app-log.ts';
import {
  batchOf,
  CHAIN,
  GOVERNANCE,
  nameOf,
  seed,
  setting,
  statusOf,
} from '../../core/registry/departments.ts';

const members = ['a', 'b'].map((name) => ({
  publicKey: seed(name),
  name: nameOf(name),
  power: 10,
}));
const at = (height: number) => ({ height, timeMs: height * 1000 });
const genesis = () => genesisState(CHAIN, GOVERNANCE, members);

const SETTING: TxBody = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1']) };
const HISTORY = [SETTING, batchOf('tax', 1), statusOf('tax'), claimOf('one'), batchOf('tax', 2)];

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lightseal-store-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('an app with a store on disk', () => {
  it('comes back with what was committed, and goes on as one that never stopped', async () => {
    const folder = newFolder();
    const [first, steady] = [await LevelStore.open(folder), new RegistryApp(genesis())];
    expect(await RegistryApp.restore(first)).toBeUndefined();
    const app = new RegistryApp(genesis(), first);
    await runBlocks(app, HISTORY);
    app.finalizeBlock([await signedBy(app, batchOf('tax', 9))], at(6));
    await first.close();
    const second = await LevelStore.open(folder);
    const restored = await RegistryApp.restore(second);
    if (restored === undefined) throw new Error('there was something to restore');
    await runBlocks(steady, HISTORY);
    expect(restored.height).toBe(5);
    expect(restored.appHash).toEqual(steady.appHash);
    for (const each of [restored, steady])
      await runBlocks(each, [batchOf('tax', 3), claimOf('two')]);
    expect(restored.appHash).toEqual(steady.appHash);
    expect(batchesOf(restored, 'tax')).toEqual(batchesOf(steady, 'tax'));
    const again = restored.finalizeBlock([await signedBy(restored, claimOf('one'))], at(8));
    expect(again.results[0]?.log).toBe('registry/claimed');
    await second.close();
  });

  it('lets two stores be open in turn, never at once', async () => {
    const folder = newFolder();
    const store = await LevelStore.open(folder);
    await expect(LevelStore.open(folder)).rejects.toThrow();
    await store.close();
    await (await LevelStore.open(folder)).close();
  });

  it('gives what is under a prefix, and keeps nothing of what is removed', async () => {
    for (const store of [await LevelStore.open(newFolder()), new MemoryStore()]) {
      const value = Uint8Array.of(1);
      await store.write(new Map(['a/1', 'a/2', 'ab', 'b/1'].map((key) => [key, value])));
      await store.write(new Map([['a/2', undefined]]));
      expect(await store.list('a/')).toEqual(new Map([['1', value]]));
      expect(store.get('a/2')).toBeUndefined();
      await store.close();
    }
  });
});

describe('claims', () => {
  it('that wait together are answered by the first of them', async () => {
    const app = new RegistryApp(genesis());
    await runBlocks(app, [SETTING]);
    const one = await signedBy(app, claimOf('one'));
    expect(app.checkTx(one, at(2)).code).toBe(0);
    const other = await signedBy(app, claimOf('one'));
    expect(app.checkTx(other, at(2)).log).toBe('registry/claimed');
    const { results } = app.finalizeBlock([one, other], at(2));
    expect(results.map(({ log }) => log)).toEqual(['', 'registry/claimed']);
  });

  it('are shown with a proof of who holds them', async () => {
    const app = new RegistryApp(genesis());
    await runBlocks(app, [SETTING, claimOf('zero'), claimOf('one'), claimOf('two')]);
    const head = decodeRegistry(app.state.entries).logs.get('claims');
    if (head === undefined) throw new Error('the log has a head');
    const key = ed25519.getPublicKey(seed('one'));
    const ask = (path: string, data: Uint8Array) =>
      app.query({ path, data, height: 0, prove: false });
    const leaf = decodeLeafAnswer(ask('/claim', key).value);
    expect(verifyClaim(head, key, leaf)).toMatchObject({ claimant: 'tax', height: 3 });
    const same = ask('/leaf', encodeLeafQuery({ log: 'claims', index: 1 }));
    expect(decodeLeafAnswer(same.value)).toEqual(leaf);
    verifyLogLeaf(head, leaf);
    expect(ask('/claim', seed('nobody')).log).toBe('query/not-found');
    expect(ask('/claim', new Uint8Array(31)).log).toBe('query/malformed');
    const beyond = encodeLeafQuery({ log: 'claims', index: 3 });
    expect(ask('/leaf', beyond).log).toBe('query/not-found');
    const early = app.query({ path: '/claim', data: key, height: 2, prove: false });
    expect(early.log).toBe('query/not-found');
  });
});

describe('validators', () => {
  it('are told to the engine, each with its last power', async () => {
    const app = new RegistryApp(genesis());
    const txs: Uint8Array[] = [];
    for (const power of [5, 7]) {
      const validator = { publicKey: seed('a'), name: nameOf('a'), power };
      const body: TxBody = { kind: 'set-validator', ...validator };
      const tx = await signedBy(app, body);
      app.checkTx(tx, at(1));
      txs.push(tx);
    }
    const { validators } = app.finalizeBlock(txs, at(1));
    expect(validators).toEqual([{ publicKey: seed('a'), power: 7 }]);
  });
});

describe('a status list token', () => {
  it('that came back is held to the end of its second time', async () => {
    const app = new RegistryApp(genesis());
    await runBlocks(app, [SETTING, statusOf('tax', 'a.a.a'), statusOf('tax', 'b.b.b')]);
    await runBlocks(app, [statusOf('tax', 'a.a.a'), statusOf('tax', 'c.c.c')]);
    const old = sha256(encodeUtf8('a.a.a'));
    const isHeld = () =>
      app.query({ path: '/blob', data: old, height: 0, prove: false }).value.length > 0;
    // Replaced at 3 and again at 5: the last state that names it is that of block 4.
    for (let height = 6; height <= 203; height++) {
      app.finalizeBlock([], at(height));
      await app.commit();
    }
    expect(isHeld()).toBe(true);
    app.finalizeBlock([], at(204));
    await app.commit();
    expect(isHeld()).toBe(false);
  });
});
