/** Handing trust data on, taking them in, and having them confirmed. */
import {
  AttackError,
  confirmSupplied,
  wayTo,
  type ClientPorts,
  type StoredTrust,
} from '#core/chain/index.ts';
import type { LightBlock } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { encodeTrustPack, RegistryError } from '#core/registry/index.ts';
import { encodeWay } from './brought-along.ts';
import type { KeptPack, KeptPacks, UnconfirmedPack } from './kept-packs.ts';
import {
  changesBetween,
  makeParcel,
  verifyParcel,
  type GivenParcel,
  type PackSince,
  type TakenParcel,
} from './pack-parcels.ts';
import { pictureOf } from './picture.ts';

export class ParcelExchange {
  readonly #trust: StoredTrust<LightBlock>;
  readonly #packs: KeptPacks;

  constructor(trust: StoredTrust<LightBlock>, packs: KeptPacks) {
    this.#trust = trust;
    this.#packs = packs;
  }

  /**
   * The newest pack for another device. One that was taken from somebody is handed on with the blocks
   * that it came with.
   *
   * @throws {@link RegistryError} `registry/not-held` before there is a pack; {@link ChainError}
   * `chain/out-of-reach`; and as `makeParcel`.
   */
  async give(since: PackSince, now: Date): Promise<GivenParcel> {
    const taken = await this.#packs.unconfirmed();
    const pack = taken ?? (await this.#packs.confirmed());
    if (pack === undefined) throw new RegistryError('registry/not-held', 'no pack yet');
    const way = taken?.way ?? (await wayTo(this.#trust, pack.block, now));
    const height = this.#heightOf(pack.block);
    const from = Math.min(heightSince(pack, since), height);
    const parcel = makeParcel(this.#trust.profile.chainId, pack, encodeWay(way), from);
    return { parcel, height, since: from };
  }

  /**
   * Takes a parcel, as a whole or not at all. It is kept apart from what the nodes have confirmed, and
   * neither the stored blocks nor the clock's floor change by it.
   *
   * @throws as `verifyParcel`.
   */
  async take(untrusted: Uint8Array, now: Date): Promise<TakenParcel> {
    const before = await this.#packs.newest();
    const held = before && (await this.#heldAs(before.header.height));
    const verified = await verifyParcel(this.#trust, held, untrusted, now);
    const { material, pack, block, way, trace } = verified;
    const walked = (await this.#packs.confirmed())?.picture;
    const picture = {
      witnesses: [],
      trace: pictureOf(this.#trust.engine, walked?.trace ?? [], trace),
      syncedAtMs: now.getTime(),
      watched: walked?.watched,
    };
    const file = encodeTrustPack(material);
    const update = await this.#packs.keepApart({ block, file, way, picture }, pack);
    return { update, changes: changesBetween(before?.pack, pack) };
  }

  /**
   * Puts what was taken before the nodes. If one agrees it becomes stored trust; if what is stored
   * already contradicts it, it is dropped; else it stays as it is.
   *
   * @returns Whether a node agrees.
   * @throws {@link AttackError}; {@link ChainError} `chain/cancelled`.
   */
  async confirm(ports: ClientPorts<LightBlock>): Promise<boolean> {
    const taken = await this.#packs.unconfirmed();
    if (taken === undefined) return false;
    try {
      return await this.#ask(ports, taken);
    } catch (refusal) {
      if (!isRefusal(refusal) || refusal instanceof AttackError) throw refusal;
      if (refusal.code === 'chain/cancelled') throw refusal;
      if (refusal.code === 'chain/invalid-header') await this.#packs.drop(taken);
      return false;
    }
  }

  async #ask(ports: ClientPorts<LightBlock>, taken: UnconfirmedPack): Promise<boolean> {
    // Nodes that are behind are not waited for: they are asked again with the next sync.
    const { grace = ports.patience } = ports;
    const synced = await confirmSupplied({ ...ports, lag: grace }, taken.way);
    if (synced === undefined) return false;
    const { witnesses } = synced;
    const picture = { ...taken.picture, witnesses, syncedAtMs: ports.now.getTime() };
    await this.#packs.promote({ block: taken.block, file: taken.file, picture });
    return true;
  }

  async #heldAs(height: number) {
    const material = await this.#packs.material();
    return material && { height, material };
  }

  #heightOf(block: LightBlock): number {
    return this.#trust.engine.facts(block).height;
  }
}

/** Of a moment only verified headers are known: the last one before it. */
function heightSince({ picture }: KeptPack, since: PackSince): number {
  if ('height' in since) return since.height;
  return picture.trace.findLast(({ timeMs }) => timeMs <= since.timeMs)?.height ?? 0;
}
