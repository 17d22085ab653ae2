import type { ConsortiumProfile } from '#core/chain/index.ts';
import type { PublicStore } from './chain-client.ts';
import type { ChainStore } from './chain-store.ts';
import { orElse } from './storage/storage-error.ts';

/**
 * The chain store for a browser that may refuse to store: what is not stored is known until the app
 * is closed, so that a full disk or a blocked database stops no verdict. Nothing here refuses.
 */
export class ChainMemory implements PublicStore {
  readonly #store: ChainStore;
  readonly #profile: ConsortiumProfile;
  readonly #unsaved = new Map<string, unknown>();

  /** @param profile - By which everything that is saved here was verified. */
  constructor(store: ChainStore, profile: ConsortiumProfile) {
    this.#store = store;
    this.#profile = profile;
  }

  async load(key: string): Promise<unknown> {
    if (this.#unsaved.has(key)) return this.#unsaved.get(key);
    return await orElse(undefined, () => this.#store.load(key));
  }

  async keys(prefix: string): Promise<readonly string[]> {
    const stored = await orElse([], () => this.#store.keys(prefix));
    const unsaved = [...this.#unsaved.keys()].filter((key) => key.startsWith(prefix));
    const held = new Set([...stored, ...unsaved]);
    return [...held].filter(
      (key) => !this.#unsaved.has(key) || this.#unsaved.get(key) !== undefined,
    );
  }

  /** All or nothing on the disk, and in any case for this visit. */
  async save(entries: readonly (readonly [key: string, value: unknown])[]): Promise<void> {
    for (const [key, value] of entries) this.#unsaved.set(key, value);
    const isSaved = await orElse(false, () => this.#store.save(entries, this.#profile));
    if (!isSaved) return;
    for (const [key, value] of entries) {
      if (this.#unsaved.get(key) === value) this.#unsaved.delete(key);
    }
  }

  async clockFloorMs(): Promise<number> {
    return await orElse(0, () => this.#store.clockFloorMs());
  }

  async raiseClockFloor(timeMs: number): Promise<void> {
    await orElse(undefined, () => this.#store.raiseClockFloor(timeMs));
  }
}
