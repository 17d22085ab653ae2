import { encodeVarint, equalBytes } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot, type Frontier } from '#core/merkle/index.ts';
import {
  CLAIMS_KEY,
  decodeClaimEntry,
  decodeRegistry,
  registryRoot,
} from '#core/registry/index.ts';
import { isRefusal } from '#core/errors.ts';
import { blobName, claimName } from './kept.ts';
import { RegistryApp } from './registry-app.ts';
import { decodePart, type SnapshotRecord } from './snapshot-format.ts';
import { partCount, type SnapshotFacts } from './snapshots.ts';
import { Draft, type RegistryStore } from './store.ts';
import { writeLeaf } from './tiled-log.ts';

const MAX_PARTS = 10_000;

/** What became of a part: `wrong` is not the one that was promised. */
export type PartOutcome = 'taken' | 'wrong' | 'done' | 'untrue';

/**
 * Takes a snapshot into an empty store. Nothing in it is believed: at the end the registry must have
 * the root, and every log the head, that the chain has agreed on.
 */
export class SnapshotRestore {
  readonly #store: RegistryStore;
  readonly #chainId: string;
  readonly #facts: SnapshotFacts;
  readonly #appHash: Uint8Array;
  readonly #entries = new Map<string, Uint8Array>();
  readonly #logs = new Map<string, Frontier>();
  readonly #tokens: Uint8Array[] = [];
  #next = 0;
  #app: RegistryApp | undefined;

  /** @param appHash - Of the state at the snapshot's height, from a header that is verified. */
  constructor(store: RegistryStore, chainId: string, facts: SnapshotFacts, appHash: Uint8Array) {
    this.#store = store;
    this.#chainId = chainId;
    this.#facts = facts;
    this.#appHash = appHash;
  }

  /** Whether an offer can be what it says. */
  static isPossible({ digests }: SnapshotFacts): boolean {
    const count = partCount(digests);
    return Number.isInteger(count) && count >= 1 && count <= MAX_PARTS;
  }

  /** The registry that came of it, once the last part was `done`. */
  get app(): RegistryApp | undefined {
    return this.#app;
  }

  /** Takes the parts in their order. One that is `untrue` spoils the whole: the store is empty again. */
  async take(index: number, untrustedPart: Uint8Array): Promise<PartOutcome> {
    const digest = this.#facts.digests.subarray(32 * index, 32 * index + 32);
    if (index !== this.#next || !equalBytes(sha256(untrustedPart), digest)) return 'wrong';
    this.#next++;
    const records = decodePart(untrustedPart);
    if (records === undefined || !(await this.#keep(records))) return this.#spoilt();
    if (this.#next < partCount(this.#facts.digests)) return 'taken';
    return this.#finish();
  }

  async #keep(records: readonly SnapshotRecord[]): Promise<boolean> {
    const draft = new Draft(this.#store);
    try {
      for (const record of records) this.#keepOne(draft, record);
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      return false;
    }
    await this.#store.write(draft.changes);
    return true;
  }

  #keepOne(draft: Draft, record: SnapshotRecord): void {
    if (record.kind === 'entry') {
      this.#entries.set(record.key, record.value);
    } else if (record.kind === 'token') {
      const digest = sha256(record.token);
      this.#tokens.push(digest);
      draft.set(blobName(digest), record.token);
    } else {
      const { log, leaf } = record;
      const before = this.#logs.get(log) ?? EMPTY_FRONTIER;
      writeLeaf(draft, log, before.size, leaf);
      this.#logs.set(log, appendLeaf(before, leaf));
      if (log !== CLAIMS_KEY) return;
      draft.set(claimName(decodeClaimEntry(leaf).key), encodeVarint(before.size));
    }
  }

  async #finish(): Promise<PartOutcome> {
    if (!this.#isTrue()) return this.#spoilt();
    const state = { chainId: this.#chainId, entries: this.#entries, logs: this.#logs };
    this.#app = await RegistryApp.adopt(this.#store, state, this.#facts.height);
    return 'done';
  }

  async #spoilt(): Promise<PartOutcome> {
    await this.#store.clear();
    return 'untrue';
  }

  #isTrue(): boolean {
    if (!equalBytes(registryRoot(this.#entries), this.#appHash)) return false;
    // The root is right: these are the entries that every node has.
    const { logs, statuses } = decodeRegistry(this.#entries);
    const digests = [...statuses.values()].map(({ digest }) => digest);
    const isNamed = (token: Uint8Array) => digests.some((digest) => equalBytes(digest, token));
    return (
      logs.size === this.#logs.size &&
      [...this.#logs].every(([key, frontier]) => {
        const head = logs.get(key.replace(/^log\//, ''));
        return head?.size === frontier.size && equalBytes(head.root, frontierRoot(frontier));
      }) &&
      this.#tokens.every(isNamed)
    );
  }
}
