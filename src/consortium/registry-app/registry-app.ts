import {
  decodeVarint,
  encodeUtf8,
  encodeVarint,
  equalBytes,
  formatHex,
  decodeUtf8,
} from '#core/bytes/index.ts';
import type { SignatureVerifier } from '#core/crypto/index.ts';
import {
  applyTx,
  decodeLogHead,
  nextSequence,
  registryRoot,
  type BlockContext,
  type Kept,
  type RegistryEntries,
  type RegistryState,
} from '#core/registry/index.ts';
import { claimName, dropOutdated, keep, KEPT_STATES } from './kept.ts';
import { answerQuery, queryRefusal, type Query, type QueryAnswer } from './queries.ts';
import { rememberedSignatures } from './remembered-signatures.ts';
import { txResult, type TxResult } from './result-codes.ts';
import { Draft, MemoryStore, type Changes, type RegistryStore } from './store.ts';
import { readFrontier } from './tiled-log.ts';

/** A new power of a validator; none removes it. */
export interface ValidatorChange {
  readonly publicKey: Uint8Array;
  readonly power: number;
}

/** What executing a block gave. */
export interface BlockResult {
  readonly results: readonly TxResult[];
  readonly appHash: Uint8Array;
  /** The last change of each validator. */
  readonly validators: readonly ValidatorChange[];
}

interface ExecutedBlock {
  readonly height: number;
  readonly state: RegistryState;
  readonly appHash: Uint8Array;
  readonly changes: Changes;
}

const ENTRY = 'entry/';
const HEIGHT = 'height';
const CHAIN_ID = 'chain-id';
const NONE: RegistryEntries = new Map();

/**
 * The registry as an application of a chain engine: it checks transactions, executes blocks and
 * answers queries from committed states. Deterministic. A block reaches its store in one write, and
 * what it holds in memory does not grow with the logs.
 */
export class RegistryApp {
  readonly #store: RegistryStore;
  /** A transaction is verified when it comes in, and not again in its block. */
  readonly #isValid: SignatureVerifier;
  readonly #states = new Map<number, RegistryState>();
  /** Committed state with the transactions that wait on top of it. */
  #checked: RegistryState;
  readonly #checkedClaims = new Set<string>();
  #committed: RegistryState;
  #executed: ExecutedBlock | undefined;
  #appHash: Uint8Array;
  #height: number;

  /**
   * @param height - Of the block that left `state`; 0 before the first.
   * @param isValid - Must answer as the core's verifier does.
   */
  constructor(
    state: RegistryState,
    store: RegistryStore = new MemoryStore(),
    height = 0,
    isValid: SignatureVerifier = rememberedSignatures(),
  ) {
    this.#store = store;
    this.#isValid = isValid;
    this.#committed = state;
    this.#checked = state;
    this.#appHash = registryRoot(state.entries);
    this.#height = height;
    this.#states.set(height, state);
  }

  /** What the store holds, or `undefined` if no block was committed to it yet. */
  static async restore(store: RegistryStore): Promise<RegistryApp | undefined> {
    const [height, chainId] = [store.get(HEIGHT), store.get(CHAIN_ID)];
    if (height === undefined || chainId === undefined) return undefined;
    const entries = await store.list(ENTRY);
    const state = { chainId: decodeUtf8(chainId), entries, logs: logsOf(store, entries) };
    return new RegistryApp(state, store, Number(decodeVarint(height).value));
  }

  /** Begins in a store with a state that was verified, and whose leaves and tokens lie there. */
  static async adopt(
    store: RegistryStore,
    state: RegistryState,
    height: number,
  ): Promise<RegistryApp> {
    const draft = new Draft(store);
    writeState(draft, new Map(), state, height);
    await store.write(draft.changes);
    return new RegistryApp(state, store, height);
  }

  /** Last committed height; 0 before the first block. */
  get height(): number {
    return this.#height;
  }

  get state(): RegistryState {
    return this.#committed;
  }

