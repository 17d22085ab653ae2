import {
  collectDocument,
  offerMarks,
  reopenDocument,
  spendOffer,
  type CredentialOffer,
  type DeliveryNotice,
  type DocumentAccess,
  type ReceivedDocument,
} from '#core/exchange/index.ts';
import type { Chain } from './chain.svelte.ts';
import { withReceipt } from './delivery.ts';
import { requireAlike } from './document-content.ts';
import { summarise } from './document-summary.ts';
import { expectedOf, keptAs, type ExpectedDocument } from './expected-document.ts';
import type { HeldDocument, KeptPending, Pending } from './held-document.ts';
import { collectPorts, COPIES, isOfProfile, type IssuingPorts } from './issuing.ts';
import { knownOffer } from './known-offer.ts';
import type { HolderKey } from './ports.ts';
import { registerCopies } from './registering.ts';
import type { Wallet } from './wallet.svelte.ts';

/** Fetches documents into the wallet, each by itself: what becomes of one is nothing to the others. */
export class Collector {
  readonly #underWay = new Map<string, Promise<HeldDocument | undefined>>();
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: IssuingPorts;

  constructor(wallet: Wallet, chain: Chain, ports: IssuingPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
  }

  /**
   * Spends an offer, and keeps what fetches its documents before any of them is asked for. Of several tabs one does
   * so: the others find what that one keeps, or holds by now.
   *
   * @throws As `spendOffer`; codes of the vault.
   */
  redeem(offer: CredentialOffer, txCode: string | undefined): Promise<readonly ExpectedDocument[]> {
    const marks = offerMarks(offer);
    return this.#wallet.inTurn(`offer/${marks[0]}`, async () => {
      const known = await knownOffer(this.#wallet, marks);
      if (known !== undefined) return expectedOf(offer, known.documents, 'exchange/offer-used');
      const kept = await this.#spend(offer, txCode, marks);
      return expectedOf(offer, kept.map(keptAs), 'exchange/unknown-configuration');
    });
  }

  async #spend(
    offer: CredentialOffer,
    txCode: string | undefined,
    marks: readonly string[],
  ): Promise<readonly KeptPending[]> {
    const { keys, send, wait } = this.#ports;
    const order = { offer, copies: COPIES, ...(txCode === undefined ? {} : { txCode }) };
    const redeemed = await spendOffer(order, {
      send,
      wait,
      isAllowed: (url) => isOfProfile(this.#chain.profile, url),
      createHolderKeys: (count) => keys.create(count),
    });
    return await this.#wallet.pending.keep(
      redeemed.map((each) => {
        const { configurationId } = each.redemption;
        return { ...each, origin: { marks, configurationId } };
      }),
    );
  }

  /**
   * Begins to fetch further copies of a document that is held: from now on {@link collect} asks for them, with the same
   * keys however often it takes.
   *
   * @throws As `reopenDocument`; codes of the vault.
   */
  async reopen(id: string, access: DocumentAccess): Promise<void> {
    const { keys, send } = this.#ports;
    const createHolderKeys = (count: number) => keys.create(count);
    const refill = await reopenDocument(access, COPIES, { send, createHolderKeys });
    await this.#wallet.held.reopen(id, refill);
  }

  /**
   * Fetches, verifies and stores one document, and tells its issuer. Asked twice at the same time it does so once.
   *
   * @param isAwaited - A person waits, so that it is tried again at once.
   * @returns `undefined` if nothing of that id is kept any more.
   * @throws As `collectDocument`; codes of the vault.
   */
  collect(id: string, isAwaited: boolean): Promise<HeldDocument | undefined> {
    const underWay = this.#underWay.get(id) ?? this.#collect(id, isAwaited);
    this.#underWay.set(id, underWay);
    return underWay.finally(() => this.#underWay.delete(id));
  }

  /** Waits for the registration of a document that is held. */
  async register(id: string): Promise<void> {
    const held = this.#wallet.held.find(id);
    if (held === undefined) return;
    await registerCopies(held, this.#wallet, this.#chain.profile.chainId, this.#ports);
  }

  /** Another visit, or another tab, may have fetched it already. */
  #collect(id: string, isAwaited: boolean): Promise<HeldDocument | undefined> {
    return this.#wallet.inTurn(`document/${id}`, async () => {
      const pending = await this.#wallet.pending.find(id);
      if (pending !== undefined) return await this.#deliver(id, pending, isAwaited);
      await this.#wallet.refresh();
      return this.#wallet.held.find(id);
    });
  }

  #deliver(id: string, pending: Pending, isAwaited: boolean): Promise<HeldDocument | undefined> {
    const { wait } = this.#ports;
    return withReceipt(this.#ports, async (report) => {
      let notice: DeliveryNotice | undefined;
      const received = await collectDocument(pending, {
        ...collectPorts(this.#chain, this.#ports),
        ...(isAwaited ? { wait } : {}),
        // Kept before anything else happens: the issuer may know the request by nothing but its promise.
        onDeferred: (promised) => this.#wallet.pending.update(id, promised),
        onNotice: (given) => {
          notice = given;
          report(given);
        },
      });
      requireAlike(received.copies);
      return await this.#store(received, id, notice);
    });
  }

  #store(
    received: ReceivedDocument<HolderKey>,
    pendingId: string,
    notice: DeliveryNotice | undefined,
  ): Promise<HeldDocument | undefined> {
    const { vct: _, ...kept } = { ...received, ...(notice === undefined ? {} : { notice }) };
    const { chainId } = this.#chain.profile;
    const receivedAtMs = this.#ports.clock().getTime();
    const isOver = this.#isOver(pendingId);
    return this.#wallet.held.add({ ...kept, chainId, receivedAtMs }, pendingId, isOver);
  }

  /** Whether what is held of that id is good for nothing any more. */
  #isOver(id: string): boolean {
    const held = this.#wallet.held.find(id);
    const { latest, profile } = this.#chain;
    if (held === undefined) return false;
    const { state } = summarise(held, latest?.trust, profile, this.#ports.clock());
    return state === 'revoked' || state === 'expired';
  }
}
