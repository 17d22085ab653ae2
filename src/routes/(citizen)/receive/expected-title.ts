import { TYPE_LIST } from '#core/credential/index.ts';
import type { Locale } from '#i18n/index.ts';
import { documentTitle, typeSlug } from '#ui/index.ts';

/** What seems to be offered, by the name in the offer: a preview, checked when the document arrives. */
export function expectedTitle(configurationId: string, locale: Locale): string {
  const type = TYPE_LIST.find(({ vct }) => typeSlug(vct) === configurationId);
  return type === undefined ? locale.t.wallet.receive.document : locale.text(documentTitle(type));
}
