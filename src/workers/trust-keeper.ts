/** Head, trust pack and evidence of one consortium: verified, kept, and checked again when read. */
import {
  AttackError,
  ChainError,
  exportEvidence,
  NEVER,
  reportEvidence,
  restore,
  singleStore,
  sync,
  trustHeader,
  withRetries,
  witnessLagMs,
  type Attack,
  type Cancelled,
  type ClientPorts,
  type ConsortiumProfile,
  type Engine,
  type LightStore,
  type StoredTrust,
} from '#core/chain/index.ts';
import { rpcSource, type LightBlock } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import type { ProofGrounds } from '#core/qr/index.ts';
import {
  decodeTrustPack,
  encodeTrustPack,
  isNewer,
  RegistryError,
  verifyTrustPack,
  type ExcerptNeed,
  type TrustPack,
  type UntrustedPack,
} from '#core/registry/index.ts';
import { blockStore } from './block-store.ts';
import { takeAlong, verifyBroughtAlong, type SuppliedResult } from './brought-along.ts';
import type { AttackRecord, ChainResult, SyncProgress } from './chain-protocol.ts';
import { collectFrom } from './pack-collection.ts';
import type { PagePort } from './page-port.ts';
import { pictureOf } from './picture.ts';
import { storedName } from './stored-name.ts';
import { watchBlocks, withNames } from './watched-blocks.ts';

const WITNESS_PATIENCE_MS = 2_500;
/** How long slow nodes are waited for once others have answered. */
const GRACE_MS = 600;
/** Before a node that could not be reached is asked again; twice as long each time. */
const RETRY_MS = 75;

/** A pack with the block that it was checked against; stored and read back as one. */
interface KeptPack {
  readonly block: LightBlock;
  readonly file: Uint8Array;
  readonly picture: Pick<ChainResult, 'witnesses' | 'trace' | 'syncedAtMs' | 'watched'>;
}

export class TrustKeeper {
  readonly #profile: ConsortiumProfile;
  readonly #engine: Engine<LightBlock>;
  readonly #page: PagePort;
  readonly #store: LightStore<LightBlock>;

  constructor(profile: ConsortiumProfile, engine: Engine<LightBlock>, page: PagePort) {
    this.#profile = profile;
    this.#engine = engine;
    this.#page = page;
    this.#store = blockStore(engine, page, profile.chainId);
  }

