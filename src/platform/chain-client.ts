/** The page's side of the chain worker: carries its questions to the nodes and the store. */
import { Canceller, SourceError, trustHeader, type ConsortiumProfile } from '#core/chain/index.ts';
import type { RpcCall } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import type { ProofGrounds } from '#core/qr/index.ts';
import type { ExcerptNeed } from '#core/registry/index.ts';
import type { Supply, Trust } from '#core/verify/index.ts';
import type { SuppliedResult } from '#workers/brought-along.ts';
import type { GivenParcel, PackChanges, PackSince } from '#workers/pack-parcels.ts';
import type {
  AttackRecord,
  DamagedRecord,
  ChainQuestion,
  ChainResult,
  FromChainWorker,
  SyncProgress,
  ToChainWorker,
  WorkerResult,
} from '#workers/chain-protocol.ts';
import chainWorkerUrl from '#workers/chain.worker.ts?worker&url';
import votesWorkerUrl from '#workers/votes.worker.ts?worker&url';
import { remoteRefusal } from './remote-refusal.ts';
import { trustedWorkerUrl } from './trusted-script-url.ts';

/** Where verified chain data is kept. */
export interface PublicStore {
  load(key: string): Promise<unknown>;
  keys(prefix: string): Promise<readonly string[]>;
  save(entries: readonly (readonly [key: string, value: unknown])[]): Promise<void>;
}

/** What the page learns from a sync. */
export interface ChainUpdate extends Pick<ChainResult, 'validators' | 'trace' | 'watched'> {
  readonly trust: Trust;
  readonly syncedAt: Date;
}

/** A parcel that was taken. */
export interface TakenUpdate {
  readonly update: ChainUpdate;
  readonly changes: PackChanges;
}

type Progress = (progress: SyncProgress) => void;

interface Waiting {
  readonly resolve: (result: WorkerResult) => void;
  readonly reject: (thrown: unknown) => void;
}

export class ChainClient {
  readonly #nodes: readonly RpcCall[];
  readonly #store: PublicStore;
  readonly #now: () => Date;
  readonly #profile: ConsortiumProfile;
  readonly #waiting = new Map<number, Waiting>();
  /** Questions to nodes that are being answered. */
  readonly #asked = new Map<number, Canceller>();
  #worker: Worker | undefined;
  #helper: Worker | undefined;
  #progress: Progress | undefined;
  #next = 0;

  /** @param nodes - RPC of each node, in the profile's order. */
  constructor(
    profile: ConsortiumProfile,
    nodes: readonly RpcCall[],
    store: PublicStore,
    now: () => Date,
  ) {
    this.#profile = profile;
    this.#nodes = nodes;
    this.#store = store;
    this.#now = now;
  }

  /** What is stored, checked again; `undefined` if there is nothing usable. */
  async restore(): Promise<ChainUpdate | undefined> {
    const result = await this.#request((id) => ({ kind: 'restore', id }));
    return isResult(result) ? toUpdate(result) : undefined;
  }

  /** The attack that stopped the client, if one was found. */
  async attack(): Promise<AttackRecord | DamagedRecord | undefined> {
    const found = await this.#request((id) => ({ kind: 'attack', id }));
    return found !== undefined && ('file' in found || 'isDamaged' in found) ? found : undefined;
  }

  /** @throws {@link SyncFailure} with a code of `chain/…`, `registry/…` or `source/…`. */
  async sync(onProgress: Progress): Promise<ChainUpdate> {
    this.#progress = onProgress;
    const nowMs = this.#now().getTime();
    const result = await this.#request((id) => ({ kind: 'sync', id, nowMs }));
    if (!isResult(result)) throw new Error('a sync ended without a result');
    return toUpdate(result);
  }

  /** What a document brings along to a verifier without trust data. @throws `registry/…`, `chain/…`. */
  async bring(need: ExcerptNeed): Promise<ProofGrounds> {
    const nowMs = this.#now().getTime();
    const found = await this.#request((id) => ({ kind: 'bring', id, need, nowMs }));
    if (found !== undefined && 'blocks' in found) return found;
    throw new Error('nothing was brought, and it was not said why');
  }

  /** What becomes of the data that a proof brought along. Nothing of them is stored. */
  async supply(untrusted: Uint8Array): Promise<Supply> {
    const nowMs = this.#now().getTime();
    try {
      const found = await this.#request((id) => ({ kind: 'supply', id, untrusted, nowMs }));
      if (found !== undefined && 'excerpt' in found && 'header' in found) return suppliedBy(found);
      throw new Error('a proof ended without a result');
    } catch (refusal) {
      if (isRefusal(refusal)) return { refused: refusal.code };
      throw refusal;
    }
  }

