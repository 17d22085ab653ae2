/** Head, trust pack and evidence of one consortium: verified, kept, and checked again when read. */
import {
  AttackError,
  ChainError,
  restore,
  singleStore,
  sync,
  trustHeader,
  withRetries,
  witnessLagMs,
  type ConsortiumProfile,
  type Engine,
  type LightStore,
  type Synced,
} from '#core/chain/index.ts';
import { queryApp, rpcSource, type LightBlock } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  collectPack,
  decodeTrustPack,
  encodeTrustPack,
  isNewer,
  verifyTrustPack,
  type TrustPack,
  type UntrustedPack,
} from '#core/registry/index.ts';
import type { ChainResult, SyncStage, TraceStep } from './chain-protocol.ts';
import type { PagePort } from './page-port.ts';

const WITNESS_PATIENCE_MS = 2_500;
/** How long slow nodes are waited for once others have answered. */
const GRACE_MS = 600;
/** Before a node that could not be reached is asked again; twice as long each time. */
const RETRY_MS = 75;
const NS_PER_MS = 1_000_000n;
/** As many steps as fit a picture on a phone; the anchor always stays. */
const STEPS_SHOWN = 4;

/** A pack with the block that it was checked against; stored and read back as one. */
interface KeptPack {
  readonly block: LightBlock;
  readonly file: Uint8Array;
  readonly picture: Pick<ChainResult, 'witnesses' | 'trace' | 'syncedAtMs'>;
}

