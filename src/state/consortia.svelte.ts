import {
  decideCompared,
  decideTrust,
  parseProfileText,
  profileFingerprint,
  type ConsortiumProfile,
  type HeldTrust,
  type TrustDecision,
} from '#core/chain/index.ts';
import { Attempt } from './attempt.svelte.ts';
import { textOf, type ChosenFile } from './chosen-file.ts';
import type { ConsortiaStore, TrustChange } from './ports.ts';

/** A profile is at most 65,536 characters of up to three bytes. */
const FILE_BYTES = 192 * 1024;

/** A consortium in the list. */
export interface KnownConsortium {
  readonly profile: ConsortiumProfile;
  readonly fingerprint: readonly string[];
  readonly inUse: boolean;
  /** An attack has stopped its light client: only a new profile leads on. */
  readonly isAttacked: boolean;
}

/** A profile that somebody has handed over; nothing of it is believed before people compare it. */
export interface OfferedConsortium {
  readonly profile: ConsortiumProfile;
  readonly fingerprint: readonly string[];
  /**
   * What taking it would mean. `again`: this very profile is known; `renewal`: another profile of a
   * known chain; `afresh`: it starts a chain anew after an attack; `attacked`: it has the anchor
   * under which the attack was found, so it cannot be taken.
   */
  readonly kind: 'new' | 'again' | 'renewal' | 'afresh' | 'attacked';
}

/** What a person must agree to before stored trust is given up. */
export type TrustQuestion =
  | { readonly kind: 'wipe' }
  | { readonly kind: 'rollback'; readonly to: number; readonly from: number };

/** The consortia that this device knows: choosing, taking and removing them. One tab, one profile. */
export class Consortia {
  #known = $state.raw<readonly KnownConsortium[]>([]);
  #offered = $state.raw<OfferedConsortium>();
  #question = $state.raw<TrustQuestion>();
  readonly #attempt = new Attempt();
  readonly #store: ConsortiaStore;
  readonly #inUse: ConsortiumProfile;
  readonly #startAnew: () => void;

  /** @param startAnew - The app starts again with the profile that is in use now. */
  constructor(store: ConsortiaStore, inUse: ConsortiumProfile, startAnew: () => void) {
    this.#store = store;
    this.#inUse = inUse;
    this.#startAnew = startAnew;
  }

  /** The one in use first. */
  get known(): readonly KnownConsortium[] {
    return this.#known;
  }
  get offered(): OfferedConsortium | undefined {
    return this.#offered;
  }
  get question(): TrustQuestion | undefined {
    return this.#question;
  }
  get failure(): string | undefined {
    return this.#attempt.failure;
  }
  get busy(): boolean {
    return this.#attempt.busy;
  }

