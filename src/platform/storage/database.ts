/** Opening IndexedDB so that another tab is never in the way, and failures have codes. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { StorageError, storageFailure } from './storage-error.ts';

/** A database that opens at first use, and again after the browser closed it. */
export class Database<Schema extends DBSchema> {
  readonly #name: string;
  readonly #create: (database: IDBPDatabase<Schema>) => void;
  #opened: Promise<IDBPDatabase<Schema>> | undefined;

  /** @param create - Makes the object stores of version 1. */
  constructor(name: string, create: (database: IDBPDatabase<Schema>) => void) {
    this.#name = name;
    this.#create = create;
  }

  /**
   * Runs `work` on the open database.
   *
   * @throws {@link StorageError} `storage/full`, `storage/unavailable` or `storage/blocked`; and what
   * `work` refuses with.
   */
  async use<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    const database = await this.#open();
    try {
      return await work(database);
    } catch (error) {
      if (error instanceof DOMException) throw storageFailure(error);
      throw error;
    }
  }

  /** Lets go of the database. */
  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    (await opened?.catch(() => undefined))?.close();
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#opened ??= this.#openOnce().catch((error: unknown) => {
      this.#opened = undefined;
      throw storageFailure(error);
    });
    return this.#opened;
  }

  #openOnce(): Promise<IDBPDatabase<Schema>> {
    return new Promise((resolve, reject) => {
      openDB<Schema>(this.#name, 1, {
        upgrade: (database) => {
          this.#create(database);
        },
        blocked: () => {
          reject(new StorageError('storage/blocked', 'another tab holds the database'));
        },
        // Another tab wants to upgrade or delete: it must not wait for this one.
        blocking: () => void this.close(),
        terminated: () => {
          this.#opened = undefined;
        },
      }).then(resolve, reject);
    });
  }
}

/** Undoes a transaction; one whose request has failed has ended already. */
export function abortTransaction(transaction: {
  readonly done: Promise<void>;
  abort(): void;
}): void {
  // Whoever aborts knows why.
  transaction.done.catch(() => undefined);
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}
