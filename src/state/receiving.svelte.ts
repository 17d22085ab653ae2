import {
  collectCopies,
  parseOfferInput,
  receiveCredential,
  receivedFor,
  resolveOffer,
  type CredentialOffer,
  type DeliveryNotice,
  type ReceivedDocument,
  type Redemption,
} from '#core/exchange/index.ts';
import type { Chain } from './chain.svelte.ts';
import { tellRemoved, withReceipt } from './delivery.ts';
import type { HeldDocument } from './held-document.ts';
import { collectPorts, COPIES, isOfProfile, type IssuingPorts } from './issuing.ts';
import type { HolderKey } from './ports.ts';
import { codeOf } from './refusal.ts';
import { registerCopies } from './registering.ts';
import type { Pending, Wallet } from './wallet.svelte.ts';

/** `promised`: the issuer has taken the request down and is not ready; the document comes by itself. */
export type ReceivingStage =
  'idle' | 'reading' | 'offered' | 'collecting' | 'promised' | 'anchoring' | 'done';

/** Answers after which an issuer no longer gives the document. */
const FINAL: ReadonlySet<string> = new Set([
  'exchange/token-refused',
  'exchange/denied',
  'exchange/transaction-unknown',
]);

interface Delivered {
  readonly received: ReceivedDocument<HolderKey>;
  readonly pendingId: string;
}

/** Receiving one document at a time. What was redeemed is kept until it is stored. */
export class Receiving {
  #stage = $state<ReceivingStage>('idle');
  #failure = $state<string>();
  #offer = $state.raw<CredentialOffer>();
  #receivedId = $state<string>();
  /** What the offer on display was exchanged for: it is spent, and only this can fetch its document. */
  #redeemed: { readonly id: string; readonly pending: Pending } | undefined;
  #resuming = false;
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: IssuingPorts;

  constructor(wallet: Wallet, chain: Chain, ports: IssuingPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
  }

  get stage(): ReceivingStage {
    return this.#stage;
  }
  get failure(): string | undefined {
    return this.#failure;
  }
  get offer(): CredentialOffer | undefined {
    return this.#offer;
  }
  /** The document that was received last. */
  get receivedId(): string | undefined {
    return this.#receivedId;
  }
  /** The profile's entry for whoever offers. */
  get offeredBy() {
    return this.#chain.profile.issuers.find(({ url }) => url === this.#offer?.credentialIssuer);
  }

  reset(): void {
    this.#stage = 'idle';
    this.#failure = undefined;
    this.#offer = undefined;
    this.#receivedId = undefined;
    this.#redeemed = undefined;
  }