  /** What is stored, checked again; `undefined` if there is nothing usable. No network is needed. */
  async restore(): Promise<ChainResult | undefined> {
    const kept = await this.#kept();
    if (kept === undefined) return undefined;
    const store = singleStore(
      this.#engine,
      () => Promise.resolve(kept.block),
      () => Promise.resolve(),
    );
    const ports = { profile: this.#profile, engine: this.#engine, store };
    if ((await restore(ports)) === undefined) return undefined;
    try {
      const header = trustHeader(this.#engine.facts(kept.block));
      return await this.#result(kept, verifyTrustPack(decodeTrustPack(kept.file), header));
    } catch (refusal) {
      if (isRefusal(refusal)) return undefined;
      throw refusal;
    }
  }

  /** Syncs the head, then the pack under it. An attack is remembered and not forgotten by itself. */
  async sync(
    now: Date,
    onProgress: (progress: SyncProgress) => void,
    cancelled: Cancelled = NEVER,
  ): Promise<ChainResult> {
    const { block, header, witnesses, trace } = await this.#syncHead(now, onProgress, cancelled);
    const { height } = header;
    onProgress({ stage: 'registry', height, target: height, fetches: 0 });
    const call = (node: number) => this.#page.node(node, cancelled);
    const held = await this.#heldMaterial();
    const { material, pack } = await collectFrom({ header, witnesses, held, call });
    const before = (await this.#kept())?.picture;
    const agreeing = witnesses.flatMap(({ node, outcome }) => (outcome === 'agrees' ? node : []));
    const lowest = this.#profile.anchor.height;
    const picture = {
      witnesses,
      trace: pictureOf(this.#engine, before?.trace ?? [], trace),
      syncedAtMs: now.getTime(),
      watched: await watchBlocks(before?.watched, block.header, lowest, agreeing.map(call)),
    };
    return await this.#keep({ block, file: encodeTrustPack(material), picture }, pack);
  }

  /**
   * What a document brings along to whoever holds no pack; no network is needed.
   *
   * @throws as `takeAlong`; {@link RegistryError} `registry/not-held` before the first sync.
   */
  async bring(need: ExcerptNeed, now: Date): Promise<ProofGrounds> {
    await this.#verifyNoAttack();
    const kept = await this.#kept();
    if (kept === undefined) throw new RegistryError('registry/not-held', 'no pack yet');
    return await takeAlong(this.#stored(), kept, need, now);
  }

  /** Verifies what came along with a presentation. Nothing is stored. @throws as `verifyBroughtAlong`. */
  async supply(untrusted: Uint8Array, now: Date): Promise<SuppliedResult> {
    await this.#verifyNoAttack();
    return await verifyBroughtAlong(this.#stored(), untrusted, now);
  }

  /** The attack that stopped the client, with the file for those who run the consortium. */
  async attack(): Promise<AttackRecord | undefined> {
    const attack = await this.#attack();
    if (attack === undefined) return undefined;
    const { kind, height, commonHeight, primary, node, foundAtMs } = attack;
    const file = exportEvidence(attack, this.#profile);
    return { kind, height, commonHeight, primary, node, foundAtMs, file };
  }

  /** Another tab may have gone further meanwhile: the newest state decides, nothing rolls back. */
  async #keep(kept: KeptPack, pack: TrustPack): Promise<ChainResult> {
    const held = await this.#kept();
    if (held !== undefined && isNewer(this.#engine.facts(held.block), pack)) {
      const newest = await this.restore();
      if (newest !== undefined) return newest;
    }
    await this.#page.save([[this.#name('pack'), kept]]);
    return await this.#result(kept, pack);
  }

  async #syncHead(now: Date, onProgress: (of: SyncProgress) => void, cancelled: Cancelled) {
    await this.#verifyNoAttack();
    const ports = this.#clientPorts(now, onProgress, cancelled);
    try {
      return await sync(ports);
    } catch (refusal) {
      if (refusal instanceof AttackError) {
        await this.#page.save([[this.#name('attack'), refusal.attack]]);
        // Best effort: whatever becomes of it, the attack stands.
        void reportEvidence(ports.sources, refusal.attack, ports.patience);
      }
      throw refusal;
    }
  }

  #clientPorts(
    now: Date,
    onProgress: (of: SyncProgress) => void,
    cancelled: Cancelled,
  ): ClientPorts<LightBlock> {
    const began = performance.now();
    return {
      profile: this.#profile,
      engine: this.#engine,
      sources: this.#profile.nodes.map((_, node) =>
        withRetries(rpcSource(this.#page.node(node)), (retry) => after(RETRY_MS * 2 ** retry)),
      ),
      store: this.#store,
      now,
      elapsedMs: () => Math.round(performance.now() - began),
      patience: () => after(WITNESS_PATIENCE_MS),
      grace: () => after(GRACE_MS),
      lag: () => after(witnessLagMs(this.#profile)),
      onProgress,
      cancelled,
    };
  }

  async #heldMaterial(): Promise<UntrustedPack | undefined> {
    const kept = await this.#kept();
    try {
      return kept === undefined ? undefined : decodeTrustPack(kept.file);
    } catch (refusal) {
      // Damaged, or written by another version: everything is fetched anew.
      if (isRefusal(refusal)) return undefined;
      throw refusal;
    }
  }

  async #result({ block, picture }: KeptPack, pack: TrustPack): Promise<ChainResult> {
    return {
      header: this.#engine.facts(block),
      pack,
      validators: this.#engine.validators(block),
      ...picture,
      watched: picture.watched && withNames(picture.watched, pack.registry),
      conflict: (await this.#attack()) !== undefined,
    };
  }

  async #kept(): Promise<KeptPack | undefined> {
    return (await this.#page.load(this.#name('pack'))) as KeptPack | undefined;
  }

  async #attack(): Promise<Attack | undefined> {
    return (await this.#page.load(this.#name('attack'))) as Attack | undefined;
  }

  async #verifyNoAttack(): Promise<void> {
    if ((await this.#attack()) === undefined) return;
    throw new ChainError('chain/attack', 'an attack was found before; people have to look first');
  }

  #stored(): StoredTrust<LightBlock> {
    return { profile: this.#profile, engine: this.#engine, store: this.#store };
  }

  #name(what: 'pack' | 'attack'): string {
    return storedName(this.#profile.chainId, what);
  }
}

function after(ms: number): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
