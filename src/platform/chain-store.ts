/**
 * Public data of the chain on this device, in a database of its own and unencrypted: profiles,
 * verified blocks, the trust pack, the clock's floor. Whoever reads blocks or a
 * pack from here checks them again.
 */
import type { DBSchema } from 'idb';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { blockName, blockPrefix, storedName } from '#workers/stored-name.ts';
import { abortTransaction, Database } from './storage/database.ts';

interface ChainSchema extends DBSchema {
  readonly data: { readonly key: string; readonly value: unknown };
  readonly profiles: { readonly key: string; readonly value: ConsortiumProfile };
}

const CLOCK_FLOOR = 'clock-floor';
const LAST_PROFILE = 'last-profile';
const CHOSEN = 'chosen-profile';
/** No name has a sign that sorts behind it. */
const END = '\uffff';

/** What becomes of a chain's stored data when a profile is taken for it. */
export type TrustChange =
  { readonly kind: 'keep' | 'wipe' } | { readonly kind: 'rollback'; readonly to: number };

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
    const range = IDBKeyRange.bound(prefix, prefix + END);
    return await this.#database.use((database) => database.getAllKeys('data', range));
  }

  /**
   * All or nothing. `undefined` removes.
   *
   * @param under - The profile by which it was verified. If people have meanwhile taken another
   * anchor for its chain, or removed it, nothing is saved: what was deleted must not come back.
   * @returns Whether it was saved.
   */
  async save(
    entries: readonly (readonly [key: string, value: unknown])[],
    under?: ConsortiumProfile,
  ): Promise<boolean> {
    return await this.#database.use(async (database) => {
      const change = database.transaction(['data', 'profiles'], 'readwrite');
      const data = change.objectStore('data');
      try {
        const current = under && (await change.objectStore('profiles').get(under.chainId));
        if (under !== undefined && !hasSameAnchor(current, under)) return false;
        await Promise.all(entries.map(([key, value]) => put(data, key, value)));
      } catch (error) {
        abortTransaction(change);
        throw error;
      }
      await change.done;
      return true;
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

  /** Whether people have compared the profile of this chain: then no server replaces it. */
  async isCompared(chainId: string): Promise<boolean> {
    return (await this.load(comparedName(chainId))) === true;
  }

  /**
   * Makes a profile that people have compared the one in use, and deletes what no longer belongs to
   * it, all or nothing: with `rollback` the blocks above `to` and the trust packs, with `wipe`
   * everything of the chain, an attack too.
   */
  async takeProfile(profile: ConsortiumProfile, trust: TrustChange): Promise<void> {
    const { chainId } = profile;
    await this.#database.use(async (database) => {
      const change = database.transaction(['data', 'profiles'], 'readwrite');
      const data = change.objectStore('data');
      if (trust.kind === 'wipe') await data.delete(allOf(chainId));
      if (trust.kind === 'rollback') {
        const above = [blockName(chainId, trust.to), blockPrefix(chainId) + END] as const;
        await data.delete(IDBKeyRange.bound(...above, true));
        await data.delete(storedName(chainId, 'pack'));
        await data.delete(storedName(chainId, 'unconfirmed'));
      }
      await data.put(true, comparedName(chainId));
      await data.put(chainId, LAST_PROFILE);
      await change.objectStore('profiles').put(profile, chainId);
      await change.done;
    });
  }

  /** Starts with the profile of this chain from now on, because people have chosen it. */
  async useProfile(chainId: string): Promise<void> {
    await this.save([
      [LAST_PROFILE, chainId],
      [CHOSEN, chainId],
    ]);
  }

  /** The chain that people have chosen last. */
  async chosenChain(): Promise<unknown> {
    return await this.load(CHOSEN);
  }

  /** Keeps a profile beside the one in use. */
  async addProfile(profile: ConsortiumProfile): Promise<void> {
    await this.#database.use((database) => database.put('profiles', profile, profile.chainId));
  }

  /** Deletes a profile and everything that was stored under it. */
  async removeProfile(chainId: string): Promise<void> {
    await this.#database.use(async (database) => {
      const change = database.transaction(['data', 'profiles'], 'readwrite');
      await change.objectStore('data').delete(allOf(chainId));
      await change.objectStore('profiles').delete(chainId);
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

function comparedName(chainId: string): string {
  return storedName(chainId, 'compared');
}

function allOf(chainId: string): IDBKeyRange {
  const prefix = storedName(chainId, '');
  return IDBKeyRange.bound(prefix, prefix + END);
}

function hasSameAnchor(a: ConsortiumProfile | undefined, b: ConsortiumProfile): boolean {
  return a?.anchor.height === b.anchor.height && a.anchor.hash === b.anchor.hash;
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
