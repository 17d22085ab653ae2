import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VaultStore } from '#platform/vault/vault-store.ts';
import { quickKdf } from '../../support/node-crypto.ts';
import { dumpDatabases } from './dump-databases.ts';

const PASSPHRASE = '春眠不觉晓 42';
const LICENCE = {
  vct: 'https://lightseal.example/types/food-business-licence',
  holder: '示例市光明餐饮店',
  number: 'JY1320100123456',
};

let vault: VaultStore;

function openVault(): VaultStore {
  return new VaultStore({ deriveKey: quickKdf });
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vault = openVault();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await vault.close();
});

describe('the vault on this device', () => {
  it('is there once it was created, and unlocked', async () => {
    expect(await vault.exists()).toBe(false);
    await vault.create(PASSPHRASE);
    expect(await vault.exists()).toBe(true);
    expect(vault.isUnlocked).toBe(true);
    expect(await vault.list('documents')).toEqual([]);
  });

  it('keeps its documents over a restart, and is locked after it', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: LICENCE }] });
    const again = openVault();
    expect(again.isUnlocked).toBe(false);
    await expect(again.list('documents')).rejects.toMatchObject({ code: 'vault/locked' });
    await again.unlock(PASSPHRASE);
    expect(await again.list('documents')).toEqual([{ id: 'a', value: LICENCE }]);
    await again.close();
  });

  it('keeps collections apart, also for the same id', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({
      put: [
        { collection: 'documents', id: 'a', value: 1 },
        { collection: 'shows', id: 'a', value: 2 },
      ],
    });
    await vault.commit({ remove: [{ collection: 'documents', id: 'a' }] });
    expect(await vault.list('documents')).toEqual([]);
    expect(await vault.list('shows')).toEqual([{ id: 'a', value: 2 }]);
  });

  it('replaces and removes in one change', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: 1 }] });
    await vault.commit({
      put: [{ collection: 'documents', id: 'b', value: 2 }],
      remove: [{ collection: 'documents', id: 'a' }],
    });
    expect(await vault.list('documents')).toEqual([{ id: 'b', value: 2 }]);
  });

  it('says that a passphrase is wrong, and stays locked', async () => {
    await vault.create(PASSPHRASE);
    vault.lock();
    await expect(vault.unlock('wrong')).rejects.toMatchObject({ code: 'vault/wrong-passphrase' });
    expect(vault.isUnlocked).toBe(false);
  });

  it('refuses to be created over another, or unlocked before it exists', async () => {
    await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'vault/missing' });
    await vault.create(PASSPHRASE);
    await expect(openVault().create('another')).rejects.toMatchObject({ code: 'vault/exists' });
  });

  it('opens with the new passphrase only after a change, with everything in it', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: LICENCE }] });
    await expect(vault.changePassphrase('wrong', 'new')).rejects.toMatchObject({
      code: 'vault/wrong-passphrase',
    });
    await vault.changePassphrase(PASSPHRASE, 'new passphrase');
    const again = openVault();
    await expect(again.unlock(PASSPHRASE)).rejects.toMatchObject({
      code: 'vault/wrong-passphrase',
    });
    await again.unlock('new passphrase');
    expect(await again.list('documents')).toHaveLength(1);
    await again.close();
  });
});

describe('an erased vault', () => {
  it('is gone from the database, for another tab as well, and a new one may be made', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: LICENCE }] });
    const other = openVault();
    await other.unlock(PASSPHRASE);
    expect(await other.list('documents')).toHaveLength(1);
    await vault.erase();
    expect(await vault.exists()).toBe(false);
    await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'vault/missing' });
    await expect(other.list('documents')).rejects.toMatchObject({ code: 'vault/locked' });
    expect(other.isUnlocked).toBe(false);
    await vault.create('a new passphrase');
    expect(await vault.list('documents')).toEqual([]);
    await other.close();
  });
});

describe('what was listed before', () => {
  const decryptions = () => vi.spyOn(crypto.subtle, 'decrypt').mock.calls.length;

  it('is decrypted again only where it changed', async () => {
    await vault.create(PASSPHRASE);
    const put = ['a', 'b', 'c'].map((id) => ({ collection: 'documents', id, value: 1 }));
    await vault.commit({ put });
    const before = decryptions();
    await vault.list('documents');
    expect(decryptions() - before).toBe(3);
    await vault.commit({ put: [{ collection: 'documents', id: 'b', value: 2 }] });
    const values = (await vault.list('documents')).map(({ id, value }) => `${id}${String(value)}`);
    expect(values.sort()).toEqual(['a1', 'b2', 'c1']);
    expect(decryptions() - before).toBe(4);
  });

  it('cannot be altered by whoever holds it', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: LICENCE }] });
    const [first] = await vault.list('documents');
    Object.assign(first?.value as object, { holder: 'changed' });
    expect(await vault.list('documents')).toEqual([{ id: 'a', value: LICENCE }]);
  });

  it('is not given out when the vault was locked meanwhile', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: LICENCE }] });
    const listing = vault.list('documents');
    vault.lock();
    await expect(listing).rejects.toMatchObject({ code: 'vault/locked' });
  });
});

