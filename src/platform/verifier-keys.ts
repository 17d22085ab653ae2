/**
 * The key with which this desk asks in its office's name, one for each consortium. Once taken in it
 * signs and never comes out again: the browser keeps it where no script can read it.
 */
import type { DBSchema } from 'idb';
import type { HolderPrivateJwk } from './holder-keys.ts';
import { importHolderKey, signWith } from './holder-keys.ts';
import { Database } from './storage/database.ts';
import { StorageError } from './storage/storage-error.ts';

interface VerifierSchema extends DBSchema {
  readonly keys: { readonly key: string; readonly value: StoredKey };
}

interface StoredKey {
  readonly verifier: string;
  readonly key: CryptoKey;
}

/** Every method may refuse with {@link StorageError} `storage/…`. */
export class VerifierKeyStore {
  readonly #database: Database<VerifierSchema>;

  constructor(databaseName = 'lightseal-verifier') {
    this.#database = new Database(databaseName, (database) => {
      database.createObjectStore('keys');
    });
  }

  /** In whose name this desk asks, if in anybody's. */
  async verifier(chainId: string): Promise<string | undefined> {
    return (await this.#find(chainId))?.verifier;
  }

  /** Takes the place of the one before. `false` if the key is no key of P-256. */
  async keep(chainId: string, verifier: string, privateJwk: HolderPrivateJwk): Promise<boolean> {
    const key = await importHolderKey(privateJwk).catch(refused);
    if (key === undefined) return false;
    await this.#database.use((database) => database.put('keys', { verifier, key }, chainId));
    return true;
  }

  async forget(chainId: string): Promise<void> {
    await this.#database.use((database) => database.delete('keys', chainId));
  }

  /** ES256, r‖s. */
  async sign(chainId: string, message: Uint8Array): Promise<Uint8Array> {
    const found = await this.#find(chainId);
    if (found === undefined) throw new StorageError('storage/unavailable', 'the key is gone');
    return await signWith(found.key, message);
  }

  async #find(chainId: string): Promise<StoredKey | undefined> {
    return await this.#database.use((database) => database.get('keys', chainId));
  }
}

/** The browser refuses numbers that are no point of the curve, or a secret that does not belong to it. */
function refused(error: unknown): undefined {
  if (error instanceof DOMException) return undefined;
  throw error;
}
