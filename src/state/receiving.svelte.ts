import type { CredentialCrypto } from '#core/crypto/index.ts';
import {
  collectCopies,
  fetchAnchor,
  parseOfferInput,
  receiveCredential,
  receivedFor,
  refillCopies,
  resolveOffer,
  type CollectPorts,
  type CredentialOffer,
  type DocumentAccess,
  type ReceivedDocument,
  type Redemption,
  type SendRequest,
} from '#core/exchange/index.ts';
import { formatBase64Url, formatHex } from '#core/bytes/index.ts';
import { parseSdJwt } from '#core/credential/index.ts';
import { credentialLeaf, parseAnchorProof } from '#core/registry/index.ts';
import type { Chain } from './chain.svelte.ts';
import type { HeldDocument } from './held-document.ts';
import { registeredKey } from './issuer-key.ts';
import type { Clock, HolderKey, HolderKeys } from './ports.ts';
import { codeOf } from './refusal.ts';
import type { Pending, Wallet } from './wallet.svelte.ts';

export type ReceivingStage = 'idle' | 'reading' | 'offered' | 'collecting' | 'anchoring' | 'done';

/** What receiving needs from outside. */
export interface ReceivingPorts {
  readonly send: SendRequest;
  readonly keys: HolderKeys;
  readonly wait: (ms: number) => Promise<void>;
  readonly clock: Clock;
  readonly crypto: CredentialCrypto;
}

const COPIES = 5;
/** Unseen copies at which more are asked for, and how often at most. */
const FEW = 1;
const REFILL_EVERY_MS = 10 * 60_000;
/** Answers after which an issuer no longer gives the document. */
const FINAL: ReadonlySet<string> = new Set([
  'exchange/token-refused',
  'exchange/denied',
  'exchange/transaction-unknown',
]);

/** Receiving one document at a time. What was redeemed is kept until it is stored. */
export class Receiving {
  #stage = $state<ReceivingStage>('idle');
  #failure = $state<string>();
  #offer = $state.raw<CredentialOffer>();
  #receivedId = $state<string>();
  /** What the offer on display was exchanged for: it is spent, and only this can fetch its document. */
  #redeemed: { readonly id: string; readonly pending: Pending } | undefined;
  #resuming = false;
  /** Documents whose last refill failed. */
  #unfilled = $state.raw<readonly string[]>([]);
  /** By document: when copies were asked for last. */
  #refilledAtMs: Readonly<Record<string, number>> = {};
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: ReceivingPorts;

  constructor(wallet: Wallet, chain: Chain, ports: ReceivingPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
  }

