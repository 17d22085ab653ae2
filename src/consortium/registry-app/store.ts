/** Where the application keeps what is not in the registry itself: a map of octets with atomic writes. */

/** Key → its new value; `undefined` removes it. */
export type Changes = ReadonlyMap<string, Uint8Array | undefined>;

/** Keys are ASCII. */
export interface RegistryStore {
  get(key: string): Uint8Array | undefined;
  /** Everything whose key begins with `prefix`, by the rest of the key. */
  list(prefix: string): Promise<ReadonlyMap<string, Uint8Array>>;
  /** All of it or nothing, whenever the machine stops; it lies on the disk when the promise resolves. */
  write(changes: Changes): Promise<void>;
  /** Removes everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** For tests, and for chains whose blocks are replayed at each start. */
export class MemoryStore implements RegistryStore {
  readonly #values = new Map<string, Uint8Array>();

  get(key: string): Uint8Array | undefined {
    return this.#values.get(key);
  }

  list(prefix: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = [...this.#values]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value] as const);
    return Promise.resolve(new Map(found));
  }

  /** Done before it returns. */
  write(changes: Changes): Promise<void> {
    for (const [key, value] of changes) {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
    }
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.#values.clear();
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Changes on top of a store that are not written yet. */
export class Draft {
  readonly changes = new Map<string, Uint8Array | undefined>();
  readonly #store: Pick<RegistryStore, 'get'>;

  constructor(store: Pick<RegistryStore, 'get'>) {
    this.#store = store;
  }

  get(key: string): Uint8Array | undefined {
    return this.changes.has(key) ? this.changes.get(key) : this.#store.get(key);
  }

  set(key: string, value: Uint8Array | undefined): void {
    this.changes.set(key, value);
  }
}
