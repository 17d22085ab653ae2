import type { CredentialOffer } from '#core/exchange/index.ts';
import type { Chain } from './chain.svelte.ts';
import type { Collector } from './collector.ts';
import { isWorthAsking, type ExpectedDocument } from './expected-document.ts';
import type { HeldDocument } from './held-document.ts';
import type { KnownOffer } from './known-offer.ts';
import { codeOf } from './refusal.ts';

const NEVER = new Promise<undefined>(() => undefined);

/** `promised`: nothing has come yet, and all of it is kept: it comes by itself. */
export type ReceptionStage = 'offered' | 'collecting' | 'promised' | 'anchoring' | 'done';

/**
 * Receiving what one offer brings, document by document. One that fails does not take the others with it; where the
 * connection is lost, or the person stops, what has come stays and the rest is kept.
 */
export class Reception {
  #stage = $state<ReceptionStage>('offered');
  #failure = $state<string>();
  #documents = $state.raw<readonly ExpectedDocument[]>([]);
  #place = $state<number>();
  #stopped = $state(false);
  #isOld = $state(false);
  #halt: () => void = () => undefined;
  readonly offer: CredentialOffer | KnownOffer;
  readonly #collector: Collector;
  readonly #chain: Chain;

  constructor(offer: CredentialOffer | KnownOffer, collector: Collector, chain: Chain) {
    this.offer = offer;
    this.#collector = collector;
    this.#chain = chain;
    if (!('documents' in offer)) return;
    this.#expect(offer.documents);
    if (!this.#documents.some(isWorthAsking)) this.#stage = this.#isAnyStored ? 'done' : 'promised';
  }

  get stage(): ReceptionStage {
    return this.#stage;
  }
  /** Why nothing has come, or why it broke off. */
  get failure(): string | undefined {
    return this.#failure;
  }
  /** In the offer's order; empty before it is redeemed. */
  get documents(): readonly ExpectedDocument[] {
    return this.#documents;
  }
  /** Which of them is under way, from 0. */
  get place(): number | undefined {
    return this.#place;
  }
  get stopped(): boolean {
    return this.#stopped;
  }
  /** The wallet held all of it before this reception. */
  get isOld(): boolean {
    return this.#isOld;
  }
  get isWorking(): boolean {
    return this.#stage === 'collecting' || this.#stage === 'anchoring';
  }

  /**
   * Redeems, collects and stores, then waits for the registration. A wrong code can be corrected and sent again;
   * where it broke off after the offer was spent, the next call goes on from there.
   */
  async accept(txCode: string | undefined): Promise<void> {
    if (this.isWorking) return;
    this.#stage = 'collecting';
    this.#failure = undefined;
    this.#stopped = false;
    const halted = new Promise<undefined>((resolve) => {
      this.#halt = () => {
        resolve(undefined);
      };
    });
    try {
      await this.#redeem(txCode);
      this.#failure = await this.#collectAll(halted);
      await this.#conclude(halted);
    } catch (refusal) {
      this.#failure = codeOf(refusal);
      this.#stage = 'offered';
    }
  }

  /** Asks for nothing more. What is on its way is still stored when it comes. */
  stop(): void {
    if (!this.isWorking) return;
    this.#stopped = true;
    this.#halt();
  }

  has(id: string): boolean {
    return this.#documents.some((each) => each.id === id);
  }

  /** One of its documents was stored, perhaps while nobody waited for it here. */
  async take({ id }: HeldDocument): Promise<void> {
    this.#note(id, { state: 'stored' });
    if (this.isWorking || this.#stage === 'done') return;
    this.#failure = undefined;
    await this.#conclude(NEVER);
  }

  /** The issuers' keys must be in the registry that this device verified, so it has to be recent. */
  async #redeem(txCode: string | undefined): Promise<void> {
    if (this.#chain.latest === undefined) await this.#chain.sync();
    if ('documents' in this.offer || this.#documents.length > 0) return;
    this.#expect(await this.#collector.redeem(this.offer, txCode));
  }

  #expect(documents: readonly ExpectedDocument[]): void {
    this.#documents = documents;
    this.#isOld = documents.every(({ state }) => state === 'stored');
  }

  get #isAnyStored(): boolean {
    return this.#documents.some(({ state }) => state === 'stored');
  }

  /** @returns The code of what broke it off. */
  async #collectAll(halted: Promise<undefined>): Promise<string | undefined> {
    for (const [place, document] of this.#documents.entries()) {
      const { id } = document;
      if (id === undefined || !isWorthAsking(document)) continue;
      if (this.#stopped) return undefined;
      this.#place = place;
      const broken = await Promise.race([this.#collect(id), halted]);
      if (broken !== undefined) return broken;
    }
    return undefined;
  }

  /** @returns The code of a refusal that says nothing of this document: others would meet it too. */
  async #collect(id: string): Promise<string | undefined> {
    try {
      const held = await this.#collector.collect(id, true);
      if (held !== undefined) await this.take(held);
      return undefined;
    } catch (refusal) {
      const code = codeOf(refusal);
      if (!code.startsWith('exchange/') || code === 'exchange/busy') return code;
      const isPromised = code === 'exchange/deferred';
      this.#note(id, isPromised ? { state: 'promised' } : { state: 'failed', failure: code });
      return undefined;
    }
  }

  async #conclude(halted: Promise<undefined>): Promise<void> {
    this.#place = undefined;
    const stored = this.#documents.filter(({ state }) => state === 'stored');
    if (!this.#isAnyStored) {
      this.#failure ??= this.#documents.find(({ failure }) => failure !== undefined)?.failure;
      this.#stage = this.#failure === undefined ? 'promised' : 'offered';
      return;
    }
    this.#stage = 'anchoring';
    await Promise.race([this.#register(stored), halted]);
    this.#stage = 'done';
  }

  async #register(stored: readonly ExpectedDocument[]): Promise<void> {
    for (const { id = '' } of stored) await this.#collector.register(id);
    await this.#chain.syncAnew();
  }

  #note(id: string, now: Pick<ExpectedDocument, 'state' | 'failure'>): void {
    this.#documents = this.#documents.map((each) => {
      const { configurationId } = each;
      return each.id === id ? { configurationId, id, ...now } : each;
    });
  }
}