  /** Whether the copies of a document could not be refilled when last tried, since this wallet was opened. */
  refillFailed(id: string): boolean {
    return this.#unfilled.includes(id);
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
      const isAllowed = (url: string) => this.#isAllowed(url);
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
   * While the wallet is open: fetches what was interrupted, and registrations that were late.
   * Failures wait for the next time.
   */
  async resume(): Promise<void> {
    if (this.#resuming) return;
    this.#resuming = true;
    try {
      await this.#chain.settled;
      for (const { id, value } of await this.#wallet.pending()) await this.#takeUp(id, value);
      for (const held of this.#wallet.documents) await this.#refill(held);
      for (const held of this.#wallet.documents) await this.#anchorLater(held);
    } catch (refusal) {
      // Locked meanwhile, or no storage: nothing was lost, and the next time is soon.
      codeOf(refusal);
    } finally {
      this.#resuming = false;
    }
  }

  async #takeUp(id: string, pending: Pending): Promise<void> {
    if (this.#stage === 'collecting' && this.#redeemed?.id === id) return;
    try {
      await this.#collect(id, pending);
    } catch (refusal) {
      if (FINAL.has(codeOf(refusal))) await this.#wallet.dropPending(id);
    }
  }

  async #redeem(offer: CredentialOffer, txCode: string | undefined): Promise<HeldDocument> {
    let pendingId = '';
    const order = { offer, copies: COPIES, ...(txCode === undefined ? {} : { txCode }) };
    const received = await receiveCredential(order, {
      ...this.#collectPorts(),
      isAllowed: (url) => this.#isAllowed(url),
      createHolderKeys: (count) => this.#ports.keys.create(count),
      wait: this.#ports.wait,
      onRedeemed: async (redemption, keys) => {
        pendingId = await this.#wallet.keepPending({ redemption, keys });
        if (this.#offer === offer)
          this.#redeemed = { id: pendingId, pending: { redemption, keys } };
      },
      onDeferred: (redemption) => this.#promised(pendingId, redemption),
    });
    return await this.#keep(received, pendingId);
  }

  /** Another visit, or the heartbeat, may have fetched it already. */
  async #collect(id: string, { redemption, keys }: Pending): Promise<HeldDocument> {
    const known = this.#wallet.document(id);
    if (known !== undefined) return known;
    const onDeferred = (promised: Redemption) => this.#promised(id, promised);
    const copies = await collectCopies(redemption, keys, { ...this.#collectPorts(), onDeferred });
    return await this.#keep(receivedFor(redemption, copies), id);
  }

  /** Kept before anything else happens: the issuer may know the request by nothing but its promise. */
  async #promised(id: string, redemption: Redemption): Promise<void> {
    const pending = await this.#wallet.updatePending(id, redemption);
    if (this.#redeemed?.id === id && pending !== undefined) this.#redeemed = { id, pending };
  }

  async #show(held: HeldDocument): Promise<void> {
    this.#receivedId = held.id;
    this.#stage = 'anchoring';
    await this.#anchorLater(held);
    await this.#chain.syncAnew();
    this.#stage = 'done';
  }

  /** The document is stored: a late registration is shown on it and asked for again later. */
  async #anchorLater(held: HeldDocument): Promise<void> {
    await this.#anchor(held).catch((refusal: unknown) => codeOf(refusal));
  }

  /** Before the copies run out. A failure is only noted: what is left can still be shown, and it is tried again. */
  async #refill(held: HeldDocument): Promise<void> {
    const { id, access, chainId, copies } = held;
    const unseen = copies.filter(({ shows }) => shows === 0).length;
    const nowMs = this.#ports.clock().getTime();
    if (access === undefined || unseen > FEW || chainId !== this.#chain.profile.chainId) return;
    if (nowMs - (this.#refilledAtMs[id] ?? -Infinity) < REFILL_EVERY_MS) return;
    this.#refilledAtMs = { ...this.#refilledAtMs, [id]: nowMs };
    const ports = {
      ...this.#collectPorts(),
      createHolderKeys: (count: number) => this.#ports.keys.create(count),
      onRenewed: (renewed: DocumentAccess) => this.#wallet.setAccess(id, renewed),
    };
    const others = this.#unfilled.filter((unfilled) => unfilled !== id);
    try {
      await this.#wallet.addCopies(id, await refillCopies(access, COPIES, ports));
      this.#unfilled = others;
    } catch (refusal) {
      codeOf(refusal);
      this.#unfilled = [...others, id];
    }
  }

  #keep(received: ReceivedDocument<HolderKey>, pendingId: string): Promise<HeldDocument> {
    const { vct: _, ...kept } = received;
    const { chainId } = this.#chain.profile;
    const receivedAtMs = this.#ports.clock().getTime();
    return this.#wallet.add({ ...kept, chainId, receivedAtMs }, pendingId);
  }

  async #anchor(held: HeldDocument): Promise<void> {
    for (const { sdJwt, anchor } of held.copies) {
      if (anchor !== undefined || held.chainId !== this.#chain.profile.chainId) continue;
      const leaf = formatHex(credentialLeaf(parseSdJwt(sdJwt).jwt));
      const proof = parseAnchorProof(await fetchAnchor(held.credentialIssuer, leaf, this.#ports));
      const stored = { ...proof, path: proof.path.map(formatBase64Url) };
      await this.#wallet.setAnchor(held.id, sdJwt, stored);
    }
  }

  /** The issuer's key must be in the registry that this device verified, so it has to be recent. */
  async #freshTrust(): Promise<void> {
    if (this.#chain.latest === undefined) await this.#chain.sync();
  }

  #collectPorts(): CollectPorts<HolderKey> {
    const { send, keys, clock, crypto } = this.#ports;
    return {
      send,
      crypto,
      sign: (key, message) => keys.sign(key.privateJwk, message),
      issuerKey: (head, credentialIssuer) =>
        registeredKey(this.#chain.latest?.trust, this.#chain.profile, head, credentialIssuer),
      now: clock,
    };
  }

  /** The profile's issuers, and addresses below them on the same origin. */
  #isAllowed(url: string): boolean {
    return this.#chain.profile.issuers.some(
      (issuer) => url === issuer.url || url.startsWith(`${originOf(issuer.url)}/`),
    );
  }

  async #guarded(back: ReceivingStage, action: () => Promise<void>): Promise<void> {
    this.#failure = undefined;
    try {
      await action();
    } catch (refusal) {
      this.#failure = codeOf(refusal);
      this.#stage = back;
    }
  }
}

function originOf(url: string): string {
  return new URL(url).origin;
}
