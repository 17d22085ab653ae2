import { concatBytes, decodeCbor, encodeCbor } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import type { RegistryState } from '#core/registry/index.ts';
import { snapshotParts } from './snapshot-format.ts';
import type { RegistryStore } from './store.ts';

const INDEX = 'snapshots';
const KEPT = 2;
const DIGEST_BYTES = 32;
const MAX_INDEX_BYTES = 4 * 1024 * 1024;

/** What is said of a snapshot when it is offered. */
export interface SnapshotFacts {
  readonly height: number;
  /** SHA-256 of each part, one after the other. */
  readonly digests: Uint8Array;
}

/** The last two snapshots of one node, in its store. */
export class Snapshots {
  readonly #store: RegistryStore;
  #isTaking = false;

  constructor(store: RegistryStore) {
    this.#store = store;
  }

  /** The newest first. */
  get all(): readonly SnapshotFacts[] {
    const index = this.#store.get(INDEX);
    if (index === undefined) return [];
    return decodeCbor(index, MAX_INDEX_BYTES) as unknown as readonly SnapshotFacts[];
  }

  /** A part, or `undefined` if there is none. */
  part(height: number, index: number): Uint8Array | undefined {
    const isKnown = this.all.some((snapshot) => snapshot.height === height);
    return isKnown ? this.#store.get(partName(height, index)) : undefined;
  }

  /**
   * Writes the parts of a committed state while the chain goes on: leaves are never changed, and the
   * state is held. One at a time; what was begun and not finished is offered to nobody.
   */
  async take(state: RegistryState, height: number): Promise<void> {
    if (this.#isTaking) return;
    this.#isTaking = true;
    try {
      const digests: Uint8Array[] = [];
      for (const part of snapshotParts(this.#store, state)) {
        await this.#store.write(new Map([[partName(height, digests.length), part]]));
        digests.push(sha256(part));
      }
      await this.#offer({ height, digests: concatBytes(...digests) });
    } finally {
      this.#isTaking = false;
    }
  }

  async #offer(taken: SnapshotFacts): Promise<void> {
    const all = [taken, ...this.all.filter(({ height }) => height !== taken.height)];
    const changes = new Map<string, Uint8Array | undefined>();
    for (const { height, digests } of all.slice(KEPT)) {
      for (let index = 0; index < partCount(digests); index++) {
        changes.set(partName(height, index), undefined);
      }
    }
    const kept = all.slice(0, KEPT).map(({ height, digests }) => ({ height, digests }));
    changes.set(INDEX, encodeCbor(kept));
    await this.#store.write(changes);
  }
}

/** Number of parts. */
export function partCount(digests: Uint8Array): number {
  return digests.length / DIGEST_BYTES;
}

function partName(height: number, index: number): string {
  return `snapshot/${height}/${index}`;
}
