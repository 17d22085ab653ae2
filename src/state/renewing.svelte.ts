import { LaterError } from '#core/exchange/index.ts';
import type { Chain } from './chain.svelte.ts';
import { Collector } from './collector.ts';
import { endsSoon } from './copy-life.ts';
import { copiesLeft, summarise, type DocumentState } from './document-summary.ts';
import { endsRefill } from './expected-document.ts';
import type { HeldDocument } from './held-document.ts';
import type { IssuingPorts } from './issuing.ts';
import { codeOf } from './refusal.ts';
import { registerCopies } from './registering.ts';
import { VisitPace } from './visit-pace.ts';
import type { Wallet } from './wallet.svelte.ts';

/** Unseen copies at which more are asked for. */
const FEW = 1;
/** How often an issuer is asked at most, for one document; less often after failures. */
const VISIT_EVERY_MS = 10 * 60_000;
const VISIT_PAUSES = { firstMs: VISIT_EVERY_MS, longestMs: 2 * 60 * 60_000 };
/** A registration is waited for, and little to ask for. */
const REGISTRATION_PAUSES = { firstMs: 20_000, longestMs: 2 * 60_000 };
/** Answers that another visit would not change for a long time, as long as the document's state stays what it was. */
const FINAL: ReadonlySet<string> = new Set(['exchange/access-ended', 'exchange/denied']);
/** States in which nobody expects further copies. */
const NOT_GOOD: ReadonlySet<string> = new Set<DocumentState>(['revoked', 'suspended', 'expired']);
const DAY_MS = 86_400_000;
/** The device may not have seen that the document was not good for a while. */
const REFUSED_MS = 30 * 86_400_000;

/**
 * Coming back to the issuers of what is held: for further copies before they run out or end, and for the new content of a
 * document that was revoked because it has changed. What is held is replaced in one write or stays as it is.
 */
export class Renewing {
  #resuming = false;
  /** Documents whose last refill failed. */
  #unfilled = $state.raw<readonly string[]>([]);
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: IssuingPorts;
  readonly #collector: Collector;
  readonly #visits: VisitPace;
  readonly #registrations: VisitPace;

  constructor(wallet: Wallet, chain: Chain, ports: IssuingPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
    this.#collector = new Collector(wallet, chain, ports);
    this.#visits = new VisitPace(VISIT_PAUSES, ports);
    this.#registrations = new VisitPace(REGISTRATION_PAUSES, ports);
  }

  /**
   * Whether the copies of a document could not be refilled: `failed` when last tried, since this wallet was opened;
   * `refused` where its issuer gives no more, though the document is good.
   */
  refillTrouble({ id, refused }: HeldDocument): 'failed' | 'refused' | undefined {
    if (refused !== undefined && !NOT_GOOD.has(refused.state)) return 'refused';
    return this.#unfilled.includes(id) ? 'failed' : undefined;
  }

  /** Whether a document that has ended is asked for anew; `refused` where its issuer gives it no more. */
  renewal({ access, refused }: HeldDocument): 'coming' | 'refused' | undefined {
    if (access === undefined) return undefined;
    return refused?.state === 'expired' ? 'refused' : 'coming';
  }

  /** A person wants to know it now: what has failed is tried at once. */
  async tryAgain(): Promise<void> {
    this.#visits.reset();
    this.#registrations.reset();
    await this.resume();
  }

