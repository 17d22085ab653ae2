import { COLLECTIONS, type HeldDocument, type KeptPending } from './held-document.ts';
import type { Vault } from './ports.ts';

/** The documents in the vault, with their types: those that are held, and those that are pending. */
export class VaultRecords {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Newest first. */
  async held(): Promise<readonly HeldDocument[]> {
    const found = await this.#vault.list(COLLECTIONS.documents);
    return found
      .map(({ value }) => value as HeldDocument)
      .sort((a, b) => b.receivedAtMs - a.receivedAtMs);
  }

  async pending(): Promise<readonly KeptPending[]> {
    const found = await this.#vault.list(COLLECTIONS.pending);
    return found.map(({ id, value }) => ({ id, value: value as KeptPending['value'] }));
  }

  /** One after the other: none of the changes loses what another has written, in another tab neither. */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    return this.#vault.inTurn('records', change);
  }

  /** All of them, or none. */
  async write(held: readonly HeldDocument[], pending: readonly KeptPending[]): Promise<void> {
    await this.#vault.commit({ put: [...held.map(heldRecord), ...pending.map(pendingRecord)] });
  }

  /** A document has come for the pending entry of its id: both are written, or neither. */
  async settle(held: HeldDocument): Promise<void> {
    const remove = [{ collection: COLLECTIONS.pending, id: held.id }];
    await this.#vault.commit({ put: [heldRecord(held)], remove });
  }

  /** With what was to come for it. */
  async removeHeld(id: string): Promise<void> {
    const remove = [COLLECTIONS.documents, COLLECTIONS.pending].map((collection) => ({
      collection,
      id,
    }));
    await this.#vault.commit({ remove });
  }

  async removePending(id: string): Promise<void> {
    await this.#vault.commit({ remove: [{ collection: COLLECTIONS.pending, id }] });
  }
}

function heldRecord(value: HeldDocument) {
  return { collection: COLLECTIONS.documents, id: value.id, value };
}

function pendingRecord({ id, value }: KeptPending) {
  return { collection: COLLECTIONS.pending, id, value };
}
