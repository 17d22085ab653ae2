/** What was redeemed and has not come, for a person who has left the offer. */
import { isFinal } from './expected-document.ts';
import type { KeptPending } from './held-document.ts';

export interface AwaitedDocument {
  readonly id: string;
  /** What it is called in the offer. */
  readonly configurationId: string;
  readonly credentialIssuer: string;
  /** Code of why it did not come when it was asked for last. */
  readonly failure?: string;
}

/** Kept ones come by themselves. Those that their issuer gives no more stay named until a person has read of it. */
export class AwaitedDocuments {
  #all = $state.raw<readonly AwaitedDocument[]>([]);

  get kept(): readonly AwaitedDocument[] {
    return this.#all.filter((each) => !isGivenUp(each));
  }
  get givenUp(): readonly AwaitedDocument[] {
    return this.#all.filter(isGivenUp);
  }

  /** What the vault keeps now. */
  expect(pending: readonly KeptPending[]): void {
    const kept = pending.map(({ id, value: { redemption } }): AwaitedDocument => {
      const { configurationId, credentialIssuer } = redemption;
      const failure = this.#all.find((each) => each.id === id)?.failure;
      return { id, configurationId, credentialIssuer, ...(failure !== undefined && { failure }) };
    });
    this.#all = [...kept, ...this.givenUp];
  }

  failed(id: string, failure: string): void {
    this.#all = this.#all.map((each) => (each.id === id ? { ...each, failure } : each));
  }

  came(id: string): void {
    this.#all = this.#all.filter((each) => each.id !== id);
  }

  /** The person has read which ones do not come. */
  dismiss(): void {
    this.#all = this.kept;
  }
}

function isGivenUp({ failure }: AwaitedDocument): boolean {
  return failure !== undefined && isFinal(failure);
}
