/** The vault on this device: nothing personal is in IndexedDB except under the data key. */
import type { DeriveKey, KdfParams, Random } from '#core/crypto/index.ts';
import {
  createEnvelope,
  DEFAULT_PARAMS,
  openEnvelope,
  rewrapEnvelope,
  sealRecord,
  vaultKeys,
  type EnvelopePorts,
  type OpenedVault,
  type RecordPlace,
  type VaultKeys,
  type VaultRecord,
} from '#core/vault/index.ts';
import { OpenedRecords } from './opened-records.ts';
import { turnsBy, type InTurn } from './tab-turns.ts';
import { VaultDatabase, vaultIdOf } from './vault-database.ts';
import { VaultStoreError } from './vault-store-error.ts';
import { webCipherOf } from './web-cipher.ts';

/** What {@link VaultStore.commit} writes. */
export interface VaultChanges {
  readonly put?: readonly VaultRecord[];
  readonly remove?: readonly RecordPlace[];
}

export interface VaultStoreOptions {
  readonly deriveKey: DeriveKey;
  /** Cost of a new passphrase; an envelope names its own. */
  readonly params?: KdfParams;
  readonly random?: Random;
  readonly databaseName?: string;
  /** Without them, tabs may do the same thing at the same time. */
  readonly locks?: LockManager | undefined;
}

interface Unlocked {
  readonly vaultId: string;
  readonly keys: VaultKeys;
  readonly records: OpenedRecords;
}

/**
 * One vault in one database. Its data key is only ever in memory, so that a reload locks it.
 *
 * Every method that touches the database may refuse with `vault/unavailable`, `vault/blocked` or
 * `vault/full`; what was confirmed before is then unchanged.
 */
export class VaultStore {
  readonly #database: VaultDatabase;
  readonly #ports: EnvelopePorts;
  readonly #random: Random;
  readonly #params: KdfParams;
  #unlocked: Unlocked | undefined;
  /** See {@link turnsBy}. */
  readonly inTurn: InTurn;

  constructor({ deriveKey, params, random, databaseName, locks }: VaultStoreOptions) {
    this.inTurn = turnsBy(locks);
    this.#ports = { deriveKey, cipherOf: webCipherOf };
    this.#params = params ?? DEFAULT_PARAMS;
    this.#random = random ?? ((size) => crypto.getRandomValues(new Uint8Array(size)));
    this.#database = new VaultDatabase(databaseName ?? 'lightseal-vault');
  }

  get isUnlocked(): boolean {
    return this.#unlocked !== undefined;
  }

  async exists(): Promise<boolean> {
    return (await this.#database.envelope()) !== undefined;
  }

  /** Makes an empty vault and leaves it unlocked. Refuses with `vault/exists` if there is one. */
  async create(passphrase: string): Promise<void> {
    const created = await createEnvelope(passphrase, this.#random, this.#ports, this.#params);
    await this.#database.addEnvelope(created.envelope);
    await this.#keep(created);
  }

  /**
   * @throws VaultError as `openEnvelope` (`vault/wrong-passphrase`, `vault/damaged`, …);
   * VaultStoreError `vault/missing`.
   */
  async unlock(passphrase: string): Promise<void> {
    const envelope = (await this.#database.envelope()) ?? missing();
    await this.#keep(await openEnvelope(envelope, passphrase, this.#ports));
  }

  /** Forgets the keys, and everything that was decrypted with them. */
  lock(): void {
    this.#unlocked = undefined;
  }

  /** The records stay as they are. @throws VaultError `vault/wrong-passphrase` for the old one. */
  async changePassphrase(passphrase: string, newPassphrase: string): Promise<void> {
    const envelope = (await this.#database.envelope()) ?? missing();
    const changed = await rewrapEnvelope(
      envelope,
      passphrase,
      newPassphrase,
      this.#random,
      this.#ports,
      this.#params,
    );
    await this.#database.replaceEnvelope(vaultIdOf(envelope), changed);
  }

  /**
   * Everything in one collection, in no particular order, as it is stored now: also what another tab
   * wrote meanwhile.
   *
   * @throws VaultStoreError `vault/locked` (also if the vault was replaced in another tab);
   * VaultError `vault/damaged` if any record was changed.
   */
  async list(collection: string): Promise<{ readonly id: string; readonly value: unknown }[]> {
    const unlocked = this.#unlocked ?? locked();
    const stored = await this.#orLock(this.#database.records(unlocked.vaultId));
    const records = await unlocked.records.open(stored);
    // Locked meanwhile: what was decrypted is not given out any more.
    if (this.#unlocked !== unlocked) locked();
    return records
      .filter((record) => record.collection === collection)
      .map(({ id, value }) => ({ id, value: structuredClone(value) }));
  }

  /**
   * All or nothing, and on the disk when it resolves.
   *
   * @throws VaultStoreError `vault/locked` (also if the vault was replaced in another tab) or
   * `vault/full`.
   */
  async commit({ put = [], remove = [] }: VaultChanges): Promise<void> {
    const { keys, vaultId } = this.#unlocked ?? locked();
    // A transaction of IndexedDB ends while one waits for cryptography, so that comes first.
    const sealed = await Promise.all(
      put.map(async (record) => ({
        name: keys.nameOf(record),
        bytes: await sealRecord(keys, record, this.#random),
      })),
    );
    const removed = remove.map((place) => keys.nameOf(place));
    await this.#orLock(this.#database.write(vaultId, sealed, removed));
  }

  /** Removes the vault with everything in it. Nobody can undo this, whatever they know. */
  async erase(): Promise<void> {
    this.lock();
    await this.#database.clear();
  }

  /** Locks and lets go of the database. */
  async close(): Promise<void> {
    this.lock();
    await this.#database.close();
  }

  /** The keys of a vault that another one has replaced are forgotten. */
  async #orLock<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof VaultStoreError && error.code === 'vault/locked') this.lock();
      throw error;
    }
  }

  async #keep({ vaultId, dataKey }: OpenedVault): Promise<void> {
    const keys = await vaultKeys(dataKey, webCipherOf);
    dataKey.fill(0);
    this.#unlocked = { vaultId: vaultId.join(), keys, records: new OpenedRecords(keys) };
  }
}

function missing(): never {
  throw new VaultStoreError('vault/missing', 'no vault on this device');
}

function locked(): never {
  throw new VaultStoreError('vault/locked', 'the vault is locked');
}
