/** Head, trust pack and evidence of one consortium: verified, kept, and checked again when read. */
import {
  AttackError,
  Findings,
  NEVER,
  sync,
  SyncFailure,
  type Cancelled,
  type ConsortiumProfile,
  type Engine,
  type LightStore,
  type StoredTrust,
} from '#core/chain/index.ts';
import type { LightBlock } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import type { ProofGrounds } from '#core/qr/index.ts';
import { encodeTrustPack, RegistryError, type ExcerptNeed } from '#core/registry/index.ts';
import { AttackGuard } from './attack-guard.ts';
import { blockStore } from './block-store.ts';
import { takeAlong, verifyBroughtAlong, type SuppliedResult } from './brought-along.ts';
import type { AttackRecord, ChainResult, DamagedRecord, SyncProgress } from './chain-protocol.ts';
import { KeptPacks } from './kept-packs.ts';
import { collectFrom } from './pack-collection.ts';
import type { GivenParcel, PackSince, TakenParcel } from './pack-parcels.ts';
import type { PagePort } from './page-port.ts';
import { ParcelExchange } from './parcel-exchange.ts';
import { pictureOf } from './picture.ts';
import { syncPorts, type SyncPorts } from './sync-ports.ts';
import { watchBlocks } from './watched-blocks.ts';

export class TrustKeeper {
  readonly #profile: ConsortiumProfile;
  readonly #engine: Engine<LightBlock>;
  readonly #page: PagePort;
  readonly #store: LightStore<LightBlock>;
  readonly #packs: KeptPacks;
  readonly #guard: AttackGuard;
  readonly #parcels: ParcelExchange;

  constructor(profile: ConsortiumProfile, engine: Engine<LightBlock>, page: PagePort) {
    this.#profile = profile;
    this.#engine = engine;
    this.#page = page;
    this.#store = blockStore(engine, page, profile.chainId);
    this.#packs = new KeptPacks(profile, engine, page);
    this.#guard = new AttackGuard(profile, this.#packs);
    this.#parcels = new ParcelExchange(this.#stored(), this.#packs);
  }

  /** What is stored, checked again; `undefined` if there is nothing usable. No network is needed. */
  restore(): Promise<ChainResult | undefined> {
    return this.#packs.newest();
  }

  /**
   * Syncs the head, then the pack under it. A pack that another device gave is put before the nodes
   * first; while none agrees it stays apart, and is returned where it is the newest. An attack is
   * remembered and not forgotten by itself.
   *
   * @throws {@link SyncFailure} with the code of `chain/…`, `registry/…` or `source/…`.
   */
  async sync(
    now: Date,
    onProgress: (progress: SyncProgress) => void,
    cancelled: Cancelled = NEVER,
  ): Promise<ChainResult> {
    const findings = new Findings();
    const ports = syncPorts(this.#stored(), this.#page, now, {
      onProgress,
      onFinding: findings.note,
      cancelled,
    });
    try {
      return await this.#syncWith(ports);
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      throw new SyncFailure(refusal.code, findings.list, { cause: refusal });
    }
  }

  async #syncWith(ports: SyncPorts): Promise<ChainResult> {
    const isConfirmed = await this.#guard.watch(ports, () => this.#parcels.confirm(ports));
    try {
      return await this.#syncOn(ports);
    } catch (refusal) {
      const isHarmless = isRefusal(refusal) && !(refusal instanceof AttackError);
      // A node has just agreed to what was taken, and none may have anything newer to give.
      const newest = isConfirmed && isHarmless ? await this.restore() : undefined;
      if (newest === undefined) throw refusal;
      return newest;
    }
  }

  /**
   * What a document brings along to whoever holds no pack; no network is needed.
   *
   * @throws as `takeAlong`; {@link RegistryError} `registry/not-held` before the first sync.
   */
  async bring(need: ExcerptNeed, now: Date): Promise<ProofGrounds> {
    await this.#guard.verifyNone();
    const kept = await this.#packs.confirmed();
    if (kept === undefined) throw new RegistryError('registry/not-held', 'no pack yet');
    return await takeAlong(this.#stored(), kept, need, now);
  }

  /** Verifies what came along with a presentation. Nothing is stored. @throws as `verifyBroughtAlong`. */
  async supply(untrusted: Uint8Array, now: Date): Promise<SuppliedResult> {
    await this.#guard.verifyNone();
    return await verifyBroughtAlong(this.#stored(), untrusted, now);
  }

  /** Trust data for another device; no network is needed. @throws as `ParcelExchange.give`. */
  async give(since: PackSince, now: Date): Promise<GivenParcel> {
    await this.#guard.verifyNone();
    return await this.#parcels.give(since, now);
  }

  /** Takes trust data from another device, as a whole or not at all. @throws as `ParcelExchange.take`. */
  async take(untrusted: Uint8Array, now: Date): Promise<TakenParcel> {
    await this.#guard.verifyNone();
    return await this.#parcels.take(untrusted, now);
  }

  /** The attack that stopped the client, with the file for those who run the consortium. */
  attack(): Promise<AttackRecord | DamagedRecord | undefined> {
    return this.#guard.record();
  }

  async #syncOn(ports: SyncPorts): Promise<ChainResult> {
    const { block, header, witnesses, trace } = await this.#guard.watch(ports, () => sync(ports));
    const { height } = header;
    ports.onProgress({ stage: 'registry', height, target: height, fetches: 0 });
    const held = await this.#packs.material();
    const { patience, cancelled, onFinding } = ports;
    const { material, pack } = await collectFrom({
      header,
      witnesses,
      held,
      call: (node, leave) => this.#page.node(node, leave),
      patience,
      cancelled,
      onFinding,
    });
    const before = (await this.#packs.confirmed())?.picture;
    const agreeing = witnesses.flatMap(({ node, outcome }) =>
      outcome === 'agrees' ? this.#page.node(node, cancelled) : [],
    );
    const lowest = this.#profile.anchor.height;
    const picture = {
      witnesses,
      trace: pictureOf(this.#engine, before?.trace ?? [], trace),
      syncedAtMs: ports.now.getTime(),
      watched: await watchBlocks(before?.watched, block.header, lowest, agreeing, patience),
    };
    return await this.#packs.keep({ block, file: encodeTrustPack(material), picture }, pack);
  }

  #stored(): StoredTrust<LightBlock> {
    return { profile: this.#profile, engine: this.#engine, store: this.#store };
  }
}
