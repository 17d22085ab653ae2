/** Invoices of EN 16931: known for unsigned files, which no wallet takes. Broken: their first element's name. */
import { decodeUtf8, encodeUtf8 } from '#core/bytes/index.ts';
import { isInvoiceFile } from '#core/ubl/recognise.ts';
import type { Flip } from '../flip.ts';
import { verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

const ROOT = /<(?:[\w.-]+:)?(?:Invoice|CreditNote)\b/;

function* run(file: VectorFile, flip: Flip): Iterable<Case> {
  const whole = file.text();
  const at = whole.search(ROOT);
  const root = decodeUtf8(flip.bytes(encodeUtf8(whole.slice(at, at + 1))));
  const text = whole.slice(0, at) + root + whole.slice(at + 1);
  yield verdict('known', true, isInvoiceFile(text));
}

export const invoices: Suite = {
  name: 'EN 16931 invoices',
  matches: (path) => /(^|\/)en16931-ubl\/[^/]+\.xml$/i.test(path),
  run,
};