  /** Trust data for another device, from what is held. @throws `registry/…`, `chain/…`, `qr/…`. */
  async give(since: PackSince): Promise<GivenParcel> {
    const nowMs = this.#now().getTime();
    const made = await this.#request((id) => ({ kind: 'give', id, since, nowMs }));
    if (made !== undefined && 'parcel' in made) return made;
    throw new Error('nothing was given, and it was not said why');
  }

  /** Takes trust data from another device, as a whole. @throws `registry/…`, `chain/…`, `qr/…`, `cometbft/…`. */
  async take(untrusted: Uint8Array): Promise<TakenUpdate> {
    const nowMs = this.#now().getTime();
    const taken = await this.#request((id) => ({ kind: 'take', id, untrusted, nowMs }));
    if (taken === undefined || !('changes' in taken)) throw new Error('taken without a result');
    return { update: toUpdate(taken.update), changes: taken.changes };
  }

  /** Breaks off the sync that runs; it refuses with `chain/cancelled`. What was stored stays. */
  cancel(): void {
    this.#worker?.postMessage({ kind: 'cancel' } satisfies ToChainWorker);
  }

  #abandon(reason: Error): void {
    this.#worker?.terminate();
    this.#helper?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #request(message: (id: number) => ToChainWorker): Promise<WorkerResult> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#running().postMessage(message(id));
    });
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(trustedWorkerUrl(chainWorkerUrl), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromChainWorker>) => {
      this.#receive(worker, data);
    });
    // A worker that cannot be loaded, or that broke, answers nobody.
    worker.addEventListener('error', ({ message }) => {
      this.#abandon(new Error(`the chain worker failed: ${message}`));
    });
    worker.postMessage({ kind: 'open', profile: this.#profile } satisfies ToChainWorker);
    this.#worker = worker;
    return worker;
  }

  /** Large commits are verified on two threads. One that cannot be loaded is never heard of. */
  #help(worker: Worker): void {
    const { port1, port2 } = new MessageChannel();
    this.#helper = new Worker(trustedWorkerUrl(votesWorkerUrl), { type: 'module' });
    this.#helper.postMessage(undefined, [port2]);
    worker.postMessage({ kind: 'helper' } satisfies ToChainWorker, [port1]);
  }

  #receive(worker: Worker, message: FromChainWorker): void {
    switch (message.kind) {
      case 'want-helper':
        this.#help(worker);
        return;
      case 'ask':
        void this.#answer(worker, message.ask, message.question);
        return;
      case 'leave':
        this.#asked.get(message.ask)?.cancel();
        return;
      case 'progress':
        this.#progress?.(message.progress);
        return;
      case 'done':
        this.#take(message.id)?.resolve(message.result);
        return;
      case 'failed':
        this.#take(message.id)?.reject(remoteRefusal(message.code, message.findings));
        return;
      case 'broken':
        this.#take(message.id)?.reject(new Error(message.message));
    }
  }

  async #answer(worker: Worker, ask: number, question: ChainQuestion): Promise<void> {
    const canceller = new Canceller();
    this.#asked.set(ask, canceller);
    const reply = await this.#look(question, canceller).then(
      (value): ToChainWorker => ({ kind: 'answer', ask, value }),
      (thrown: unknown): ToChainWorker => {
        if (!isRefusal(thrown)) throw thrown;
        const nodeHeight = thrown instanceof SourceError ? thrown.nodeHeight : undefined;
        return { kind: 'refusal', ask, code: thrown.code, nodeHeight };
      },
    );
    this.#asked.delete(ask);
    try {
      worker.postMessage(reply);
    } catch {
      // Nothing that a node says may leave the worker waiting, not even what cannot be handed over.
      worker.postMessage({ kind: 'refusal', ask, code: 'source/garbage' } satisfies ToChainWorker);
    }
  }

  #look(question: ChainQuestion, canceller: Canceller): Promise<unknown> {
    switch (question.to) {
      case 'load':
        return this.#store.load(question.key);
      case 'keys':
        return this.#store.keys(question.prefix);
      case 'save':
        return this.#store.save(question.entries);
      case 'node': {
        const call = this.#nodes[question.node];
        if (call === undefined) throw new Error('no such node');
        return call(question.method, question.params, canceller);
      }
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}

function isResult(result: WorkerResult): result is ChainResult {
  return result !== undefined && 'pack' in result;
}

function suppliedBy({ header, excerpt }: SuppliedResult): Supply {
  return { trust: { header: trustHeader(header), excerpt, witnesses: [], conflict: false } };
}

function toUpdate(result: ChainResult): ChainUpdate {
  const { header, pack, witnesses, conflict, unconfirmed, validators } = result;
  const { trace, watched, syncedAtMs } = result;
  return {
    trust: { header: trustHeader(header), pack, witnesses, conflict, unconfirmed },
    validators,
    trace,
    watched,
    syncedAt: new Date(syncedAtMs),
  };
}
