export { formatUbl } from './format-ubl.ts';
export type { Invoice } from './invoice.ts';
export { readInvoice } from './read-invoice.ts';
export { isInvoiceFile, SNIFFED } from './recognise.ts';
export { escapeXml } from './xml.ts';
