/** Offers that this wallet has redeemed before, in whichever tab. */
import { keptAs, type ExpectedDocument } from './expected-document.ts';
import type { Origin } from './held-document.ts';
import type { Wallet } from './wallet.svelte.ts';

/** What is held or kept of an offer that was redeemed. */
export interface KnownOffer {
  readonly credentialIssuer: string;
  readonly configurationIds: readonly string[];
  /** At least one; what was given up, or removed since, is not among them. */
  readonly documents: readonly ExpectedDocument[];
  /** It was redeemed. */
  readonly txCode?: undefined;
}

/**
 * @param marks - Of the offer; one that it shares is enough.
 * @returns `undefined` if nothing is held or kept that came from it.
 * @throws Codes of the vault.
 */
export async function knownOffer(
  wallet: Wallet,
  marks: readonly string[],
): Promise<KnownOffer | undefined> {
  const isOfOffer = ({ origin }: { readonly origin?: Origin }) =>
    origin?.marks.some((mark) => marks.includes(mark)) === true;
  // In this order: what is settled meanwhile is found once at least.
  const pending = (await wallet.pending.all()).filter(({ value }) => isOfOffer(value));
  await wallet.refresh();
  const held = wallet.held.all.filter(isOfOffer);
  const waiting = pending.filter(({ id }) => !held.some((document) => document.id === id));
  const credentialIssuer =
    held[0]?.credentialIssuer ?? waiting[0]?.value.redemption.credentialIssuer;
  if (credentialIssuer === undefined) return undefined;
  const documents = [
    ...held.map(({ id, origin }): ExpectedDocument => {
      return { configurationId: origin?.configurationId ?? '', id, state: 'stored' };
    }),
    ...waiting.map(keptAs),
  ];
  const configurationIds = documents.map(({ configurationId }) => configurationId);
  return { credentialIssuer, configurationIds, documents };
}
