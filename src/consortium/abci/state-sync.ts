/** The snapshot calls of ABCI: what a node gives to one that joins, and how that one takes it. */
import { equalBytes } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  partCount,
  SnapshotRestore,
  type PartOutcome,
  type RegistryApp,
  type RegistryStore,
  type Snapshots,
} from '../registry-app/index.ts';
import { CHUNK, OFFER, type Request, type Response } from './messages.ts';
import type * as abci from './messages.ts';

const FORMAT = 1;

const OUTCOMES: Readonly<Record<PartOutcome, CHUNK>> = {
  taken: CHUNK.ACCEPT,
  done: CHUNK.ACCEPT,
  wrong: CHUNK.RETRY,
  untrue: CHUNK.REJECT_SNAPSHOT,
};

/** State sync of one node. */
export class StateSync {
  readonly #store: RegistryStore;
  readonly #snapshots: Snapshots;
  /** An offer does not carry it; without it none is taken. */
  readonly #chainId: string | undefined;
  #restore: SnapshotRestore | undefined;

  constructor(store: RegistryStore, snapshots: Snapshots, chainId: string | undefined) {
    this.#store = store;
    this.#snapshots = snapshots;
    this.#chainId = chainId;
  }

  /**
   * Answers a snapshot call, or `undefined` for another one.
   *
   * @param isEmpty - Whether this node has no block yet: one that has takes no snapshot.
   * @param onApp - Told the registry that came of a snapshot.
   */
  async answer(
    request: Request,
    isEmpty: boolean,
    onApp: (app: RegistryApp) => void,
  ): Promise<Partial<Response> | undefined> {
    const { listSnapshots, offerSnapshot, loadSnapshotChunk, applySnapshotChunk } = request;
    if (listSnapshots !== undefined) return { listSnapshots: { snapshots: this.#list() } };
    if (offerSnapshot !== undefined) {
      return { offerSnapshot: { result: isEmpty ? this.#offer(offerSnapshot) : OFFER.REJECT } };
    }
    if (loadSnapshotChunk !== undefined) {
      const { height, chunk } = loadSnapshotChunk;
      const part = this.#snapshots.part(Number(height), chunk) ?? new Uint8Array();
      return { loadSnapshotChunk: { chunk: part } };
    }
    if (applySnapshotChunk === undefined) return undefined;
    return { applySnapshotChunk: await this.#apply(applySnapshotChunk, onApp) };
  }

  #list() {
    return this.#snapshots.all.map(({ height, digests }) => ({
      height: BigInt(height),
      format: FORMAT,
      chunks: partCount(digests),
      hash: sha256(digests),
      metadata: digests,
    }));
  }

  #offer({ snapshot, appHash }: abci.RequestOfferSnapshot): OFFER {
    if (snapshot === undefined || this.#chainId === undefined) return OFFER.REJECT;
    if (snapshot.format !== FORMAT) return OFFER.REJECT_FORMAT;
    const facts = { height: Number(snapshot.height), digests: snapshot.metadata };
    const isWhole = equalBytes(snapshot.hash, sha256(snapshot.metadata));
    const isCounted = snapshot.chunks === partCount(facts.digests);
    if (!isWhole || !isCounted || !SnapshotRestore.isPossible(facts)) return OFFER.REJECT;
    this.#restore = new SnapshotRestore(this.#store, this.#chainId, facts, appHash);
    return OFFER.ACCEPT;
  }

  async #apply(
    { index, chunk, sender }: abci.RequestApplySnapshotChunk,
    onApp: (app: RegistryApp) => void,
  ) {
    const outcome = (await this.#restore?.take(index, chunk)) ?? 'untrue';
    if (this.#restore?.app !== undefined) onApp(this.#restore.app);
    if (outcome === 'untrue') this.#restore = undefined;
    const isWrong = outcome === 'wrong';
    return {
      result: OUTCOMES[outcome],
      refetchChunks: isWrong ? [index] : [],
      rejectSenders: isWrong ? [sender] : [],
    };
  }
}
