/** From the claims of an invoice that a wallet holds to the terms of EN 16931. */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../credential/index.ts';
import type { Invoice, InvoiceLine, TaxRate, TaxShare } from './invoice.ts';
import { sharesOf } from './tax-shares.ts';

/** Units of Chinese invoices that UN/ECE recommendation 20 has a code for; others count pieces. */
const UNITS: Readonly<Record<string, string>> = {
  天: 'DAY',
  月: 'MON',
  年: 'ANN',
  小时: 'HUR',
  千克: 'KGM',
  公斤: 'KGM',
  克: 'GRM',
  吨: 'TNE',
  米: 'MTR',
  平方米: 'MTK',
  立方米: 'MTQ',
  升: 'LTR',
  千瓦时: 'KWH',
};
const PIECE = 'C62';

/**
 * Reads an e-invoice (数电票) or an EN 16931 attestation. Nothing is invented: what the document does
 * not say is left out.
 *
 * @returns `undefined` for any other type, and for claims that lack what every invoice has.
 */
export function readInvoice(vct: string, claims: JsonObject): Invoice | undefined {
  try {
    if (vct.includes('/vct/e-invoice/')) return chinese(claims);
    return vct.includes('/vct/en16931-invoice/') ? european(claims) : undefined;
  } catch (refusal) {
    if (refusal instanceof Missing) return undefined;
    throw refusal;
  }
}

class Missing extends Error {}

function chinese(claims: JsonObject): Invoice {
  const lines = items(claims, 'items').map((item): InvoiceLine & { readonly tax: string } => ({
    name: need(item, 'name'),
    description: joined(text(item, 'specification'), text(item, 'unit')),
    quantity: text(item, 'quantity') ?? '1',
    unit: UNITS[text(item, 'unit') ?? ''] ?? PIECE,
    price: text(item, 'unit_price'),
    amount: need(item, 'amount'),
    rate: chineseRate(need(item, 'tax_rate')),
    tax: need(item, 'tax'),
  }));
  const corrects = text(claims, 'red_of');
  const total = need(claims, 'amount_incl_tax');
  const party = (who: string) => {
    const taxId = text(claims, `${who}_tax_id`);
    return {
      name: need(claims, `${who}_name`),
      taxId,
      country: taxId === undefined ? undefined : 'CN',
    };
  };
  return {
    number: need(claims, 'invoice_number'),
    issueDate: need(claims, 'issue_date'),
    dueDate: undefined,
    typeCode: corrects === undefined ? '380' : '384',
    notes: [need(claims, 'invoice_kind'), text(claims, 'remarks')].filter(isText),
    currency: text(claims, 'currency') ?? 'CNY',
    corrects,
    seller: party('seller'),
    buyer: party('buyer'),
    shares: sharesOf(lines),
    taxExclusive: need(claims, 'amount_excl_tax'),
    tax: need(claims, 'tax_amount'),
    taxInclusive: total,
    payable: total,
    lines,
  };
}

function european(claims: JsonObject): Invoice {
  const shares = items(claims, 'vat_breakdown').map((item): TaxShare => ({
    category: need(item, 'category'),
    percent: text(item, 'rate'),
    taxable: need(item, 'taxable'),
    tax: need(item, 'tax'),
  }));
  const [only, ...others] = shares;
  // Lines of this type name no rate: where there is but one, it is theirs.
  const rate = only !== undefined && others.length === 0 ? only : undefined;
  const party = (who: string) => {
    const taxId = text(claims, `${who}_vat_id`);
    return { name: need(claims, `${who}_name`), taxId, country: countryOf(taxId) };
  };
  return {
    number: need(claims, 'invoice_number'),
    issueDate: need(claims, 'issue_date'),
    dueDate: text(claims, 'due_date'),
    typeCode: need(claims, 'type_code'),
    notes: [],
    currency: need(claims, 'currency'),
    corrects: undefined,
    seller: party('seller'),
    buyer: party('buyer'),
    shares,
    taxExclusive: need(claims, 'tax_exclusive'),
    tax: need(claims, 'tax_total'),
    taxInclusive: need(claims, 'tax_inclusive'),
    payable: need(claims, 'payable'),
    lines: items(claims, 'lines').map((item) => ({
      name: need(item, 'name'),
      description: undefined,
      quantity: need(item, 'quantity'),
      unit: need(item, 'unit'),
      price: text(item, 'price'),
      amount: need(item, 'amount'),
      rate,
    })),
  };
}

/** `6%` is the standard rate, `0%` zero; words such as 免税 say that it is exempt. */
function chineseRate(words: string): TaxRate {
  const percent = /^(\d{1,2}(?:\.\d{1,2})?)%$/.exec(words)?.[1];
  if (percent === undefined) return { category: 'E', percent: '0' };
  return { category: Number(percent) === 0 ? 'Z' : 'S', percent };
}

/** VAT ids begin with their country; that of Greece is not its code. */
function countryOf(vatId: string | undefined): string | undefined {
  const prefix = /^[A-Z]{2}/.exec(vatId ?? '')?.[0];
  return prefix === 'EL' ? 'GR' : prefix;
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  const all = parts.filter(isText);
  return all.length === 0 ? undefined : all.join(' / ');
}

function items(claims: JsonObject, name: string): readonly JsonObject[] {
  const list: Json | undefined = claims[name];
  return isJsonArray(list) ? list.filter(isJsonObject) : [];
}

function need(claims: JsonObject, name: string): string {
  const found = text(claims, name);
  if (found === undefined) throw new Missing(name);
  return found;
}

function text(claims: JsonObject, name: string): string | undefined {
  const value = claims[name];
  return isText(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
