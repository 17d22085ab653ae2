/** The consortia that this device knows, with what it has verified of each. */
import { formatHex } from '#core/bytes/index.ts';
import type { ConsortiumProfile, HeaderFacts } from '#core/chain/index.ts';
import { headerFacts, rpcSource, type LightBlock } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { blockName, blockPrefix, storedName } from '#workers/stored-name.ts';
import type { ChainStore, TrustChange } from './chain-store.ts';
import type { Network } from './network.ts';
import { rpcCall } from './rpc-node.ts';
import { orElse } from './storage/storage-error.ts';

/** What is stored of a chain. */
export interface StoredTrust {
  readonly latest: HeaderFacts | undefined;
  readonly atAnchor: HeaderFacts | undefined;
  /** An attack has stopped the light client. */
  readonly isAttacked: boolean;
}

/** Where nothing is said of it, a method refuses with `storage/…`. */
export class KnownConsortia {
  readonly #store: ChainStore;
  /** A network that may reach the nodes of this profile and nobody else. */
  readonly #networkOf: (profile: ConsortiumProfile) => Pick<Network, 'request'>;
  readonly #forgetOffice: (chainId: string) => Promise<void>;

  constructor(
    store: ChainStore,
    networkOf: (profile: ConsortiumProfile) => Pick<Network, 'request'>,
    forgetOffice: (chainId: string) => Promise<void>,
  ) {
    this.#store = store;
    this.#networkOf = networkOf;
    this.#forgetOffice = forgetOffice;
  }

  /**
   * The profile to start with: the one in use, or what the app's server offers. A server may renew
   * and replace a demo that it has brought itself, and nothing else: no real consortium, no profile
   * that people have compared; and where people have chosen one, it adds to the list only. Never
   * refuses.
   */
  async startWith(served: ConsortiumProfile | undefined): Promise<ConsortiumProfile | undefined> {
    const held = await orElse(undefined, () => this.#store.lastProfile());
    if (served === undefined) return held;
    const known = await orElse([], () => this.#store.profiles());
    const same = known.find(({ chainId }) => chainId === served.chainId);
    if (!(await this.#isServersOwn(same))) return held ?? same;
    if (await this.#givesWay(held, served)) {
      await orElse(undefined, () => this.#store.saveProfile(served));
      return served;
    }
    if (served.demo) await orElse(undefined, () => this.#store.addProfile(served));
    return held;
  }

  list(): Promise<readonly ConsortiumProfile[]> {
    return this.#store.profiles();
  }

  /** What is verified of the chain; `atAnchor` is the header at that height. */
  async stored(chainId: string, anchorHeight: number): Promise<StoredTrust> {
    const newest = (await this.#store.keys(blockPrefix(chainId))).toSorted().at(-1);
    return {
      latest: newest === undefined ? undefined : await this.#header(newest),
      atAnchor: await this.#header(blockName(chainId, anchorHeight)),
      isAttacked: (await this.#store.load(storedName(chainId, 'attack'))) !== undefined,
    };
  }

  /**
   * What a node with the anchor of `profile` says of the header at `height`: a claim. The first that
   * answers is heard; `undefined` if none does.
   */
  async headerBy(profile: ConsortiumProfile, height: number): Promise<HeaderFacts | undefined> {
    const network = this.#networkOf(profile);
    const answers = profile.nodes.map(async ({ url }) => {
      const source = rpcSource(rpcCall(network, url));
      const anchor = headerFacts((await source.lightBlock(profile.anchor.height)).header);
      if (formatHex(anchor.hash) !== profile.anchor.hash) return undefined;
      return headerFacts((await source.lightBlock(height)).header);
    });
    const settled = await Promise.all(answers.map((answer) => answer.catch(refused)));
    return settled.find((header) => header !== undefined);
  }

  async take(profile: ConsortiumProfile, trust: TrustChange): Promise<void> {
    await this.#store.takeProfile(profile, trust);
  }

  async use(chainId: string): Promise<void> {
    await this.#store.useProfile(chainId);
  }

  /** Its profile, its blocks, and the key of an office under it. */
  async remove(chainId: string): Promise<void> {
    await this.#store.removeProfile(chainId);
    await this.#forgetOffice(chainId);
  }

  /** Whether a server may do with it as it likes. */
  async #isServersOwn(profile: ConsortiumProfile | undefined): Promise<boolean> {
    if (profile === undefined) return true;
    const isCompared = () => this.#store.isCompared(profile.chainId);
    return profile.demo && !(await orElse(false, isCompared));
  }

  async #givesWay(
    held: ConsortiumProfile | undefined,
    served: ConsortiumProfile,
  ): Promise<boolean> {
    if (held === undefined || held.chainId === served.chainId) return true;
    const chosen = await orElse(undefined, () => this.#store.chosenChain());
    return chosen !== held.chainId && (await this.#isServersOwn(held));
  }

  /** From this device's own storage; one that is damaged counts as none. */
  async #header(name: string): Promise<HeaderFacts | undefined> {
    const block = (await this.#store.load(name)) as LightBlock | undefined;
    return block === undefined ? undefined : headerFacts(block.header);
  }
}

function refused(thrown: unknown): undefined {
  if (isRefusal(thrown)) return undefined;
  throw thrown;
}
