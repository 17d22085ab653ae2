/** The registry behind ABCI 2.0 (CometBFT v0.38): one request in, one response out. */
import { formatHex } from '#core/bytes/index.ts';
import type { BlockContext, RegistryEntries } from '#core/registry/index.ts';
import {
  encodeValueOp,
  RegistryApp,
  Snapshots,
  type RegistryStore,
  type TxResult,
} from '../registry-app/index.ts';
import { AbciError } from './abci-error.ts';
import { readGenesis } from './genesis.ts';
import type * as abci from './messages.ts';
import { ACCEPT_PROPOSAL, Response } from './messages.ts';
import { StateSync } from './state-sync.ts';

const NAME = 'lightseal-registry';
const VERSION = '1';
const APP_VERSION = 1n;
const SNAPSHOT_EVERY = 1_000;

/** How an application is opened. */
export interface ApplicationOptions {
  /** Of its own clock: for transactions that wait, never for those in a block. */
  readonly nowMs: () => number;
  /** Of the chain that a snapshot may be taken from; a node that joins without one replays all blocks. */
  readonly chainId?: string;
  /** Blocks from one snapshot to the next; 1,000 if left out. */
  readonly snapshotEvery?: number;
  /** Told why a snapshot could not be taken. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * Holds the registry of one node. Calls of one connection come one after the other; those that only
 * read may come between any two others, as all of them see committed states.
 */
export class AbciApplication {
  readonly #store: RegistryStore;
  readonly #options: ApplicationOptions;
  readonly #snapshots: Snapshots;
  readonly #stateSync: StateSync;
  #app: RegistryApp | undefined;

  private constructor(store: RegistryStore, options: ApplicationOptions, app?: RegistryApp) {
    this.#store = store;
    this.#options = options;
    this.#snapshots = new Snapshots(store);
    this.#stateSync = new StateSync(store, this.#snapshots, options.chainId);
    this.#app = app;
  }

  /** With what the store holds; the engine is told how far that goes and replays what is missing. */
  static async open(store: RegistryStore, options: ApplicationOptions): Promise<AbciApplication> {
    const app = await RegistryApp.restore(store);
    // A snapshot that was broken off leaves claims behind that the chain may never have had.
    if (app === undefined) await store.clear();
    return new AbciApplication(store, options, app);
  }

  /** Last committed height; 0 before the first block. */
  get height(): number {
    return this.#app?.height ?? 0;
  }

  /** The committed registry; empty before the chain has one. */
  get entries(): RegistryEntries {
    return this.#app?.state.entries ?? new Map();
  }

