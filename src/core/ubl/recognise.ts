/** Telling an invoice file from other files, without reading it. */

/** How much of a file is looked at: licences and comments may stand before its first element. */
export const SNIFFED = 64 * 1024;

const ROOTS = [
  /<(?:[\w.-]{1,40}:)?(?:Invoice|CreditNote)\s[^>]{0,8192}urn:oasis:names:specification:ubl:schema:xsd:(?:Invoice|CreditNote)-2/,
  /<(?:[\w.-]{1,40}:)?CrossIndustryInvoice\s[^>]{0,8192}urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:/,
];

/** Whether a text begins as an EN 16931 invoice does: UBL or CII. Such a file has no signature that counts. */
export function isInvoiceFile(untrusted: string): boolean {
  const start = untrusted.slice(0, SNIFFED);
  return start.trimStart().startsWith('<') && ROOTS.some((root) => root.test(start));
}
