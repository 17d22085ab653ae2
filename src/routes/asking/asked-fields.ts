import { typeMetadata } from '#core/credential/index.ts';
import type { AskedClaims } from '#core/qr/index.ts';
import type { Question } from '#state/asking.svelte.ts';
import type { Locale } from '#i18n/index.ts';

/** The fields that are asked for, by their labels; `face` where it is only what everybody sees. */
export function askedFields({ vct, claims }: AskedClaims, locale: Locale, face: string): string {
  const asked = typeMetadata(vct)?.claims.filter(({ name }) => claims.includes(name)) ?? [];
  return asked.length === 0
    ? face
    : locale.format.list(asked.map(({ label }) => locale.text(label)));
}

/** What is asked, by name: of several questions all of them. */
export function questionName({ name, also = [] }: Question, locale: Locale): string {
  return locale.format.list(
    [name, ...also.map((one) => one.name)].map((each) => locale.text(each)),
  );
}
