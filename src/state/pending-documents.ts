import type { Redemption } from '#core/exchange/index.ts';
import type { KeptPending, Pending } from './held-document.ts';
import type { VaultRecords } from './vault-records.ts';

/** What was redeemed and has not come yet, one entry for each document. It ends when its document is held. */
export class PendingDocuments {
  readonly #records: VaultRecords;
  readonly #newId: () => string;

  constructor(records: VaultRecords, newId: () => string) {
    this.#records = records;
    this.#newId = newId;
  }

  /**
   * Kept before any of the documents is asked for, all or none, so that a lost connection loses nothing. What another
   * tab, or an earlier visit, got for the same offer stays as it is and is returned: the issuer gives copies for one
   * set of keys.
   */
  async keep(pending: readonly Pending[]): Promise<readonly KeptPending[]> {
    return await this.#records.inTurn(async () => {
      const earlier = await this.all();
      const kept = pending.map(
        (value) =>
          earlier.find((each) => isOfSameGrant(each.value, value)) ?? { id: this.#newId(), value },
      );
      await this.#records.write(
        [],
        kept.filter((each) => !earlier.includes(each)),
      );
      return kept;
    });
  }

  all(): Promise<readonly KeptPending[]> {
    return this.#records.pending();
  }

  /** `undefined` if it is not kept any more. */
  async find(id: string): Promise<Pending | undefined> {
    return (await this.all()).find((each) => each.id === id)?.value;
  }

  /** Notes what became of a redeemed document, if it is still kept. */
  async update(id: string, redemption: Redemption): Promise<void> {
    await this.#records.inTurn(async () => {
      const kept = await this.find(id);
      if (kept === undefined) return;
      await this.#records.write([], [{ id, value: { ...kept, redemption } }]);
    });
  }

  /** Gives up on a redeemed document that its issuer no longer gives. */
  async drop(id: string): Promise<void> {
    await this.#records.inTurn(() => this.#records.removePending(id));
  }
}

function isOfSameGrant({ redemption: one }: Pending, { redemption: other }: Pending): boolean {
  return (
    one.credentialIssuer === other.credentialIssuer &&
    one.accessToken === other.accessToken &&
    one.configurationId === other.configurationId
  );
}
