import { equalBytes, formatHex } from '#core/bytes/index.ts';
import { BLOCK_ID_FLAG, timeNs, type Commit } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { txResult, type RegistryApp, type TxResult } from '../registry-app/index.ts';
import type { BlockLog, BlockRecord } from './block-log.ts';
import { ConsortiumError } from './chain-error.ts';
import {
  ABSENT,
  identify,
  proposeBlock,
  voteFor,
  type ChainRules,
  type DecidedBlock,
} from './decide-block.ts';
import { EvidencePool } from './evidence-pool.ts';
import { Mempool } from './mempool.ts';
import { proposerIndex, quorum } from './validators.ts';

/** Where a transaction was included. */
export interface IncludedTx {
  readonly height: number;
  readonly index: number;
}

/**
 * The chain of one process: it holds all validators, decides one block at a time and executes it in
 * the registry. It has no timer of its own; `produceBlock` is called by whoever keeps time.
 */
export class EmbeddedChain {
  readonly rules: ChainRules;
  readonly app: RegistryApp;
  /** Attacks on light clients that somebody has reported. */
  readonly evidence = new EvidencePool(this);
  readonly #log: BlockLog | undefined;
  readonly #nowNs: () => bigint;
  readonly #blocks: DecidedBlock[] = [];
  readonly #heights = new Map<string, number>();
  readonly #included = new Map<string, IncludedTx>();
  readonly #mempool = new Mempool();
  readonly #listeners = new Set<(block: DecidedBlock) => void>();

  constructor(rules: ChainRules, app: RegistryApp, nowNs: () => bigint, log?: BlockLog) {
    this.rules = rules;
    this.app = app;
    this.#nowNs = nowNs;
    this.#log = log;
  }

  get height(): number {
    return this.#blocks.length;
  }

  get latest(): DecidedBlock | undefined {
    return this.#blocks.at(-1);
  }

  get waiting(): number {
    return this.#mempool.size;
  }

  /** Whether a block has something to say: a transaction, or an app hash not yet in a header. */
  get isBlockDue(): boolean {
    const proven = this.latest?.header.appHash;
    return this.waiting > 0 || proven === undefined || !equalBytes(proven, this.app.appHash);
  }

  block(height: number): DecidedBlock | undefined {
    return this.#blocks[height - 1];
  }

  blockByHash(hash: Uint8Array): DecidedBlock | undefined {
    return this.block(this.#heights.get(formatHex(hash)) ?? 0);
  }

  included(txHash: Uint8Array): IncludedTx | undefined {
    return this.#included.get(formatHex(txHash));
  }

  /** Calls back after each decided block, until the returned function is called. */
  onBlock(listener: (block: DecidedBlock) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Checks a transaction and lets it wait for a block.
   *
   * @throws {@link ConsortiumError} `consortium/mempool-full`.
   */
  submit(untrustedTx: Uint8Array): TxResult {
    if (this.#mempool.has(untrustedTx)) return txResult('ok');
    if (this.#mempool.isFull(untrustedTx)) {
      throw new ConsortiumError('consortium/mempool-full', 'too many transactions wait');
    }
    const result = this.app.checkTx(untrustedTx, this.#nextContext());
    if (result.code === 0) this.#mempool.add(untrustedTx);
    return result;
  }

  /**
   * Decides and executes one block with the votes of the validators at `online` (indexes in the set).
   * Without more than two thirds of them nothing happens and `undefined` is returned.
   */
  produceBlock(online: ReadonlySet<number>): DecidedBlock | undefined {
    const count = this.rules.validators.length;
    if (online.size < quorum(count)) return undefined;
    const height = this.height + 1;
    let round = 0;
    while (!online.has(proposerIndex(height, round, count))) round++;
    const now = this.#nowNs();
    // Clocks of different machines are never quite the same.
    const clocks = Array.from({ length: count }, (_, index) =>
      online.has(index) ? now + BigInt(index * 1_000 + (height % 1_000)) : undefined,
    );
    const block = this.#decide(this.#mempool.reap(), round, (header, id) =>
      voteFor(this.rules, header, id, round, clocks),
    );
    this.#recheck();
    return block;
  }

  /**
   * Decides recorded blocks again, from the same transactions and votes.
   *
   * @throws {@link ConsortiumError} `consortium/log-corrupt` if another block comes of it.
   */
  replay(records: readonly BlockRecord[]): void {
    for (const record of records) this.#replayOne(record);
  }

  #replayOne(record: BlockRecord): void {
    const { height, round, txs, votes } = record;
    const members = this.rules.validators;
    const commitOf = (blockId: Commit['blockId']): Commit => ({
      height,
      round,
      blockId,
      signatures: members.map(({ validator }, index) => {
        const vote = votes[index];
        if (vote === undefined) return ABSENT;
        return { flag: BLOCK_ID_FLAG.commit, address: validator.address, ...vote };
      }),
    });
    const block = this.#decide(txs, round, (_, id) => commitOf(id), record);
    if (block.header.height !== height) {
      throw new ConsortiumError('consortium/log-corrupt', 'a block is missing from the log');
    }
  }

  #decide(
    txs: readonly Uint8Array[],
    round: number,
    vote: (header: DecidedBlock['header'], id: Commit['blockId']) => Commit,
    record?: BlockRecord,
  ): DecidedBlock {
    const block = proposeBlock(this.rules, this.latest, txs, this.app.appHash, round);
    const { id, size } = identify(block);
    if (record !== undefined && !equalBytes(record.hash, id.hash)) {
      throw new ConsortiumError('consortium/log-corrupt', 'the log gives another block');
    }
    const { height, time } = block.header;
    const timeMs = Number(timeNs(time) / 1_000_000n);
    const commit = vote(block.header, id);
    // On the disk before anybody can see it.
    if (record === undefined) this.#log?.append(recordOf({ ...block, id, commit }));
    const { results } = this.app.finalizeBlock(txs, { height, timeMs });
    // Its store is memory: done at once, and replayed from the blocks at the next start.
    void this.app.commit();
    const decided = { ...block, id, size, commit, results };
    this.#remember(decided);
    return decided;
  }

  #remember(block: DecidedBlock): void {
    const { height } = block.header;
    this.#blocks.push(block);
    this.#heights.set(formatHex(block.id.hash), height);
    block.txs.forEach((tx, index) => {
      this.#included.set(formatHex(sha256(tx)), { height, index });
      this.#mempool.remove(tx);
    });
    for (const listener of this.#listeners) listener(block);
  }

  /** What waits is checked again on the new state; what no longer applies is dropped. */
  #recheck(): void {
    const context = this.#nextContext();
    for (const tx of this.#mempool.all()) {
      if (this.app.checkTx(tx, context).code !== 0) this.#mempool.remove(tx);
    }
  }

  #nextContext(): { height: number; timeMs: number } {
    return { height: this.height + 1, timeMs: Number(this.#nowNs() / 1_000_000n) };
  }
}

function recordOf({
  header,
  id,
  txs,
  commit,
}: Pick<DecidedBlock, 'header' | 'id' | 'txs' | 'commit'>): BlockRecord {
  return {
    height: header.height,
    round: commit.round,
    hash: id.hash,
    txs,
    votes: commit.signatures.map(({ flag, timestamp, signature }) =>
      flag === BLOCK_ID_FLAG.absent ? undefined : { timestamp, signature },
    ),
  };
}