  /**
   * Answers one request.
   *
   * @throws {@link AbciError} `abci/bad-message` for one of no known kind, `abci/not-begun` before the
   * chain has a registry, `abci/already-begun` after its first block, `abci/wrong-height` for a block
   * that is not the next one, `abci/bad-genesis`.
   */
  async answer(request: abci.Request): Promise<Response> {
    if (request.echo !== undefined) return response({ echo: request.echo });
    if (request.flush !== undefined) return response({ flush: {} });
    if (request.info !== undefined) return response({ info: this.#info() });
    if (request.query !== undefined) return response({ query: this.#query(request.query) });
    if (request.checkTx !== undefined) return response({ checkTx: this.#checkTx(request.checkTx) });
    return this.#answerConsensus(request);
  }

  async #answerConsensus(request: abci.Request): Promise<Response> {
    if (request.initChain !== undefined) {
      return response({ initChain: this.#initChain(request.initChain) });
    }
    if (request.prepareProposal !== undefined) {
      return response({ prepareProposal: { txs: fitting(request.prepareProposal) } });
    }
    // What does not apply is refused in the block, with a code that its sender can prove.
    if (request.processProposal !== undefined) {
      return response({ processProposal: { status: ACCEPT_PROPOSAL } });
    }
    if (request.finalizeBlock !== undefined) {
      return response({ finalizeBlock: this.#finalizeBlock(request.finalizeBlock) });
    }
    if (request.commit === undefined) return this.#answerSnapshot(request);
    await this.#begun.commit();
    this.#takeSnapshot();
    return response({ commit: { retainHeight: 0n } });
  }

  async #answerSnapshot(request: abci.Request): Promise<Response> {
    const answer = await this.#stateSync.answer(request, this.height === 0, (app) => {
      this.#app = app;
    });
    if (answer === undefined) throw new AbciError('abci/bad-message', 'no known request');
    return response(answer);
  }

  /** In the background: blocks do not wait for it. */
  #takeSnapshot(): void {
    const { snapshotEvery = SNAPSHOT_EVERY, onTrouble } = this.#options;
    if (this.height % snapshotEvery !== 0) return;
    this.#snapshots.take(this.#begun.state, this.height).catch((error: unknown) => {
      onTrouble?.(error);
    });
  }

  get #begun(): RegistryApp {
    if (this.#app === undefined) throw new AbciError('abci/not-begun', 'there is no registry yet');
    return this.#app;
  }

  #info(): abci.ResponseInfo {
    return {
      data: NAME,
      version: VERSION,
      appVersion: APP_VERSION,
      lastBlockHeight: BigInt(this.height),
      lastBlockAppHash: this.height === 0 ? new Uint8Array() : this.#begun.appHash,
    };
  }

  #initChain({ chainId, appStateBytes, validators }: abci.RequestInitChain) {
    if (this.height > 0) throw new AbciError('abci/already-begun', 'there are blocks already');
    const powers = validators.map(({ pubKey, power }) => {
      if (pubKey.ed25519 === undefined) throw new AbciError('abci/bad-genesis', 'kind of key');
      return [formatHex(pubKey.ed25519), Number(power)] as const;
    });
    const state = readGenesis(chainId, appStateBytes, new Map(powers));
    this.#app = new RegistryApp(state, this.#store);
    return { validators: [], appHash: this.#app.appHash };
  }

  #query({ path, data, height, prove }: abci.RequestQuery): abci.ResponseQuery {
    const answer = this.#begun.query({ path, data, height: Number(height), prove });
    const { code, log, codespace, key, value, proof } = answer;
    const common = { code, log, codespace, key, value, info: '', index: 0n };
    const asked = { ...common, height: BigInt(answer.height) };
    if (proof === undefined) return asked;
    const ops = [{ type: 'simple:v', key, data: encodeValueOp({ key, value, proof }) }];
    return { ...asked, proofOps: { ops } };
  }

  #checkTx({ tx }: abci.RequestCheckTx): abci.ResponseCheckTx {
    return resultOf(
      this.#begun.checkTx(tx, { height: this.height + 1, timeMs: this.#options.nowMs() }),
    );
  }

  #finalizeBlock({ txs, height, time }: abci.RequestFinalizeBlock): abci.ResponseFinalizeBlock {
    const block = contextOf(height, time);
    if (block.height !== this.height + 1) {
      throw new AbciError('abci/wrong-height', 'not the block after the last one');
    }
    const { results, appHash, validators } = this.#begun.finalizeBlock(txs, block);
    return {
      events: [],
      txResults: results.map(resultOf),
      validatorUpdates: validators.map(({ publicKey, power }) => ({
        pubKey: { ed25519: publicKey },
        power: BigInt(power),
      })),
      appHash,
    };
  }
}

function response(part: Partial<Response>): Response {
  return Response.fromPartial(part as never);
}

function resultOf({ code, codespace, log }: TxResult) {
  return {
    code,
    codespace,
    log,
    data: new Uint8Array(),
    info: '',
    gasWanted: 0n,
    gasUsed: 0n,
    events: [],
  };
}

function contextOf(height: bigint, { seconds, nanos }: abci.Timestamp): BlockContext {
  return { height: Number(height), timeMs: Number(seconds) * 1000 + Math.floor(nanos / 1e6) };
}

/** The transactions as they wait, as far as there is room. */
function fitting({ txs, maxTxBytes }: abci.RequestPrepareProposal): Uint8Array[] {
  let room = Number(maxTxBytes);
  const end = txs.findIndex((tx) => {
    // A length takes at most four bytes, and the field one.
    room -= tx.length + 5;
    return room < 0;
  });
  return end < 0 ? txs : txs.slice(0, end);
}
