/** Head, trust pack and evidence of one consortium: verified, kept, and checked again when read. */
import {
  AttackError,
  ChainError,
  exportEvidence,
  Findings,
  NEVER,
  reportEvidence,
  sync,
  SyncFailure,
  withRetries,
  witnessLagMs,
  type Cancelled,
  type ClientPorts,
  type ConsortiumProfile,
  type Engine,
  type LightStore,
  type NodeFinding,
  type StoredTrust,
} from '#core/chain/index.ts';
import { rpcSource, type LightBlock } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import type { ProofGrounds } from '#core/qr/index.ts';
import { encodeTrustPack, RegistryError, type ExcerptNeed } from '#core/registry/index.ts';
import { blockStore } from './block-store.ts';
import { takeAlong, verifyBroughtAlong, type SuppliedResult } from './brought-along.ts';
import type { AttackRecord, ChainResult, DamagedRecord, SyncProgress } from './chain-protocol.ts';
import { KeptPacks } from './kept-packs.ts';
import { collectFrom } from './pack-collection.ts';
import type { GivenParcel, PackSince, TakenParcel } from './pack-parcels.ts';
import type { PagePort } from './page-port.ts';
import { ParcelExchange } from './parcel-exchange.ts';
import { pictureOf } from './picture.ts';
import { watchBlocks } from './watched-blocks.ts';

const WITNESS_PATIENCE_MS = 2_500;
/** How long slow nodes are waited for once others have answered. */
const GRACE_MS = 600;
/** Before a node that could not be reached is asked again; twice as long each time. */
const RETRY_MS = 75;

/** What a sync tells on the way, and what breaks it off. */
interface SyncWatch {
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onFinding: (finding: NodeFinding) => void;
  readonly cancelled: Cancelled;
}

type Ports = ClientPorts<LightBlock> & SyncWatch;

export class TrustKeeper {
  readonly #profile: ConsortiumProfile;
  readonly #engine: Engine<LightBlock>;
  readonly #page: PagePort;
  readonly #store: LightStore<LightBlock>;
  readonly #packs: KeptPacks;
  readonly #parcels: ParcelExchange;

  constructor(profile: ConsortiumProfile, engine: Engine<LightBlock>, page: PagePort) {
    this.#profile = profile;
    this.#engine = engine;
    this.#page = page;
    this.#store = blockStore(engine, page, profile.chainId);
    this.#packs = new KeptPacks(profile, engine, page);
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
    const ports = this.#clientPorts(now, { onProgress, onFinding: findings.note, cancelled });
    try {
      return await this.#syncWith(ports);
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      throw new SyncFailure(refusal.code, findings.list, { cause: refusal });
    }
  }

  async #syncWith(ports: Ports): Promise<ChainResult> {
    const isConfirmed = await this.#watch(ports, () => this.#parcels.confirm(ports));
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
    await this.#verifyNoAttack();
    const kept = await this.#packs.confirmed();
    if (kept === undefined) throw new RegistryError('registry/not-held', 'no pack yet');
    return await takeAlong(this.#stored(), kept, need, now);
  }

  /** Verifies what came along with a presentation. Nothing is stored. @throws as `verifyBroughtAlong`. */
  async supply(untrusted: Uint8Array, now: Date): Promise<SuppliedResult> {
    await this.#verifyNoAttack();
    return await verifyBroughtAlong(this.#stored(), untrusted, now);
  }

  /** Trust data for another device; no network is needed. @throws as `ParcelExchange.give`. */
  async give(since: PackSince, now: Date): Promise<GivenParcel> {
    await this.#verifyNoAttack();
    return await this.#parcels.give(since, now);
  }

  /** Takes trust data from another device, as a whole or not at all. @throws as `ParcelExchange.take`. */
  async take(untrusted: Uint8Array, now: Date): Promise<TakenParcel> {
    await this.#verifyNoAttack();
    return await this.#parcels.take(untrusted, now);
  }

  /** The attack that stopped the client, with the file for those who run the consortium. */
  async attack(): Promise<AttackRecord | DamagedRecord | undefined> {
    const attack = await this.#packs.attack();
    if (attack === undefined) return undefined;
    if (attack === 'damaged') return { isDamaged: true };
    const { kind, height, commonHeight, primary, node, foundAtMs } = attack;
    const file = exportEvidence(attack, this.#profile);
    return { kind, height, commonHeight, primary, node, foundAtMs, file };
  }

  async #syncOn(ports: Ports): Promise<ChainResult> {
    const { block, header, witnesses, trace } = await this.#watch(ports, () => sync(ports));
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

  /** Whatever attack comes to light stops the client, and is handed in. */
  async #watch<T>(ports: Ports, action: () => Promise<T>): Promise<T> {
    await this.#verifyNoAttack();
    try {
      return await action();
    } catch (refusal) {
      if (refusal instanceof AttackError) {
        await this.#packs.keepAttack(refusal.attack);
        // Best effort: whatever becomes of it, the attack stands.
        void reportEvidence(ports.sources, refusal.attack, ports.patience);
      }
      throw refusal;
    }
  }

  #clientPorts(now: Date, watch: SyncWatch): Ports {
    const began = performance.now();
    return {
      ...this.#stored(),
      sources: this.#profile.nodes.map((_, node) =>
        withRetries(rpcSource(this.#page.node(node)), (retry) => after(RETRY_MS * 2 ** retry)),
      ),
      now,
      elapsedMs: () => Math.round(performance.now() - began),
      patience: () => after(WITNESS_PATIENCE_MS),
      grace: () => after(GRACE_MS),
      lag: () => after(witnessLagMs(this.#profile)),
      ...watch,
    };
  }

  async #verifyNoAttack(): Promise<void> {
    if ((await this.#packs.attack()) === undefined) return;
    throw new ChainError('chain/attack', 'an attack was found before; people have to look first');
  }

  #stored(): StoredTrust<LightBlock> {
    return { profile: this.#profile, engine: this.#engine, store: this.#store };
  }
}

function after(ms: number): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
