import { ClassicLevel } from 'classic-level';
import type { Changes, RegistryStore } from './store.ts';

/** A store in one folder, with LevelDB. Only one process can have it open. */
export class LevelStore implements RegistryStore {
  readonly #level: ClassicLevel<string, Uint8Array>;

  private constructor(level: ClassicLevel<string, Uint8Array>) {
    this.#level = level;
  }

  /** Opens or makes the folder; an unfinished write is gone. Refuses with LevelDB's own error. */
  static async open(folder: string): Promise<LevelStore> {
    const level = new ClassicLevel<string, Uint8Array>(folder, { valueEncoding: 'view' });
    await level.open();
    return new LevelStore(level);
  }

  get(key: string): Uint8Array | undefined {
    const value = this.#level.getSync(key);
    return value === undefined ? undefined : plain(value);
  }

  async list(prefix: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    // Keys are ASCII: nothing that begins with the prefix comes after this.
    for await (const [key, value] of this.#level.iterator({ gte: prefix, lt: `${prefix}\x7f` })) {
      found.set(key.slice(prefix.length), plain(value));
    }
    return found;
  }

  async write(changes: Changes): Promise<void> {
    const operations = [...changes].map(([key, value]) =>
      value === undefined
        ? ({ type: 'del', key } as const)
        : ({ type: 'put', key, value } as const),
    );
    await this.#level.batch(operations, { sync: true });
  }

  clear(): Promise<void> {
    return this.#level.clear();
  }

  close(): Promise<void> {
    return this.#level.close();
  }
}

/** LevelDB gives Node's buffers, whose methods differ. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
