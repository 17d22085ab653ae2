import {
  accessOf,
  type DocumentAccess,
  type ProvableKey,
  type ReceivedCopy,
  type Redemption,
} from '#core/exchange/index.ts';
import { unseen, withAnchor, withShow, withUse, withVisit } from './held-changes.ts';
import { pendingWithToken, withRefreshToken } from './shared-access.ts';
import {
  COLLECTIONS,
  type HeldDocument,
  type KeptPending,
  type Pending,
  type StoredAnchor,
  type Use,
} from './held-document.ts';
import type { HolderKey, Vault } from './ports.ts';
import { codeOf } from './refusal.ts';

type Change = (held: HeldDocument) => HeldDocument;

/** One show of one copy of a document. */
export interface CountedShow {
  readonly id: string;
  readonly sdJwt: string;
  readonly use: Use;
}

export type WalletPhase = 'starting' | 'absent' | 'locked' | 'open';

/** The documents in the vault. Only this class writes them; every change is confirmed by the vault first. */
export class Wallet {
  #phase = $state<WalletPhase>('starting');
  #failure = $state<string>();
  #busy = $state(false);
  #documents = $state.raw<readonly HeldDocument[]>([]);
  #openings = 0;
  #lastChange: Promise<unknown> = Promise.resolve();
  readonly #vault: Vault;
  readonly #newId: () => string;
  readonly #forgetKeys: () => void;

  /** @param forgetKeys - Called at every lock: no imported key outlives it. */
  constructor(vault: Vault, newId: () => string, forgetKeys: () => void) {
    this.#vault = vault;
    this.#newId = newId;
    this.#forgetKeys = forgetKeys;
  }

  get phase(): WalletPhase {
    return this.#phase;
  }
  /** Code of the last refusal, such as a wrong passphrase. */
  get failure(): string | undefined {
    return this.#failure;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** How often a person has opened it. */
  get openings(): number {
    return this.#openings;
  }
  /** Newest first. */
  get documents(): readonly HeldDocument[] {
    return this.#documents;
  }

  async start(): Promise<void> {
    await this.#guarded(async () => {
      this.#phase = (await this.#vault.exists()) ? 'locked' : 'absent';
    });
    // Storage that cannot be read may hold a wallet: nobody is asked to make a new one.
    if (this.#phase === 'starting') this.#phase = 'locked';
  }

