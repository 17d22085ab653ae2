import {
  inputMarks,
  LaterError,
  parseOfferInput,
  resolveOffer,
  type CredentialOffer,
} from '#core/exchange/index.ts';
import { AwaitedDocuments } from './awaited-documents.svelte.ts';
import type { Chain } from './chain.svelte.ts';
import { Collector } from './collector.ts';
import { tellRemoved } from './delivery.ts';
import { isFinal, isWorthAsking, type ExpectedDocument } from './expected-document.ts';
import { isOfProfile, type IssuingPorts } from './issuing.ts';
import { knownOffer, type KnownOffer } from './known-offer.ts';
import { Reception, type ReceptionStage } from './reception.svelte.ts';
import { codeOf } from './refusal.ts';
import { VisitPace } from './visit-pace.ts';
import type { Wallet } from './wallet.svelte.ts';

/** For what comes by itself. */
const PAUSES = { firstMs: 20_000, longestMs: 15 * 60_000 };

export type ReceivingStage = 'idle' | 'reading' | ReceptionStage;

/** Receiving: what is offered on the screen, and what was redeemed before. That is kept until it is stored. */
export class Receiving {
  readonly awaited = new AwaitedDocuments();
  #reading = $state(false);
  #failure = $state<string>();
  #reception = $state.raw<Reception>();
  /** Also those that the person has left. */
  #working: readonly Reception[] = [];
  /** What the person does not want to wait for, until the wallet is opened again. */
  #putOff: { readonly opening: number; readonly ids: readonly string[] } = { opening: 0, ids: [] };
  #resuming = false;
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: IssuingPorts;
  readonly #collector: Collector;
  readonly #pace: VisitPace;

  constructor(wallet: Wallet, chain: Chain, ports: IssuingPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
    this.#collector = new Collector(wallet, chain, ports);
    this.#pace = new VisitPace(PAUSES, ports);
  }

  get stage(): ReceivingStage {
    return this.#reading ? 'reading' : (this.#reception?.stage ?? 'idle');
  }
  get failure(): string | undefined {
    return this.#failure ?? this.#reception?.failure;
  }
  get offer(): CredentialOffer | KnownOffer | undefined {
    return this.#reception?.offer;
  }
  /** What the offer brings; empty before it is redeemed. */
  get documents(): readonly ExpectedDocument[] {
    return this.#reception?.documents ?? [];
  }
  /** Which of them is under way, from 0. */
  get place(): number | undefined {
    return this.#reception?.place;
  }
  /** The person did not want to wait. */
  get stopped(): boolean {
    return this.#reception?.stopped ?? false;
  }
  /** The wallet held all that the offer brings before it was read here. */
  get isOld(): boolean {
    return this.#reception?.isOld ?? false;
  }
  /** Whether {@link accept} would ask for anything. */
  get canGoOn(): boolean {
    return this.documents.some(isWorthAsking);
  }
  /** The profile's entry for whoever offers. */
  get offeredBy() {
    return this.#chain.profile.issuers.find(({ url }) => url === this.offer?.credentialIssuer);
  }

  /** Leaves the offer. What is under way goes on by itself. */
  reset(): void {
    this.#reading = false;
    this.#failure = undefined;
    this.#reception = undefined;
  }

  /**
   * Reads a link, a code or pasted text, and looks at the offer behind it. One that this wallet has redeemed is known
   * again, and its issuer is not asked.
   */
  async read(untrusted: string): Promise<void> {
    this.reset();
    this.#reading = true;
    try {
      const { send } = this.#ports;
      const input = parseOfferInput(untrusted);
      const isAllowed = (url: string) => isOfProfile(this.#chain.profile, url);
      const offer =
        (await knownOffer(this.#wallet, inputMarks(input))) ??
        (await resolveOffer(input, { send, isAllowed }));
      this.#reception = new Reception(offer, this.#collector, this.#chain);
    } catch (refusal) {
      this.#failure = codeOf(refusal);
    } finally {
      this.#reading = false;
    }
  }

  /** See {@link Reception.accept}. */
  async accept(txCode: string | undefined): Promise<void> {
    const reception = this.#reception;
    if (reception === undefined || reception.isWorking) return;
    this.#working = [...this.#working, reception];
    this.#putOff = { ...this.#putOff, ids: this.#putOff.ids.filter((id) => !reception.has(id)) };
    this.#pace.reset();
    try {
      await reception.accept(txCode);
    } finally {
      this.#working = this.#working.filter((other) => other !== reception);
    }
  }

  /** Asks for nothing more of this offer; what has not come yet comes when the wallet is opened again. */
  stop(): void {
    const reception = this.#reception;
    if (reception === undefined) return;
    const ids = [...this.#putOffNow(), ...this.#onScreen()];
    this.#putOff = { opening: this.#wallet.openings, ids };
    reception.stop();
  }

  /** The wallet was opened, or the network is back: {@link resume} tries whatever failed before at once. */
  forgetPauses(): void {
    this.#pace.reset();
  }

  /** While the wallet is open: fetches what was interrupted. What fails is tried again after growing pauses. */
  async resume(): Promise<void> {
    if (this.#resuming) return;
    this.#resuming = true;
    try {
      await this.#chain.settled;
      const kept = (await this.#wallet.pending.all()).filter(
        ({ id }) => this.#wallet.held.find(id) === undefined,
      );
      this.awaited.expect(kept);
      const pending = kept.map(({ id }) => id);
      // Another tab may have fetched what is waited for here.
      const others = this.#onScreen().filter((id) => !pending.includes(id));
      for (const id of [...pending, ...others]) await this.#takeUp(id);
    } catch (refusal) {
      // Locked meanwhile, or no storage: nothing was lost, and the next time is soon.
      codeOf(refusal);
    } finally {
      this.#resuming = false;
    }
  }

  /** The person wants what is kept now, also what was not to be waited for. */
  async retry(): Promise<void> {
    this.#putOff = { ...this.#putOff, ids: [] };
    this.forgetPauses();
    await this.resume();
  }

  /** Removes a document from this device; an issuer that has just delivered it is told. */
  async remove(id: string): Promise<void> {
    const held = this.#wallet.held.find(id);
    await this.#wallet.held.remove(id);
    if (held !== undefined) tellRemoved(held, this.#ports.clock().getTime(), this.#ports);
  }

  async #takeUp(id: string): Promise<void> {
    if (this.#putOffNow().includes(id) || this.#working.some((each) => each.has(id))) return;
    if (!this.#pace.isDue(id)) return;
    try {
      const held = await this.#collector.collect(id, false);
      this.#pace.reset();
      this.awaited.came(id);
      if (held !== undefined && this.#reception?.has(id) === true) await this.#reception.take(held);
    } catch (refusal) {
      const code = codeOf(refusal);
      this.awaited.failed(id, code);
      const askedMs = refusal instanceof LaterError ? refusal.waitMs : 0;
      if (isFinal(code)) await this.#wallet.pending.drop(id);
      else if (code === 'exchange/deferred') this.#pace.rest(id, askedMs);
      else this.#pace.failed(id, askedMs);
    }
  }

  /** What the offer on the screen has not brought yet. */
  #onScreen(): readonly string[] {
    return this.documents.flatMap(({ id, state }) =>
      id === undefined || state === 'stored' ? [] : [id],
    );
  }

  #putOffNow(): readonly string[] {
    const { opening, ids } = this.#putOff;
    return opening === this.#wallet.openings ? ids : [];
  }
}