  /** While the wallet is open: visits the issuers that are due, and fetches late registrations. */
  async resume(): Promise<void> {
    if (this.#resuming) return;
    this.#resuming = true;
    try {
      await this.#chain.settled;
      const begun = (await this.#wallet.pending.all()).map(({ id }) => id);
      for (const { id } of this.#wallet.held.all)
        if (this.#dueState(id, begun.includes(id)) !== undefined) await this.#visitInTurn(id);
      for (const held of this.#wallet.held.all) await this.#registerIfDue(held);
    } catch (refusal) {
      // Locked meanwhile, or no storage: nothing was lost, and the next time is soon.
      codeOf(refusal);
    } finally {
      this.#resuming = false;
    }
  }

  async #registerIfDue(held: HeldDocument): Promise<void> {
    if (!this.#registrations.isDue(held.id)) return;
    const { chainId } = this.#chain.profile;
    const failure = await registerCopies(held, this.#wallet, chainId, this.#ports);
    if (failure !== undefined) this.#registrations.failed(held.id);
    else this.#registrations.forget(held.id);
  }

  /** As it is now: a visit for another document, or another tab, may have changed it. */
  #visitInTurn(id: string): Promise<void> {
    return this.#wallet.inTurn(`visit/${id}`, async () => {
      await this.#wallet.refresh();
      const isBegun = (await this.#wallet.pending.find(id)) !== undefined;
      const state = this.#dueState(id, isBegun);
      if (state !== undefined) await this.#visit(id, state, isBegun);
    });
  }

  /**
   * @param isBegun - Copies were asked for and have not come.
   * @returns The document's state if its issuer is to be visited for it now.
   */
  #dueState(id: string, isBegun: boolean): DocumentState | undefined {
    const held = this.#wallet.held.find(id);
    if (held?.access === undefined || held.chainId !== this.#chain.profile.chainId)
      return undefined;
    if (!this.#visits.isDue(id)) return undefined;
    const now = this.#ports.clock();
    const state = this.#stateOf(held, now);
    const nowMs = now.getTime();
    const isFew = copiesLeft(held, nowMs) <= FEW;
    const isOver = state === 'revoked' || isEnding(held, nowMs);
    const isWanted = (isFew || isOver) && !isRefused(held, state, nowMs);
    return isBegun || isWanted ? state : undefined;
  }

  #stateOf(held: HeldDocument, now: Date): DocumentState {
    const { latest, profile } = this.#chain;
    return summarise(held, latest?.trust, profile, now).state;
  }

  /** A failure is only noted: what is left can still be shown, and it is tried again unless it was final. */
  async #visit(id: string, state: DocumentState, isBegun: boolean): Promise<void> {
    const access = this.#wallet.held.find(id)?.access;
    try {
      if (!isBegun && access !== undefined) await this.#collector.reopen(id, access);
      await this.#collector.collect(id, false);
      this.#visits.reset();
      this.#visits.rest(id, VISIT_EVERY_MS);
      this.#note(id, false);
    } catch (refusal) {
      await this.#takeFailure(id, state, refusal);
    }
  }

  async #takeFailure(id: string, state: DocumentState, refusal: unknown): Promise<void> {
    const code = codeOf(refusal);
    const askedMs = refusal instanceof LaterError ? refusal.waitMs : 0;
    const isPromised = code === 'exchange/deferred';
    if (isPromised) this.#visits.rest(id, Math.max(askedMs, VISIT_EVERY_MS));
    else this.#visits.failed(id, askedMs);
    if (FINAL.has(code))
      await this.#wallet.held.setRefused(id, { state, atMs: this.#ports.clock().getTime() });
    if (endsRefill(code)) await this.#wallet.pending.drop(id);
    this.#note(id, !isPromised && state !== 'revoked');
  }

  #note(id: string, isUnfilled: boolean): void {
    const others = this.#unfilled.filter((unfilled) => unfilled !== id);
    this.#unfilled = isUnfilled ? [...others, id] : others;
  }
}

/** Its copies end soon, whether they are shown or not; the issuer dates by the day, so it is asked once a day. */
function isEnding(
  { copies, receivedAtMs, renewedAtMs = receivedAtMs }: HeldDocument,
  nowMs: number,
): boolean {
  return nowMs - renewedAtMs >= DAY_MS && copies.every((copy) => endsSoon(copy, nowMs));
}

function isRefused({ refused }: HeldDocument, state: DocumentState, nowMs: number): boolean {
  return refused?.state === state && nowMs - refused.atMs < REFUSED_MS;
}
