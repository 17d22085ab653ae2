import type { Locale } from '#i18n/index.ts';
import type { PrintedDocument } from '#state/printing.svelte.ts';
import { claimRows, readingOrder, type ClaimRow } from '#ui/index.ts';
import type { ViewedDocument } from '../document-view.ts';

/** The fields of a print, what people look for first; a secret is in the code, not in words. */
export function paperRows(
  { view: { type } }: ViewedDocument,
  { claims }: PrintedDocument,
  locale: Locale,
): readonly ClaimRow[] {
  const order = readingOrder(
    type.vct,
    type.claims.map(({ name }) => name),
  );
  const place = ({ path }: ClaimRow) => order.indexOf(path.split('.')[0] ?? '');
  return claimRows(type.claims, claims, locale)
    .filter(({ secret }) => !secret)
    .sort((one, other) => place(one) - place(other));
}
