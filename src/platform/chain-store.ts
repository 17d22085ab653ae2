/**
 * Public data of the chain on this device, in a database of its own and unencrypted: profiles,
 * verified blocks, the trust pack, the clock's floor. Whoever reads blocks or a
 * pack from here checks them again.
 */
import type { DBSchema } from 'idb';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { abortTransaction, Database } from './storage/database.ts';

interface ChainSchema extends DBSchema {
  readonly data: { readonly key: string; readonly value: unknown };
  readonly profiles: { readonly key: string; readonly value: ConsortiumProfile };
}

const CLOCK_FLOOR = 'clock-floor';
const LAST_PROFILE = 'last-profile';

/** Every method may refuse with {@link StorageError} `storage/…`. */
export class ChainStore {
  readonly #database: Database<ChainSchema>;

  constructor(databaseName = 'lightseal-chain') {
    this.#database = new Database(databaseName, (database) => {
      database.createObjectStore('data');
      database.createObjectStore('profiles');
    });
  }

  async load(key: string): Promise<unknown> {
    return await this.#database.use((database) => database.get('data', key));
  }

  /** Names that begin with `prefix`. */
  async keys(prefix: string): Promise<readonly string[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return await this.#database.use((database) => database.getAllKeys('data', range));
  }

  /** All or nothing. `undefined` removes. */
  async save(entries: readonly (readonly [key: string, value: unknown])[]): Promise<void> {
    await this.#database.use(async (database) => {
      const change = database.transaction('data', 'readwrite');
      try {
        await Promise.all(entries.map(([key, value]) => put(change.store, key, value)));
      } catch (error) {
        abortTransaction(change);
        throw error;
      }
      await change.done;
    });
  }

  async profiles(): Promise<ConsortiumProfile[]> {
    return await this.#database.use((database) => database.getAll('profiles'));
  }

  /** The profile saved last: the one to start with when there is no network. */
  async lastProfile(): Promise<ConsortiumProfile | undefined> {
    return await this.#database.use(async (database) => {
      const chainId = await database.get('data', LAST_PROFILE);
      return typeof chainId === 'string' ? await database.get('profiles', chainId) : undefined;
    });
  }

  /** By chain id; a later profile of the same chain replaces the earlier. */
  async saveProfile(profile: ConsortiumProfile): Promise<void> {
    await this.#database.use(async (database) => {
      const change = database.transaction(['data', 'profiles'], 'readwrite');
      await change.objectStore('profiles').put(profile, profile.chainId);
      await change.objectStore('data').put(profile.chainId, LAST_PROFILE);
      await change.done;
    });
  }

  /** Time of the newest verified header or device time seen, in milliseconds. */
  async clockFloorMs(): Promise<number> {
    const floor = await this.load(CLOCK_FLOOR);
    return typeof floor === 'number' ? floor : 0;
  }

  async raiseClockFloor(timeMs: number): Promise<void> {
    await this.#database.use(async (database) => {
      const change = database.transaction('data', 'readwrite');
      const floor = await change.store.get(CLOCK_FLOOR);
      if (typeof floor !== 'number' || floor < timeMs) await change.store.put(timeMs, CLOCK_FLOOR);
      await change.done;
    });
  }

  /** Lets go of the database. */
  async close(): Promise<void> {
    await this.#database.close();
  }
}

/** In a promise of its own: what throws at once must not leave the others unheard. */
async function put(
  store: {
    put(value: unknown, key: string): Promise<unknown>;
    delete(key: string): Promise<void>;
  },
  key: string,
  value: unknown,
): Promise<void> {
  if (value === undefined) await store.delete(key);
  else await store.put(value, key);
}