  /** Root of the committed state: what the next header says. */
  get appHash(): Uint8Array {
    return this.#appHash;
  }

  /** The sequence that the next transaction of `signer` must carry, after those that wait. */
  nextSequence(signer: string): number {
    return nextSequence(this.#checked, signer);
  }

  /** Whether a transaction would be applied in `block`, after those that already wait. */
  checkTx(untrustedTx: Uint8Array, block: BlockContext): TxResult {
    const isClaimed = (key: Uint8Array) =>
      this.#checkedClaims.has(formatHex(key)) || this.#store.get(claimName(key)) !== undefined;
    const { state, code, kept } = applyTx(
      this.#checked,
      untrustedTx,
      block,
      isClaimed,
      this.#isValid,
    );
    this.#checked = state;
    if (kept?.kind === 'leaf' && kept.claim !== undefined) {
      this.#checkedClaims.add(formatHex(kept.claim));
    }
    return txResult(code);
  }

  /** Executes a block; nothing of it is visible before {@link commit}. */
  finalizeBlock(txs: readonly Uint8Array[], block: BlockContext): BlockResult {
    const draft = new Draft(this.#store);
    const isClaimed = (key: Uint8Array) => draft.get(claimName(key)) !== undefined;
    const validators = new Map<string, ValidatorChange>();
    let state = this.#committed;
    const results = txs.map((tx) => {
      const { state: after, code, kept } = applyTx(state, tx, block, isClaimed, this.#isValid);
      if (kept !== undefined) keep(draft, kept, state.entries, block.height);
      if (kept?.kind === 'validator') validators.set(formatHex(kept.publicKey), changeOf(kept));
      state = after;
      return txResult(code);
    });
    dropOutdated(draft, state.entries, block.height);
    const appHash = registryRoot(state.entries);
    const stored = this.#height === 0 ? NONE : this.#committed.entries;
    writeState(draft, stored, state, block.height);
    this.#executed = { height: block.height, state, appHash, changes: draft.changes };
    return { results, appHash, validators: [...validators.values()] };
  }

  /**
   * Makes the executed block the committed state and forgets the oldest kept one. It lies in the
   * store when the promise resolves.
   */
  commit(): Promise<void> {
    if (this.#executed === undefined) return Promise.resolve();
    const { height, state, appHash, changes } = this.#executed;
    this.#executed = undefined;
    this.#committed = state;
    this.#checked = state;
    this.#checkedClaims.clear();
    this.#appHash = appHash;
    this.#height = height;
    this.#states.set(height, state);
    this.#states.delete(height - KEPT_STATES);
    return this.#store.write(changes);
  }

  /** Answers from a committed state of the last 200. */
  query(query: Query): QueryAnswer {
    const height = query.height === 0 ? this.#height : query.height;
    const state = this.#states.get(height);
    if (state === undefined) return queryRefusal('query/height-not-available', query, height);
    return answerQuery(state, height, query, this.#store);
  }
}

/** Entries are never removed: what is new or different is written. */
function writeState(
  draft: Draft,
  before: RegistryEntries,
  { chainId, entries }: RegistryState,
  height: number,
): void {
  for (const [key, entry] of entries) {
    const known = before.get(key);
    if (known === undefined || !equalBytes(known, entry)) draft.set(`${ENTRY}${key}`, entry);
  }
  draft.set(CHAIN_ID, encodeUtf8(chainId));
  draft.set(HEIGHT, encodeVarint(height));
}

function changeOf({ publicKey, power }: Extract<Kept, { kind: 'validator' }>): ValidatorChange {
  return { publicKey, power };
}

function logsOf(store: RegistryStore, entries: RegistryEntries): RegistryState['logs'] {
  const heads = [...entries].filter(([key]) => key.startsWith('log/') || !key.includes('/'));
  const logs = heads.filter(([key]) => key !== 'governance');
  return new Map(
    logs.map(([key, head]) => [key, readFrontier(store, key, decodeLogHead(head).size)]),
  );
}
