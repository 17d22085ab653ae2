import { formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  applyTx,
  genesisState,
  nextSequence,
  registryRoot,
  type BlockContext,
  type GovernanceEntry,
  type RegistryState,
} from '#core/registry/index.ts';
import { answerQuery, queryRefusal, type Query, type QueryAnswer } from './queries.ts';
import { txResult, type TxResult } from './result-codes.ts';

const KEPT_STATES = 200;

/** What executing a block gave. */
export interface BlockResult {
  readonly results: readonly TxResult[];
  readonly appHash: Uint8Array;
}

interface ExecutedBlock {
  readonly height: number;
  readonly state: RegistryState;
  readonly appHash: Uint8Array;
}

interface Blob {
  readonly bytes: Uint8Array;
  usedAt: number;
}

/**
 * The registry as an application of a chain engine: it checks transactions, executes blocks and
 * answers queries from committed states. Deterministic; keeps nothing on disk, as the chain's blocks
 * are replayed into it.
 */
export class RegistryApp {
  readonly #states = new Map<number, RegistryState>();
  readonly #blobs = new Map<string, Blob>();
  /** Committed state with the transactions that wait on top of it. */
  #checked: RegistryState;
  #committed: RegistryState;
  #executed: ExecutedBlock | undefined;
  #appHash: Uint8Array;
  #height = 0;

  constructor(chainId: string, governance: GovernanceEntry) {
    this.#committed = genesisState(chainId, governance);
    this.#checked = this.#committed;
    this.#appHash = registryRoot(this.#committed.entries);
    this.#states.set(0, this.#committed);
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
    const { state, code } = applyTx(this.#checked, untrustedTx, block);
    this.#checked = state;
    return txResult(code);
  }

  /** Executes a block; nothing of it is visible before {@link commit}. */
  finalizeBlock(txs: readonly Uint8Array[], block: BlockContext): BlockResult {
    let state = this.#committed;
    const results = txs.map((tx) => {
      const outcome = applyTx(state, tx, block);
      state = outcome.state;
      return txResult(outcome.code);
    });
    const appHash = registryRoot(state.entries);
    this.#executed = { height: block.height, state, appHash };
    return { results, appHash };
  }

  /** Makes the executed block the committed state and forgets the oldest kept one. */
  commit(): void {
    if (this.#executed === undefined) return;
    const { height, state, appHash } = this.#executed;
    this.#executed = undefined;
    this.#committed = state;
    this.#checked = state;
    this.#appHash = appHash;
    this.#height = height;
    this.#states.set(height, state);
    this.#states.delete(height - KEPT_STATES);
    this.#keepBlobs(height);
  }

  /** Answers from a committed state of the last 200. */
  query(query: Query): QueryAnswer {
    const height = query.height === 0 ? this.#height : query.height;
    const state = this.#states.get(height);
    if (state === undefined) return queryRefusal('query/height-not-available', query, height);
    const blobs = new Map([...this.#blobs].map(([digest, { bytes }]) => [digest, bytes]));
    return answerQuery(state, height, query, blobs);
  }

  /** A blob lives as long as one of the kept states needs it. */
  #keepBlobs(height: number): void {
    for (const bytes of this.#committed.tokens.values()) {
      const digest = formatHex(sha256(bytes));
      this.#blobs.set(digest, { bytes, usedAt: height });
    }
    for (const [digest, { usedAt }] of this.#blobs) {
      if (usedAt <= height - KEPT_STATES) this.#blobs.delete(digest);
    }
  }
}
