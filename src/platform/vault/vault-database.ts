/** The vault's database: one envelope and records under opaque names, all of it ciphertext. */
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { decodeEnvelope } from '#core/vault/index.ts';
import { abortTransaction, Database } from '../storage/database.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { StoredRecord } from './opened-records.ts';
import { VaultStoreError } from './vault-store-error.ts';

const ENVELOPE = 'current';
const STORES = ['envelope', 'records'] as const;

interface VaultSchema extends DBSchema {
  readonly envelope: { readonly key: string; readonly value: Uint8Array };
  readonly records: { readonly key: string; readonly value: Uint8Array };
}

/**
 * Every method may refuse with {@link VaultStoreError} `vault/full`, `vault/unavailable` or
 * `vault/blocked`; what was confirmed before is then unchanged. Whatever names a vault refuses with
 * `vault/locked` if another vault has taken its place: its keys are then good for nothing.
 */
export class VaultDatabase {
  readonly #database: Database<VaultSchema>;

  constructor(name: string) {
    this.#database = new Database(name, (database) => {
      for (const store of STORES) database.createObjectStore(store);
    });
  }

  envelope(): Promise<Uint8Array | undefined> {
    return this.#use((database) => database.get('envelope', ENVELOPE));
  }

  /** Refuses with `vault/exists` if there is a vault, perhaps because another tab was quicker. */
  addEnvelope(envelope: Uint8Array): Promise<void> {
    return this.#change(async ({ envelopes }) => {
      if ((await envelopes.count()) > 0) throw new VaultStoreError('vault/exists', 'has a vault');
      await envelopes.put(envelope, ENVELOPE);
    });
  }

  /** Puts another envelope of the same vault in place of the present one. */
  replaceEnvelope(vaultId: string, envelope: Uint8Array): Promise<void> {
    return this.#change(async ({ envelopes }) => {
      requireVault(vaultId, await envelopes.get(ENVELOPE));
      await envelopes.put(envelope, ENVELOPE);
    });
  }

  records(vaultId: string): Promise<StoredRecord[]> {
    return this.#use(async (database) => {
      const reading = database.transaction(STORES);
      const [envelope, names, values] = await Promise.all([
        reading.objectStore('envelope').get(ENVELOPE),
        reading.objectStore('records').getAllKeys(),
        reading.objectStore('records').getAll(),
      ]);
      requireVault(vaultId, envelope);
      return names.map((name, index) => ({ name, bytes: values[index] ?? new Uint8Array() }));
    });
  }

  /** All or nothing; removes first. */
  write(
    vaultId: string,
    put: readonly StoredRecord[],
    removedNames: readonly string[],
  ): Promise<void> {
    return this.#change(async ({ envelopes, records }) => {
      requireVault(vaultId, await envelopes.get(ENVELOPE));
      // Each in a promise of its own: one that throws at once must not leave the others unheard.
      const removing = removedNames.map(async (name) => {
        await records.delete(name);
      });
      const putting = put.map(async ({ name, bytes }) => {
        await records.put(bytes, name);
      });
      await Promise.all([...removing, ...putting]);
    });
  }

  clear(): Promise<void> {
    return this.#change(async ({ envelopes, records }) => {
      await Promise.all([envelopes.clear(), records.clear()]);
    });
  }

  /** Lets go of the database. */
  close(): Promise<void> {
    return this.#database.close();
  }

  /** Stores what `work` does, on the disk and not only in the system's memory, or none of it. */
  #change(work: (stores: ReturnType<typeof storesOf>) => Promise<void>): Promise<void> {
    return this.#use(async (database) => {
      const change = database.transaction(STORES, 'readwrite', { durability: 'strict' });
      try {
        await work(storesOf(change));
      } catch (error) {
        abortTransaction(change);
        throw error;
      }
      await change.done;
    });
  }

  async #use<T>(work: (database: IDBPDatabase<VaultSchema>) => Promise<T>): Promise<T> {
    try {
      return await this.#database.use(work);
    } catch (cause) {
      if (!(cause instanceof StorageError)) throw cause;
      throw new VaultStoreError(CODES[cause.code], cause.message, { cause });
    }
  }
}

/** Name of the vault to which an envelope belongs. */
export function vaultIdOf(envelope: Uint8Array): string {
  return decodeEnvelope(envelope).vaultId.join();
}

const CODES = {
  'storage/full': 'vault/full',
  'storage/unavailable': 'vault/unavailable',
  'storage/blocked': 'vault/blocked',
} as const;

type Change = IDBPTransaction<VaultSchema, typeof STORES, 'readwrite'>;

function storesOf(change: Change) {
  return { envelopes: change.objectStore('envelope'), records: change.objectStore('records') };
}

function requireVault(vaultId: string, envelope: Uint8Array | undefined): void {
  if (envelope === undefined || vaultIdOf(envelope) !== vaultId) {
    throw new VaultStoreError('vault/locked', 'another vault has taken its place');
  }
}