  async load(): Promise<void> {
    await this.#attempt.make(async () => {
      const others = (await this.#store.list()).filter(
        ({ chainId }) => chainId !== this.#inUse.chainId,
      );
      this.#known = await Promise.all(
        [this.#inUse, ...others].map((profile) => this.#entry(profile)),
      );
    });
  }

  /** Reads an untrusted profile and shows it; it is not taken yet. */
  async offer(untrusted: string): Promise<void> {
    this.decline();
    await this.#attempt.make(() => this.#show(untrusted));
  }

  /** The same from a file, which is not read if it is larger than any profile. */
  async offerFile(file: ChosenFile): Promise<void> {
    this.decline();
    await this.#attempt.make(async () => {
      await this.#show(await textOf(file, FILE_BYTES));
    });
  }

  /** The fingerprints differ, or it was not meant: everything stays as it is. */
  decline(): void {
    this.#offered = undefined;
    this.#question = undefined;
    this.#attempt.forget();
  }

  /** People have compared the fingerprint. Where stored trust would be given up, they are asked first. */
  async take(): Promise<void> {
    const offered = this.#offered;
    if (offered === undefined || offered.kind === 'attacked') return;
    await this.#attempt.make(async () => {
      const change = await this.#changeFor(offered);
      if (change !== undefined) await this.#takeWith(offered.profile, change);
    });
  }

  /** The person agrees to {@link question}. */
  async agree(): Promise<void> {
    const [offered, question] = [this.#offered, this.#question];
    if (offered === undefined || question === undefined) return;
    await this.#attempt.make(() => this.#takeWith(offered.profile, question));
  }

  async choose(chainId: string): Promise<void> {
    if (chainId === this.#inUse.chainId) return;
    await this.#attempt.make(async () => {
      await this.#store.use(chainId);
      this.#startAnew();
    });
  }

  /** The one in use stays, and so does one that was attacked: nobody forgets that by accident. */
  async remove(chainId: string): Promise<void> {
    if (chainId === this.#inUse.chainId) return;
    await this.#attempt.make(async () => {
      if (await this.#isAttacked(chainId)) return;
      await this.#store.remove(chainId);
      this.#known = this.#known.filter(({ profile }) => profile.chainId !== chainId);
    });
  }

  async #show(untrusted: string): Promise<void> {
    const profile = parseProfileText(untrusted);
    const fingerprint = profileFingerprint(profile);
    this.#offered = { profile, fingerprint, kind: await this.#kindOf(profile, fingerprint) };
  }

  async #kindOf(
    { chainId, anchor }: ConsortiumProfile,
    fingerprint: readonly string[],
  ): Promise<OfferedConsortium['kind']> {
    const known = await this.#find(chainId);
    if (known === undefined) return 'new';
    if (await this.#isAttacked(chainId)) {
      const { height, hash } = known.anchor;
      return height === anchor.height && hash === anchor.hash ? 'attacked' : 'afresh';
    }
    const isSame = profileFingerprint(known).join() === fingerprint.join();
    return isSame ? 'again' : 'renewal';
  }

  /** `undefined` if a person must be asked. */
  async #changeFor({ profile, kind }: OfferedConsortium): Promise<TrustChange | undefined> {
    const known = await this.#find(profile.chainId);
    if (known === undefined) return { kind: 'keep' };
    if (kind === 'afresh') return { kind: 'wipe' };
    const stored = await this.#store.stored(profile.chainId, profile.anchor.height);
    return this.#toChange(await this.#decide({ profile: known, ...stored }, profile));
  }

  async #decide(held: HeldTrust, offered: ConsortiumProfile): Promise<TrustDecision> {
    const decision = decideTrust(held, offered);
    if (decision.kind !== 'compare' || held.latest === undefined) return decision;
    return decideCompared(held.latest, await this.#store.headerBy(offered, decision.height));
  }

  #toChange(decision: TrustDecision): TrustChange | undefined {
    switch (decision.kind) {
      case 'start':
      case 'keep':
        return { kind: 'keep' };
      case 'ask-wipe':
        this.#question = { kind: 'wipe' };
        return undefined;
      case 'ask-rollback':
        this.#question = { kind: 'rollback', to: decision.to, from: decision.from };
        return undefined;
      // Only profiles of one chain are ever compared.
      case 'compare':
      case 'refuse':
        throw new Error(`undecided: ${decision.kind}`);
    }
  }

  async #takeWith(profile: ConsortiumProfile, trust: TrustChange): Promise<void> {
    await this.#store.take(profile, trust);
    this.#startAnew();
  }

  async #find(chainId: string): Promise<ConsortiumProfile | undefined> {
    if (chainId === this.#inUse.chainId) return this.#inUse;
    return (await this.#store.list()).find((profile) => profile.chainId === chainId);
  }

  async #isAttacked(chainId: string): Promise<boolean> {
    return (await this.#store.stored(chainId, 1)).isAttacked;
  }

  async #entry(profile: ConsortiumProfile): Promise<KnownConsortium> {
    const { chainId } = profile;
    return {
      profile,
      fingerprint: profileFingerprint(profile),
      inUse: chainId === this.#inUse.chainId,
      isAttacked: await this.#isAttacked(chainId),
    };
  }
}