  async create(passphrase: string): Promise<void> {
    await this.#guarded(async () => {
      await this.#vault.create(passphrase);
      await this.#open();
      this.#openings++;
    });
  }

  async unlock(passphrase: string): Promise<void> {
    await this.#guarded(async () => {
      await this.#vault.unlock(passphrase);
      await this.#open();
      this.#openings++;
    });
  }

  /** Takes in what another tab has changed; locks if the vault was erased or replaced there. */
  async refresh(): Promise<void> {
    if (this.#phase !== 'open') return;
    try {
      await this.#open();
    } catch (refusal) {
      if (codeOf(refusal) !== 'vault/locked') return;
      this.lock();
      await this.start();
    }
  }

  /** Locks if it is open: the person has been away. */
  leave(): void {
    if (this.#phase === 'open') this.lock();
  }

  lock(): void {
    this.#vault.lock();
    this.#forgetKeys();
    this.#documents = [];
    this.#phase = 'locked';
  }

  document(id: string): HeldDocument | undefined {
    return this.#documents.find((held) => held.id === id);
  }

  /**
   * Kept before any of the documents is asked for, all or none, so that a lost connection loses nothing. What another
   * tab, or an earlier visit, got for the same offer stays as it is and is returned: the issuer gives copies for one
   * set of keys.
   */
  async keepPending(pending: readonly Pending[]): Promise<readonly KeptPending[]> {
    return await this.#inTurn(async () => {
      const earlier = await this.pending();
      const kept = pending.map(
        (value) =>
          earlier.find((each) => isOfSameGrant(each.value, value)) ?? { id: this.#newId(), value },
      );
      const fresh = kept.filter((each) => !earlier.includes(each));
      await this.#vault.commit({ put: fresh.map(inPending) });
      return kept;
    });
  }

  async pending(): Promise<readonly KeptPending[]> {
    const found = await this.#vault.list(COLLECTIONS.pending);
    return found.map(({ id, value }) => ({ id, value: value as Pending }));
  }

  /** `undefined` if it is not kept any more. */
  async findPending(id: string): Promise<Pending | undefined> {
    return (await this.pending()).find((each) => each.id === id)?.value;
  }

  /** Notes what became of a redeemed document, if it is still kept. */
  async updatePending(id: string, redemption: Redemption): Promise<void> {
    await this.#inTurn(async () => {
      const kept = await this.findPending(id);
      if (kept === undefined) return;
      await this.#vault.commit({ put: [inPending({ id, value: { ...kept, redemption } })] });
    });
  }

  /** Gives up on a redeemed document that its issuer no longer gives. */
  async dropPending(id: string): Promise<void> {
    await this.#inTurn(() =>
      this.#vault.commit({ remove: [{ collection: COLLECTIONS.pending, id }] }),
    );
  }

  /**
   * Adds a received document and ends its pending entry, both or neither. It takes over the entry's
   * id, so that two tabs which fetch the same document store it once, and the access that the entry has by now.
   */
  async add(
    received: Omit<HeldDocument, 'id' | 'copies'> & {
      readonly copies: readonly ReceivedCopy<HolderKey & ProvableKey>[];
    },
    pendingId: string,
  ): Promise<HeldDocument> {
    const copies = unseen(received.copies);
    return await this.#inTurn(async () => {
      const pending = await this.findPending(pendingId);
      const access = (pending && accessOf(pending.redemption)) ?? received.access;
      const held: HeldDocument = { ...received, id: pendingId, copies, ...(access && { access }) };
      await this.#vault.commit({
        put: [{ collection: COLLECTIONS.documents, id: held.id, value: held }],
        remove: [{ collection: COLLECTIONS.pending, id: pendingId }],
      });
      this.#documents = [held, ...this.#documents.filter(({ id }) => id !== held.id)];
      return held;
    });
  }

  async setAnchor(id: string, sdJwt: string, anchor: StoredAnchor): Promise<void> {
    await this.#inTurn(() => this.#changeStored(id, (held) => withAnchor(held, sdJwt, anchor)));
  }

  /**
   * Counts a show and writes it into the document's usage log, both or neither. A copy that was seen
   * once is not used again while others are left.
   */
  async recordShow(id: string, sdJwt: string, use: Use): Promise<void> {
    await this.recordShows([{ id, sdJwt, use }]);
  }

  /** Counts and notes shows of several documents that are shown together: all of them, or none. */
  async recordShows(shows: readonly CountedShow[]): Promise<void> {
    await this.#inTurn(() =>
      this.#changeAll((held) => {
        const show = shows.find(({ id }) => id === held.id);
        return show && withShow(held, show.sdJwt, show.use);
      }),
    );
  }

  /** Notes a print: it has used up none of the wallet's own copies. */
  async recordPrint(id: string, use: Use & { readonly printed: true }): Promise<void> {
    await this.#inTurn(() => this.#changeStored(id, (held) => withUse(held, use)));
  }

  /** Takes in what a visit to the issuer gave, in one write: see `withVisit`. */
  async takeVisit(
    id: string,
    fresh: readonly ReceivedCopy<HolderKey & ProvableKey>[],
    nowMs: number,
    isRevoked: boolean,
  ): Promise<void> {
    await this.#inTurn(() =>
      this.#changeStored(id, (held) => withVisit(held, fresh, nowMs, isRevoked)),
    );
  }

  /**
   * Keeps what the next visit to the issuer needs, in one write for all documents that came with one offer, also those
   * that have not come yet: they share what gives access to them.
   */
  async setAccess(id: string, { refreshToken }: DocumentAccess): Promise<void> {
    await this.#inTurn(async () => {
      const documents = await this.#stored();
      const former = documents.find((held) => held.id === id)?.access;
      if (former === undefined) return;
      const changed = documents.flatMap((held) => withRefreshToken(held, former, refreshToken));
      const pending = (await this.pending()).flatMap((each) =>
        pendingWithToken(each, former, refreshToken),
      );
      await this.#put(changed, pending);
    });
  }

  /** Notes that the issuer gives nothing more while the document's state stays what it is. */
  async setRefused(id: string, refused: NonNullable<HeldDocument['refused']>): Promise<void> {
    await this.#inTurn(() => this.#changeStored(id, (held) => ({ ...held, refused })));
  }

  /** Behind the changes under way: none of them may put the document back. */
  async remove(id: string): Promise<void> {
    await this.#inTurn(async () => {
      await this.#vault.commit({ remove: [{ collection: COLLECTIONS.documents, id }] });
      this.#documents = this.#documents.filter((held) => held.id !== id);
    });
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#lastChange.then(action);
    this.#lastChange = done.catch(() => undefined);
    return done;
  }

  /** Each change starts from what is stored: another tab may have written meanwhile. */
  async #changeStored(id: string, change: Change): Promise<void> {
    await this.#changeAll((held) => (held.id === id ? change(held) : undefined));
  }

  /** @param change - `undefined` leaves a document as it is. */
  async #changeAll(change: (held: HeldDocument) => HeldDocument | undefined): Promise<void> {
    const changed = (await this.#stored()).flatMap((held) => change(held) ?? []);
    if (changed.length > 0) await this.#put(changed);
  }

  async #put(
    changed: readonly HeldDocument[],
    pending: readonly KeptPending[] = [],
  ): Promise<void> {
    const documents = changed.map((value) => ({
      collection: COLLECTIONS.documents,
      id: value.id,
      value,
    }));
    await this.#vault.commit({ put: [...documents, ...pending.map(inPending)] });
    this.#documents = this.#documents.map(
      (held) => changed.find(({ id }) => id === held.id) ?? held,
    );
  }

  async #stored(): Promise<readonly HeldDocument[]> {
    const found = await this.#vault.list(COLLECTIONS.documents);
    return found
      .map(({ value }) => value as HeldDocument)
      .sort((a, b) => b.receivedAtMs - a.receivedAtMs);
  }

  async #open(): Promise<void> {
    this.#documents = await this.#stored();
    this.#phase = 'open';
  }

  async #guarded(action: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#failure = undefined;
    try {
      await action();
    } catch (refusal) {
      this.#failure = codeOf(refusal);
    } finally {
      this.#busy = false;
    }
  }
}

function isOfSameGrant({ redemption: one }: Pending, { redemption: other }: Pending): boolean {
  return (
    one.credentialIssuer === other.credentialIssuer &&
    one.accessToken === other.accessToken &&
    one.configurationId === other.configurationId
  );
}

function inPending({ id, value }: KeptPending) {
  return { collection: COLLECTIONS.pending, id, value };
}
