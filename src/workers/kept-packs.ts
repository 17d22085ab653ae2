/** What is kept of one consortium: the trust pack, one that nobody has confirmed yet, the attack found. */
import {
  restore,
  singleStore,
  trustHeader,
  type Attack,
  type ConsortiumProfile,
  type Engine,
} from '#core/chain/index.ts';
import type { LightBlock } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  decodeTrustPack,
  isNewer,
  verifyTrustPack,
  type TrustPack,
  type UntrustedPack,
} from '#core/registry/index.ts';
import type { PackUnderBlock } from './brought-along.ts';
import type { ChainResult } from './chain-protocol.ts';
import type { PagePort } from './page-port.ts';
import { storedName } from './stored-name.ts';
import { asAttack, asPack, asUnconfirmed } from './stored-shape.ts';
import { withNames } from './watched-blocks.ts';

/** A pack with the block that it was checked against; stored and read back as one. */
export interface KeptPack extends PackUnderBlock {
  readonly picture: Pick<ChainResult, 'witnesses' | 'trace' | 'syncedAtMs' | 'watched'>;
}

/** A pack that another device gave. No witness was asked: it is kept apart until one agrees. */
export interface UnconfirmedPack extends KeptPack {
  /** The blocks that came with it, ascending to its own. */
  readonly way: readonly LightBlock[];
}

/** Reads and writes; whatever is read is checked again. Nothing rolls back. */
export class KeptPacks {
  readonly #profile: ConsortiumProfile;
  readonly #engine: Engine<LightBlock>;
  readonly #page: PagePort;

  constructor(profile: ConsortiumProfile, engine: Engine<LightBlock>, page: PagePort) {
    this.#profile = profile;
    this.#engine = engine;
    this.#page = page;
  }

  async confirmed(): Promise<KeptPack | undefined> {
    return asPack(await this.#page.load(this.#name('pack')));
  }

  /** `undefined` also where what was confirmed meanwhile is as new. */
  async unconfirmed(): Promise<UnconfirmedPack | undefined> {
    const taken = asUnconfirmed(await this.#page.load(this.#name('unconfirmed')));
    if (taken === undefined) return undefined;
    const kept = await this.confirmed();
    return kept === undefined || this.#heightOf(taken) > this.#heightOf(kept) ? taken : undefined;
  }

  /** The newest that is usable, checked again. */
  async newest(): Promise<ChainResult | undefined> {
    const taken = await this.unconfirmed();
    const opened = taken && (await this.#open(taken, true));
    if (opened !== undefined) return opened;
    const kept = await this.confirmed();
    return kept && (await this.#open(kept, false));
  }

  /** Material of the newest pack, for what is to go on from it; `undefined` if it cannot be read. */
  async material(): Promise<UntrustedPack | undefined> {
    const newest = (await this.unconfirmed()) ?? (await this.confirmed());
    try {
      return newest === undefined ? undefined : decodeTrustPack(newest.file);
    } catch (refusal) {
      // Damaged, or written by another version: everything is fetched anew.
      if (isRefusal(refusal)) return undefined;
      throw refusal;
    }
  }

  /** Another tab may have gone further meanwhile: the newest state decides. */
  async keep(kept: KeptPack, pack: TrustPack): Promise<ChainResult> {
    const held = await this.confirmed();
    if (held === undefined || !isNewer(this.#engine.facts(held.block), pack)) {
      await this.#page.save([[this.#name('pack'), kept]]);
      if (await this.#dropOutdated()) return await this.#result(kept, pack, false);
    }
    return (await this.newest()) ?? (await this.#result(kept, pack, false));
  }

  /** Another tab may have taken more meanwhile, which is then kept. @returns What is the newest then. */
  async keepApart(taken: UnconfirmedPack, pack: TrustPack): Promise<ChainResult> {
    const held = await this.unconfirmed();
    if (held === undefined || this.#heightOf(taken) > this.#heightOf(held))
      await this.#page.save([[this.#name('unconfirmed'), taken]]);
    return (await this.newest()) ?? (await this.#result(taken, pack, true));
  }

  /** A witness agrees: what was apart takes its place. While it was asked, more may have been verified or taken. */
  async promote(kept: KeptPack): Promise<void> {
    const held = await this.confirmed();
    if (held === undefined || this.#heightOf(kept) > this.#heightOf(held))
      await this.#page.save([[this.#name('pack'), kept]]);
    await this.#dropOutdated();
  }

  /** Forgets it, unless something else was taken meanwhile. */
  async drop(taken: UnconfirmedPack): Promise<void> {
    const held = await this.unconfirmed();
    if (held === undefined || this.#heightOf(held) === this.#heightOf(taken))
      await this.#page.save([[this.#name('unconfirmed'), undefined]]);
  }

  /** Whatever lies there stops the client, even if nothing can be told of it any more. */
  async attack(): Promise<Attack | 'damaged' | undefined> {
    const stored = await this.#page.load(this.#name('attack'));
    return stored === undefined ? undefined : (asAttack(stored) ?? 'damaged');
  }

  async keepAttack(attack: Attack): Promise<void> {
    await this.#page.save([[this.#name('attack'), attack]]);
  }

  /** @returns Whether nothing is apart any more. */
  async #dropOutdated(): Promise<boolean> {
    if ((await this.unconfirmed()) !== undefined) return false;
    await this.#page.save([[this.#name('unconfirmed'), undefined]]);
    return true;
  }

  async #open(kept: KeptPack, isUnconfirmed: boolean): Promise<ChainResult | undefined> {
    const store = singleStore(
      this.#engine,
      () => Promise.resolve(kept.block),
      () => Promise.resolve(),
    );
    const ports = { profile: this.#profile, engine: this.#engine, store };
    if ((await restore(ports)) === undefined) return undefined;
    try {
      const header = trustHeader(this.#engine.facts(kept.block));
      const pack = verifyTrustPack(decodeTrustPack(kept.file), header);
      return await this.#result(kept, pack, isUnconfirmed);
    } catch (refusal) {
      if (isRefusal(refusal)) return undefined;
      throw refusal;
    }
  }

  async #result(
    { block, picture }: KeptPack,
    pack: TrustPack,
    isUnconfirmed: boolean,
  ): Promise<ChainResult> {
    return {
      header: this.#engine.facts(block),
      pack,
      validators: this.#engine.validators(block),
      ...picture,
      watched: picture.watched && withNames(picture.watched, pack.registry),
      conflict: (await this.attack()) !== undefined,
      unconfirmed: isUnconfirmed,
    };
  }

  #heightOf({ block }: PackUnderBlock): number {
    return this.#engine.facts(block).height;
  }

  #name(what: 'pack' | 'unconfirmed' | 'attack'): string {
    return storedName(this.#profile.chainId, what);
  }
}
