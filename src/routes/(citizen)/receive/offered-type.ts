import { TYPE_LIST, type CredentialType } from '#core/credential/index.ts';
import type { CredentialOffer } from '#core/exchange/index.ts';
import { typeSlug } from '#ui/index.ts';

/** What seems to be offered, by the name in the offer: a preview, checked when the document arrives. */
export function offeredType({ configurationId }: CredentialOffer): CredentialType | undefined {
  return TYPE_LIST.find(({ vct }) => typeSlug(vct) === configurationId);
}
