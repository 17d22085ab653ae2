import { encodeVarint, equalBytes } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot, type Frontier } from '#core/merkle/index.ts';
import {
  CLAIMS_KEY,
  decodeClaimEntry,
  decodeRegistry,
  LIMITS,
  RegistryError,
  registryRoot,
  type LogHead,
  type Registry,
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
 * Takes a snapshot. Nothing in it is believed: the entries come first and must have the root that the
 * chain has agreed on; after them only the tokens that they name and as many leaves as they count are
 * taken, and at the end every log must have its head.
 */
export class SnapshotRestore {
  readonly #store: RegistryStore;
  readonly #chainId: string;
  readonly #facts: SnapshotFacts;
  readonly #appHash: Uint8Array;
  readonly #entries = new Map<string, Uint8Array>();
  readonly #logs = new Map<string, Frontier>();
  #entryBytes = 0;
  #registry: Registry | undefined;
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

  /**
   * Takes the parts in their order; the first one empties the store of what an earlier attempt left
   * there. One that is `untrue` spoils the whole, and the store is empty again.
   */
  async take(index: number, untrustedPart: Uint8Array): Promise<PartOutcome> {
    const digest = this.#facts.digests.subarray(32 * index, 32 * index + 32);
    if (index !== this.#next || !equalBytes(sha256(untrustedPart), digest)) return 'wrong';
    if (index === 0) await this.#store.clear();
    this.#next++;
    try {
      await this.#keep(decodePart(untrustedPart));
      if (this.#next < partCount(this.#facts.digests)) return 'taken';
      return await this.#finish();
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      await this.#store.clear();
      return 'untrue';
    }
  }

  async #keep(records: readonly SnapshotRecord[]): Promise<void> {
    const draft = new Draft(this.#store);
    for (const record of records) this.#keepOne(draft, record);
    await this.#store.write(draft.changes);
  }

  #keepOne(draft: Draft, record: SnapshotRecord): void {
    if (record.kind === 'entry') this.#keepEntry(record.key, record.value);
    else if (record.kind === 'token') this.#keepToken(draft, record.token);
    else this.#keepLeaf(draft, record.log, record.leaf);
  }

  #keepEntry(key: string, value: Uint8Array): void {
    if (this.#registry !== undefined) throw mismatch('root', 'an entry too many');
    this.#entries.set(key, value);
    this.#entryBytes += key.length + value.length;
    if (this.#entries.size > LIMITS.entries || this.#entryBytes > LIMITS.registryBytes) {
      throw new RegistryError('registry/too-large', 'more entries than a registry has');
    }
  }

  #keepToken(draft: Draft, token: Uint8Array): void {
    const digest = sha256(token);
    const { statuses } = this.#verified;
    const isNamed = [...statuses.values()].some((status) => equalBytes(status.digest, digest));
    if (!isNamed) throw mismatch('status', 'a token that no entry names');
    draft.set(blobName(digest), token);
  }

  #keepLeaf(draft: Draft, log: string, leaf: Uint8Array): void {
    const before = this.#logs.get(log) ?? EMPTY_FRONTIER;
    const size = this.#headOf(log)?.size ?? 0;
    if (before.size >= size) throw mismatch('log', 'a leaf too many');
    writeLeaf(draft, log, before.size, leaf);
    this.#logs.set(log, appendLeaf(before, leaf));
    if (log !== CLAIMS_KEY) return;
    draft.set(claimName(decodeClaimEntry(leaf).key), encodeVarint(before.size));
  }

  /** The registry, once its entries are all there. */
  get #verified(): Registry {
    if (this.#registry !== undefined) return this.#registry;
    if (!equalBytes(registryRoot(this.#entries), this.#appHash)) {
      throw mismatch('root', 'not the entries that every node has');
    }
    return (this.#registry = decodeRegistry(this.#entries));
  }

  #headOf(log: string): LogHead | undefined {
    return this.#verified.logs.get(log.replace(/^log\//, ''));
  }

  async #finish(): Promise<PartOutcome> {
    const isWhole = [...this.#logs].every(([log, frontier]) => {
      const head = this.#headOf(log);
      return head?.size === frontier.size && equalBytes(head.root, frontierRoot(frontier));
    });
    if (!isWhole || this.#verified.logs.size !== this.#logs.size) {
      throw mismatch('log', 'not the logs that every node has');
    }
    const state = { chainId: this.#chainId, entries: this.#entries, logs: this.#logs };
    this.#app = await RegistryApp.adopt(this.#store, state, this.#facts.height);
    return 'done';
  }
}

function mismatch(what: 'root' | 'log' | 'status', why: string): RegistryError {
  return new RegistryError(`registry/${what}-mismatch`, why);
}