  /** Reads a link, a code or pasted text, and looks at the offer behind it. */
  async read(untrusted: string): Promise<void> {
    this.reset();
    this.#stage = 'reading';
    await this.#guarded('idle', async () => {
      const { send } = this.#ports;
      const isAllowed = (url: string) => isOfProfile(this.#chain.profile, url);
      this.#offer = await resolveOffer(parseOfferInput(untrusted), { send, isAllowed });
      this.#stage = 'offered';
    });
  }

  /**
   * Collects, stores, then waits for the registration. A wrong code can be corrected and sent again;
   * where it broke off after the offer was spent, the next call goes on from there.
   */
  async accept(txCode: string | undefined): Promise<void> {
    const offer = this.#offer;
    if (offer === undefined || this.#stage === 'collecting') return;
    this.#stage = 'collecting';
    await this.#guarded('offered', async () => {
      await this.#freshTrust();
      const redeemed = this.#redeemed;
      await this.#show(
        await (redeemed === undefined
          ? this.#redeem(offer, txCode)
          : this.#collect(redeemed.id, redeemed.pending)),
      );
    });
  }

  /**
   * While the wallet is open: fetches what was interrupted. Failures wait for the next time.
   */
  async resume(): Promise<void> {
    if (this.#resuming) return;
    this.#resuming = true;
    try {
      await this.#chain.settled;
      for (const { id, value } of await this.#wallet.pending()) await this.#takeUp(id, value);
    } catch (refusal) {
      // Locked meanwhile, or no storage: nothing was lost, and the next time is soon.
      codeOf(refusal);
    } finally {
      this.#resuming = false;
    }
  }

  /** Removes a document from this device; an issuer that has just delivered it is told. */
  async remove(id: string): Promise<void> {
    const held = this.#wallet.document(id);
    await this.#wallet.remove(id);
    if (held !== undefined) tellRemoved(held, this.#ports.clock().getTime(), this.#ports.send);
  }

  async #takeUp(id: string, pending: Pending): Promise<void> {
    const isOnDisplay = this.#redeemed?.id === id;
    if (this.#stage === 'collecting' && isOnDisplay) return;
    try {
      const held = await this.#collect(id, pending);
      if (this.#stage === 'promised' && isOnDisplay) await this.#show(held);
    } catch (refusal) {
      if (FINAL.has(codeOf(refusal))) await this.#wallet.dropPending(id);
    }
  }

  async #redeem(offer: CredentialOffer, txCode: string | undefined): Promise<HeldDocument> {
    let pendingId = '';
    const order = { offer, copies: COPIES, ...(txCode === undefined ? {} : { txCode }) };
    return await this.#deliver(async (onNotice) => {
      const received = await receiveCredential(order, {
        ...collectPorts(this.#chain, this.#ports),
        isAllowed: (url) => isOfProfile(this.#chain.profile, url),
        createHolderKeys: (count) => this.#ports.keys.create(count),
        wait: this.#ports.wait,
        onRedeemed: async (redemption, keys) => {
          pendingId = await this.#wallet.keepPending({ redemption, keys });
          if (this.#offer === offer)
            this.#redeemed = { id: pendingId, pending: { redemption, keys } };
        },
        onDeferred: (redemption) => this.#promised(pendingId, redemption),
        onNotice,
      });
      return { received, pendingId };
    });
  }

  /** Another visit, or the heartbeat, may have fetched it already. */
  async #collect(id: string, { redemption, keys }: Pending): Promise<HeldDocument> {
    const known = this.#wallet.document(id);
    if (known !== undefined) return known;
    return await this.#deliver(async (onNotice) => {
      const copies = await collectCopies(redemption, keys, {
        ...collectPorts(this.#chain, this.#ports),
        onDeferred: (promised) => this.#promised(id, promised),
        onNotice,
      });
      return { received: receivedFor(redemption, copies), pendingId: id };
    });
  }

  /** Collects, stores, and tells the issuer. */
  #deliver(
    collect: (onNotice: (notice: DeliveryNotice) => void) => Promise<Delivered>,
  ): Promise<HeldDocument> {
    return withReceipt(this.#ports.send, async (report) => {
      let notice: DeliveryNotice | undefined;
      const { received, pendingId } = await collect((given) => {
        notice = given;
        report(given);
      });
      return await this.#keep(received, pendingId, notice);
    });
  }

  /** Kept before anything else happens: the issuer may know the request by nothing but its promise. */
  async #promised(id: string, redemption: Redemption): Promise<void> {
    const pending = await this.#wallet.updatePending(id, redemption);
    if (this.#redeemed?.id === id && pending !== undefined) this.#redeemed = { id, pending };
  }

  async #show(held: HeldDocument): Promise<void> {
    this.#receivedId = held.id;
    this.#stage = 'anchoring';
    await registerCopies(held, this.#wallet, this.#chain.profile.chainId, this.#ports);
    await this.#chain.syncAnew();
    this.#stage = 'done';
  }

  #keep(
    received: ReceivedDocument<HolderKey>,
    pendingId: string,
    notice: DeliveryNotice | undefined,
  ): Promise<HeldDocument> {
    const { vct: _, ...kept } = { ...received, ...(notice === undefined ? {} : { notice }) };
    const { chainId } = this.#chain.profile;
    const receivedAtMs = this.#ports.clock().getTime();
    return this.#wallet.add({ ...kept, chainId, receivedAtMs }, pendingId);
  }

  /** The issuer's key must be in the registry that this device verified, so it has to be recent. */
  async #freshTrust(): Promise<void> {
    if (this.#chain.latest === undefined) await this.#chain.sync();
  }

  async #guarded(back: ReceivingStage, action: () => Promise<void>): Promise<void> {
    this.#failure = undefined;
    try {
      await action();
    } catch (refusal) {
      const code = codeOf(refusal);
      if (code === 'exchange/deferred') this.#stage = 'promised';
      else [this.#failure, this.#stage] = [code, back];
    }
  }
}