interface Collected {
  readonly material: UntrustedPack;
  readonly pack: TrustPack;
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
    this.#store = singleStore(
      engine,
      async () => (await this.#load('light')) as LightBlock | undefined,
      (block) => this.#saveHead(block),
    );
  }

  /** What is stored, checked again; `undefined` if there is nothing usable. No network is needed. */
  async restore(): Promise<ChainResult | undefined> {
    const kept = (await this.#load('pack')) as KeptPack | undefined;
    if (kept === undefined) return undefined;
    const store = singleStore(
      this.#engine,
      () => Promise.resolve(kept.block),
      () => Promise.resolve(),
    );
    const ports = { profile: this.#profile, engine: this.#engine, store };
    if ((await restore(ports)) === undefined) return undefined;
    try {
      return await this.#result(kept, this.#verified(decodeTrustPack(kept.file), kept.block));
    } catch (refusal) {
      if (isRefusal(refusal)) return undefined;
      throw refusal;
    }
  }

  /** Syncs the head, then the pack under it. An attack is remembered and not forgotten by itself. */
  async sync(
    now: Date,
    onProgress: (stage: SyncStage, height: number) => void,
  ): Promise<ChainResult> {
    const synced = await this.#syncHead(now, onProgress);
    onProgress('registry', synced.header.height);
    const { material, pack } = await this.#collect(synced);
    const kept: KeptPack = {
      block: synced.block,
      file: encodeTrustPack(material),
      picture: {
        witnesses: synced.witnesses,
        trace: await this.#path(synced.trace),
        syncedAtMs: now.getTime(),
      },
    };
    // Another tab may have gone further meanwhile: the newest state decides, nothing rolls back.
    const held = (await this.#load('pack')) as KeptPack | undefined;
    if (held !== undefined && isNewer(this.#engine.facts(held.block), pack)) {
      const newest = await this.restore();
      if (newest !== undefined) return newest;
    }
    await this.#save([['pack', kept]]);
    return this.#result(kept, pack);
  }

  async #saveHead(block: LightBlock | undefined): Promise<void> {
    const held = (await this.#load('light')) as LightBlock | undefined;
    const higher = held !== undefined && held.header.height > (block?.header.height ?? 0);
    if (!higher) await this.#save([['light', block]]);
  }

  async #syncHead(now: Date, onProgress: (stage: SyncStage, height: number) => void) {
    if ((await this.#load('attack')) !== undefined) {
      throw new ChainError('chain/attack', 'an attack was found before; people have to look first');
    }
    const began = performance.now();
    try {
      return await sync({
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
        onProgress: ({ stage, height, target }) => {
          onProgress(stage, stage === 'headers' ? height : target);
        },
      });
    } catch (refusal) {
      if (refusal instanceof AttackError) await this.#save([['attack', refusal.attack]]);
      throw refusal;
    }
  }

  /**
   * From one node after the other until nothing is missing: one may lie about the registry, another
   * may hold back the status list that names a revoked document.
   */
  async #collect({ block, header, witnesses }: Synced<LightBlock>): Promise<Collected> {
    let found: Collected | undefined;
    let last: unknown;
    let held = await this.#heldMaterial();
    const nodes = witnesses.flatMap(({ node, outcome }) => (outcome === 'agrees' ? node : []));
    for (let node = nodes.shift(); node !== undefined; node = nodes.shift()) {
      const asked = node;
      const query = (path: string, data: Uint8Array) =>
        queryApp(this.#page.node(asked), path, data, header.height - 1);
      try {
        const material = await collectPack(query, found?.material ?? held, header.appHash);
        found = { material, pack: this.#verified(material, block) };
        if (isComplete(found.pack)) return found;
      } catch (refusal) {
        if (!isRefusal(refusal)) throw refusal;
        last = refusal;
        // What is held may be what is wrong: then this node is asked again, for everything.
        if (held !== undefined) nodes.unshift(asked);
        held = undefined;
      }
    }
    if (found !== undefined) return found;
    throw last;
  }

  async #heldMaterial(): Promise<UntrustedPack | undefined> {
    const kept = (await this.#load('pack')) as KeptPack | undefined;
    try {
      return kept === undefined ? undefined : decodeTrustPack(kept.file);
    } catch (refusal) {
      // Damaged, or written by another version: everything is fetched anew.
      if (isRefusal(refusal)) return undefined;
      throw refusal;
    }
  }

  #verified(material: UntrustedPack, block: LightBlock): TrustPack {
    return verifyTrustPack(material, trustHeader(this.#engine.facts(block)));
  }

  async #result({ block, picture }: KeptPack, pack: TrustPack): Promise<ChainResult> {
    return {
      header: this.#engine.facts(block),
      pack,
      validators: this.#engine.validators(block),
      ...picture,
      conflict: (await this.#load('attack')) !== undefined,
    };
  }

  /** The way from the anchor: what was walked before, and the newest steps. */
  async #path(trace: readonly LightBlock[]): Promise<readonly TraceStep[]> {
    const kept = (await this.#load('pack')) as KeptPack | undefined;
    const [first, ...walked] = kept?.picture.trace ?? [];
    const steps = this.#steps(trace);
    if (first === undefined) return steps;
    const from = steps[0]?.height ?? 0;
    const before = walked.filter(({ height }) => height < from);
    return [
      first,
      ...before.slice(-STEPS_SHOWN),
      ...steps.filter(({ height }) => height > first.height),
    ];
  }

  #steps(trace: readonly LightBlock[]): TraceStep[] {
    return trace.map((block, index) => {
      const before = trace[index - 1];
      const { height, timeNs } = this.#engine.facts(block);
      const validatorsChanged =
        before !== undefined && !this.#engine.hasSameValidators(before, block);
      return { height, timeMs: Number(timeNs / NS_PER_MS), validatorsChanged };
    });
  }

  #load(name: string): Promise<unknown> {
    return this.#page.ask({ to: 'load', key: `${this.#profile.chainId}/${name}` });
  }

  async #save(entries: readonly (readonly [name: string, value: unknown])[]): Promise<void> {
    const named = entries.map(
      ([name, value]) => [`${this.#profile.chainId}/${name}`, value] as const,
    );
    await this.#page.ask({ to: 'save', entries: named });
  }
}

function after(ms: number): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function isComplete({ registry, statusTokens }: TrustPack): boolean {
  return [...registry.statuses.keys()].every((list) => statusTokens.has(list));
}
