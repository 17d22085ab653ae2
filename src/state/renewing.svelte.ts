import { LaterError, refillCopies, type DocumentAccess } from '#core/exchange/index.ts';
import type { Chain } from './chain.svelte.ts';
import { withReceipt } from './delivery.ts';
import { requireAlike } from './document-content.ts';
import { summarise, type DocumentState } from './document-summary.ts';
import type { HeldDocument } from './held-document.ts';
import { collectPorts, COPIES, type IssuingPorts } from './issuing.ts';
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
/** The device may not have seen that the document was not good for a while. */
const REFUSED_MS = 30 * 86_400_000;

/**
 * Coming back to the issuers of what is held: for further copies before they run out, and for the new content of a
 * document that was revoked because it has changed. What is held is replaced in one write or stays as it is.
 */
export class Renewing {
  #resuming = false;
  /** Documents whose last refill failed. */
  #unfilled = $state.raw<readonly string[]>([]);
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: IssuingPorts;
  readonly #visits: VisitPace;
  readonly #registrations: VisitPace;

  constructor(wallet: Wallet, chain: Chain, ports: IssuingPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
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
      // Each as it is now: a visit for one changes what gives access to others.
      for (const { id } of this.#wallet.held.all) await this.#visitIfDue(id);
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

  async #visitIfDue(id: string): Promise<void> {
    const held = this.#wallet.held.find(id);
    if (held?.access === undefined || held.chainId !== this.#chain.profile.chainId) return;
    const { access, copies } = held;
    const now = this.#ports.clock();
    const nowMs = now.getTime();
    if (!this.#visits.isDue(id)) return;
    const state = this.#stateOf(held, now);
    const isFew = copies.filter(({ shows }) => shows === 0).length <= FEW;
    if (isRefused(held, state, nowMs) || !(isFew || state === 'revoked')) return;
    await this.#visit(held, access, state);
  }

  #stateOf(held: HeldDocument, now: Date): DocumentState {
    const { latest, profile } = this.#chain;
    return summarise(held, latest?.trust, profile, now).state;
  }

  /** A failure is only noted: what is left can still be shown, and it is tried again unless it was final. */
  async #visit({ id }: HeldDocument, access: DocumentAccess, state: DocumentState): Promise<void> {
    const { keys, clock } = this.#ports;
    const others = this.#unfilled.filter((unfilled) => unfilled !== id);
    try {
      await withReceipt(this.#ports, async (onNotice) => {
        const fresh = await refillCopies(access, COPIES, {
          ...collectPorts(this.#chain, this.#ports),
          createHolderKeys: (count: number) => keys.create(count),
          onRenewed: (renewed: DocumentAccess) => this.#wallet.held.setAccess(id, renewed),
          onNotice,
        });
        requireAlike(fresh);
        await this.#wallet.held.takeVisit(id, fresh, clock().getTime(), state === 'revoked');
      });
      this.#unfilled = others;
      this.#visits.reset();
      this.#visits.rest(id, VISIT_EVERY_MS);
    } catch (refusal) {
      this.#visits.failed(id, refusal instanceof LaterError ? refusal.waitMs : 0);
      if (FINAL.has(codeOf(refusal)))
        await this.#wallet.held.setRefused(id, { state, atMs: clock().getTime() });
      this.#unfilled = state === 'revoked' ? others : [...others, id];
    }
  }
}

function isRefused({ refused }: HeldDocument, state: DocumentState, nowMs: number): boolean {
  return refused?.state === state && nowMs - refused.atMs < REFUSED_MS;
}
