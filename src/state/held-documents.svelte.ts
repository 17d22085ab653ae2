import { accessOf, type DocumentAccess } from '#core/exchange/index.ts';
import {
  type FreshCopies,
  unseen,
  withAnchor,
  withShow,
  withUse,
  withVisit,
} from './held-changes.ts';
import type { HeldDocument, KeptPending, Pending, StoredAnchor, Use } from './held-document.ts';
import type { PendingDocuments } from './pending-documents.ts';
import { pendingWithToken, withRefreshToken } from './shared-access.ts';
import type { VaultRecords } from './vault-records.ts';

/** One show of one copy of a document. */
export interface CountedShow {
  readonly id: string;
  readonly sdJwt: string;
  readonly use: Use;
}

/** What an issuer has given. */
type Arrival = Omit<HeldDocument, 'id' | 'copies'> & { readonly copies: FreshCopies };

/** The documents that are held. Only this class writes them; every change is confirmed by the vault first. */
export class HeldDocuments {
  #all = $state.raw<readonly HeldDocument[]>([]);
  readonly #records: VaultRecords;
  readonly #pending: PendingDocuments;

  constructor(records: VaultRecords, pending: PendingDocuments) {
    this.#records = records;
    this.#pending = pending;
  }

  /** Newest first; empty while the wallet is locked. */
  get all(): readonly HeldDocument[] {
    return this.#all;
  }

  find(id: string): HeldDocument | undefined {
    return this.#all.find((held) => held.id === id);
  }

  /** Takes in what is stored. @throws Codes of the vault, such as `vault/locked`. */
  async load(): Promise<void> {
    this.#all = await this.#records.held();
  }

  /** Leaves nothing in memory. */
  forget(): void {
    this.#all = [];
  }

  /**
   * Adds what was received, and ends its pending entry, both or neither. A document takes over the entry's id, and the
   * access that the entry has by now; for one that is held it is a visit, see `withVisit`.
   *
   * @returns What another tab has stored, where that has ended the entry; `undefined` if it was given up.
   */
  async add(
    received: Arrival,
    pendingId: string,
    isOver = false,
  ): Promise<HeldDocument | undefined> {
    return await this.#records.inTurn(async () => {
      const pending = await this.#pending.find(pendingId);
      if (pending === undefined) {
        await this.load();
        return this.find(pendingId);
      }
      const former = (await this.#records.held()).find(({ id }) => id === pendingId);
      const held =
        former === undefined
          ? arrived({ id: pendingId, value: pending }, received)
          : withVisit(former, received.copies, received.receivedAtMs, isOver);
      await this.#records.settle(held);
      await this.load();
      return held;
    });
  }

  async setAnchor(id: string, sdJwt: string, anchor: StoredAnchor): Promise<void> {
    await this.#change(id, (held) => withAnchor(held, sdJwt, anchor));
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
    await this.#changeAll((held) => {
      const show = shows.find(({ id }) => id === held.id);
      return show && withShow(held, show.sdJwt, show.use);
    });
  }

  /** Notes a print: it has used up none of the wallet's own copies. */
  async recordPrint(id: string, use: Use & { readonly printed: true }): Promise<void> {
    await this.#change(id, (held) => withUse(held, use));
  }

  /**
   * Keeps what the next visit to the issuer needs, in one write for all documents that came with one offer, also those
   * that have not come yet: they share what gives access to them.
   */
  async setAccess(id: string, { refreshToken }: DocumentAccess): Promise<void> {
    await this.#setAccess(id, refreshToken, []);
  }

  /** Keeps what fetches further copies of a document that is held, and in the same write the access that it brought. */
  async reopen(id: string, refill: Pending): Promise<void> {
    const { refreshToken } = refill.redemption;
    if (refreshToken !== undefined)
      await this.#setAccess(id, refreshToken, [{ id, value: refill }]);
  }

  async #setAccess(id: string, refreshToken: string, begun: readonly KeptPending[]): Promise<void> {
    await this.#records.inTurn(async () => {
      const documents = await this.#records.held();
      const former = documents.find((held) => held.id === id)?.access;
      if (former === undefined) return;
      const pending = await this.#pending.all();
      await this.#write(
        documents.flatMap((held) => withRefreshToken(held, former, refreshToken)),
        [...pending.flatMap((each) => pendingWithToken(each, former, refreshToken)), ...begun],
      );
    });
  }

  /** Notes that the issuer gives nothing more while the document's state stays what it is. */
  async setRefused(id: string, refused: NonNullable<HeldDocument['refused']>): Promise<void> {
    await this.#change(id, (held) => ({ ...held, refused }));
  }

  /** Behind the changes under way: none of them may put the document back. */
  async remove(id: string): Promise<void> {
    await this.#records.inTurn(async () => {
      await this.#records.removeHeld(id);
      this.#all = this.#all.filter((held) => held.id !== id);
    });
  }

  async #change(id: string, change: (held: HeldDocument) => HeldDocument): Promise<void> {
    await this.#changeAll((held) => (held.id === id ? change(held) : undefined));
  }

  /**
   * Each change starts from what is stored: another tab may have written meanwhile.
   *
   * @param change - `undefined` leaves a document as it is.
   */
  async #changeAll(change: (held: HeldDocument) => HeldDocument | undefined): Promise<void> {
    await this.#records.inTurn(async () => {
      const changed = (await this.#records.held()).flatMap((held) => change(held) ?? []);
      if (changed.length > 0) await this.#write(changed, []);
    });
  }

  async #write(changed: readonly HeldDocument[], pending: readonly KeptPending[]): Promise<void> {
    await this.#records.write(changed, pending);
    this.#all = this.#all.map((held) => changed.find(({ id }) => id === held.id) ?? held);
  }
}

function arrived(
  { id, value: { redemption, origin } }: KeptPending,
  received: Arrival,
): HeldDocument {
  const access = accessOf(redemption) ?? received.access;
  return {
    ...received,
    id,
    copies: unseen(received.copies),
    ...(access && { access }),
    ...(origin && { origin }),
  };
}
