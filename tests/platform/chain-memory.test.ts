import { describe, expect, it } from 'vitest';
import { ChainMemory } from '#platform/chain-memory.ts';
import { ChainStore } from '#platform/chain-store.ts';
import { StorageError } from '#platform/storage/storage-error.ts';
import { buildChain, profileOf } from '../support/chain-builder.ts';

const PROFILE = profileOf(buildChain({ length: 1 }), 1);

/** A store that refuses as long as the disk is full. */
class FullStore extends ChainStore {
  isFull = true;
  readonly saved = new Map<string, unknown>();

  override load(key: string): Promise<unknown> {
    return this.#do(() => this.saved.get(key));
  }
  override save(entries: readonly (readonly [string, unknown])[]): Promise<boolean> {
    return this.#do(() => {
      for (const [key, value] of entries) this.saved.set(key, value);
      return true;
    });
  }
  override clockFloorMs() {
    return this.#do(() => 7);
  }
  override raiseClockFloor() {
    return this.#do(() => undefined);
  }
  #do<T>(work: () => T): Promise<T> {
    return this.isFull
      ? Promise.reject(new StorageError('storage/full', 'full'))
      : Promise.resolve(work());
  }
}

describe('the memory of the chain', () => {
  it('knows until the app is closed what could not be stored', async () => {
    const memory = new ChainMemory(new FullStore(), PROFILE);
    await memory.save([['pack', 1]]);
    expect(await memory.load('pack')).toBe(1);
    expect(await memory.load('other')).toBeUndefined();
  });

  it('stores again once there is room, and reads what is stored', async () => {
    const store = new FullStore();
    const memory = new ChainMemory(store, PROFILE);
    await memory.save([['pack', 1]]);
    store.isFull = false;
    await memory.save([['pack', 2]]);
    expect(store.saved.get('pack')).toBe(2);
    store.saved.set('pack', 3);
    expect(await memory.load('pack')).toBe(3);
  });

  it('starts without a floor where nothing can be read', async () => {
    const memory = new ChainMemory(new FullStore(), PROFILE);
    expect(await memory.clockFloorMs()).toBe(0);
    await expect(memory.raiseClockFloor(5)).resolves.toBeUndefined();
  });

  it('passes on what is no refusal of the storage', async () => {
    const store = new FullStore();
    store.load = () => Promise.reject(new TypeError('a bug'));
    await expect(new ChainMemory(store, PROFILE).load('pack')).rejects.toThrow('a bug');
  });
});