describe('what a stranger reads in the database', () => {
  it('is nothing personal: no name, number, type, id or collection, in no encoding', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'doc-1', value: LICENCE }] });
    await vault.commit({ put: [{ collection: 'shows', id: 'show-1', value: LICENCE.holder }] });
    const dump = await dumpDatabases();
    expect(dump.length).toBeGreaterThan(1_000);
    const secrets = [PASSPHRASE, ...Object.values(LICENCE), 'documents', 'shows', 'doc-1'];
    for (const secret of secrets) {
      for (const encoding of ['utf8', 'utf16le'] as const) {
        expect(dump.includes(Buffer.from(secret, encoding)), secret).toBe(false);
      }
    }
  });

  it('does find what is stored in plain, so that the search proves something', async () => {
    const opening = indexedDB.open('plain', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('s').put({ name: LICENCE.holder }, 'k');
    };
    await new Promise((resolve) => (opening.onsuccess = resolve));
    opening.result.close();
    expect((await dumpDatabases()).includes(Buffer.from(LICENCE.holder))).toBe(true);
  });

  it('shows the same size for a small licence and a small note', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: LICENCE }] });
    const one = (await dumpDatabases()).length;
    await vault.commit({ put: [{ collection: 'notes', id: 'b', value: 1 }] });
    const two = (await dumpDatabases()).length;
    await vault.commit({ put: [{ collection: 'documents', id: 'c', value: LICENCE }] });
    expect((await dumpDatabases()).length - two).toBe(two - one);
  });
});

describe('a change that cannot be finished', () => {
  const failingPut = (name: string, after: number) => {
    const { put } = IDBObjectStore.prototype as { put: (...args: unknown[]) => unknown };
    let calls = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args: unknown[]
    ) {
      calls += 1;
      if (calls > after) throw new DOMException('no', name);
      return put.apply(this, args) as IDBRequest<IDBValidKey>;
    });
  };

  it('on a full disk leaves what was there, and says so', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: LICENCE }] });
    failingPut('QuotaExceededError', 1);
    const change = vault.commit({
      put: [
        { collection: 'documents', id: 'b', value: 1 },
        { collection: 'documents', id: 'c', value: 2 },
      ],
      remove: [{ collection: 'documents', id: 'a' }],
    });
    await expect(change).rejects.toMatchObject({ code: 'vault/full' });
    vi.restoreAllMocks();
    expect(await vault.list('documents')).toEqual([{ id: 'a', value: LICENCE }]);
  });

  it('because the database failed has a code of its own', async () => {
    await vault.create(PASSPHRASE);
    failingPut('UnknownError', 0);
    const change = vault.commit({ put: [{ collection: 'documents', id: 'b', value: 1 }] });
    await expect(change).rejects.toMatchObject({ code: 'vault/unavailable' });
  });

  it('while locked writes nothing', async () => {
    await vault.create(PASSPHRASE);
    vault.lock();
    const change = vault.commit({ put: [{ collection: 'documents', id: 'b', value: 1 }] });
    await expect(change).rejects.toMatchObject({ code: 'vault/locked' });
  });
});

describe('two tabs on one database', () => {
  it('see what the other has confirmed', async () => {
    await vault.create(PASSPHRASE);
    const other = openVault();
    await other.unlock(PASSPHRASE);
    await other.commit({ put: [{ collection: 'documents', id: 'a', value: 1 }] });
    await vault.commit({ put: [{ collection: 'documents', id: 'b', value: 2 }] });
    expect(await other.list('documents')).toHaveLength(2);
    await other.close();
  });

  it('make one vault between them when both create at once', async () => {
    const other = openVault();
    const results = await Promise.allSettled([vault.create('one'), other.create('two')]);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'vault/exists' }) as unknown },
    ]);
    await other.close();
  });

  it('do not write with the key of a vault that was replaced', async () => {
    await vault.create(PASSPHRASE);
    const deleting = indexedDB.deleteDatabase('lightseal-vault');
    await new Promise((resolve) => (deleting.onsuccess = resolve));
    const other = openVault();
    await other.create('another');
    const change = vault.commit({ put: [{ collection: 'documents', id: 'a', value: 1 }] });
    await expect(change).rejects.toMatchObject({ code: 'vault/locked' });
    expect(vault.isUnlocked).toBe(false);
    expect(await other.list('documents')).toEqual([]);
    await other.close();
  });
});

describe('a record that somebody changed', () => {
  it('is recognised as damaged', async () => {
    await vault.create(PASSPHRASE);
    await vault.commit({ put: [{ collection: 'documents', id: 'a', value: LICENCE }] });
    const opening = indexedDB.open('lightseal-vault', 1);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const store = opening.result.transaction('records', 'readwrite').objectStore('records');
    const keys = store.getAllKeys();
    await new Promise((resolve) => (keys.onsuccess = resolve));
    const writing = store.put(new Uint8Array(2_000).fill(1), keys.result[0]);
    await new Promise((resolve) => (writing.onsuccess = resolve));
    opening.result.close();
    await expect(vault.list('documents')).rejects.toMatchObject({ code: 'vault/damaged' });
  });

  it('a browser without a database is told apart from a vault that is missing', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('not here', 'SecurityError');
    });
    await expect(vault.exists()).rejects.toMatchObject({ code: 'vault/unavailable' });
  });
});
