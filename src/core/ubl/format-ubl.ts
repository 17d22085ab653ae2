/** UBL 2.1, in the syntax binding of EN 16931. The order of elements is that of the schema. */
import type { Invoice, InvoiceLine, Party, TaxRate, TaxShare } from './invoice.ts';
import { formatXml, group, leaf, type Xml } from './xml.ts';

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const NAMESPACES = {
  xmlns: `${UBL}Invoice-2`,
  'xmlns:cac': `${UBL}CommonAggregateComponents-2`,
  'xmlns:cbc': `${UBL}CommonBasicComponents-2`,
};

/**
 * An invoice as a UBL 2.1 file. It carries no signature: the document in the wallet stays the proof.
 *
 * @param notice - A sentence that says so, as the first note.
 */
export function formatUbl(invoice: Invoice, notice: string): string {
  const content = [
    leaf('cbc:CustomizationID', 'urn:cen.eu:en16931:2017'),
    leaf('cbc:ID', invoice.number),
    leaf('cbc:IssueDate', invoice.issueDate),
    leaf('cbc:DueDate', invoice.dueDate),
    leaf('cbc:InvoiceTypeCode', invoice.typeCode),
    ...[notice, ...invoice.notes].map((note) => leaf('cbc:Note', note)),
    leaf('cbc:DocumentCurrencyCode', invoice.currency),
    group('cac:BillingReference', [
      group('cac:InvoiceDocumentReference', [leaf('cbc:ID', invoice.corrects)]),
    ]),
    group('cac:AccountingSupplierParty', [party(invoice.seller)]),
    group('cac:AccountingCustomerParty', [party(invoice.buyer)]),
    taxTotal(invoice),
    totals(invoice),
    ...invoice.lines.map((line, index) => invoiceLine(line, index, invoice.currency)),
  ].filter((one) => one !== undefined);
  return formatXml({ name: 'Invoice', attributes: NAMESPACES, content });
}

function party({ name, taxId, country }: Party): Xml | undefined {
  return group('cac:Party', [
    group('cac:PostalAddress', [group('cac:Country', [leaf('cbc:IdentificationCode', country)])]),
    taxId === undefined
      ? undefined
      : group('cac:PartyTaxScheme', [leaf('cbc:CompanyID', taxId), taxScheme()]),
    group('cac:PartyLegalEntity', [leaf('cbc:RegistrationName', name)]),
  ]);
}

function taxTotal({ tax, shares, currency }: Invoice): Xml | undefined {
  return group('cac:TaxTotal', [
    amount('cbc:TaxAmount', tax, currency),
    ...shares.map((share) => taxSubtotal(share, currency)),
  ]);
}

function taxSubtotal(share: TaxShare, currency: string): Xml | undefined {
  return group('cac:TaxSubtotal', [
    amount('cbc:TaxableAmount', share.taxable, currency),
    amount('cbc:TaxAmount', share.tax, currency),
    taxCategory('cac:TaxCategory', share),
  ]);
}

function totals({ taxExclusive, taxInclusive, payable, currency }: Invoice): Xml | undefined {
  return group('cac:LegalMonetaryTotal', [
    amount('cbc:LineExtensionAmount', taxExclusive, currency),
    amount('cbc:TaxExclusiveAmount', taxExclusive, currency),
    amount('cbc:TaxInclusiveAmount', taxInclusive, currency),
    amount('cbc:PayableAmount', payable, currency),
  ]);
}

function invoiceLine(line: InvoiceLine, index: number, currency: string): Xml | undefined {
  const { unit, quantity, price } = line;
  return group('cac:InvoiceLine', [
    leaf('cbc:ID', String(index + 1)),
    leaf('cbc:InvoicedQuantity', quantity, { unitCode: unit }),
    amount('cbc:LineExtensionAmount', line.amount, currency),
    group('cac:Item', [
      leaf('cbc:Description', line.description),
      leaf('cbc:Name', line.name),
      line.rate === undefined ? undefined : taxCategory('cac:ClassifiedTaxCategory', line.rate),
    ]),
    group('cac:Price', [
      amount('cbc:PriceAmount', price ?? line.amount, currency),
      price === undefined ? leaf('cbc:BaseQuantity', quantity, { unitCode: unit }) : undefined,
    ]),
  ]);
}

function taxCategory(name: string, { category, percent }: TaxRate): Xml | undefined {
  return group(name, [leaf('cbc:ID', category), leaf('cbc:Percent', percent), taxScheme()]);
}

function taxScheme(): Xml | undefined {
  return group('cac:TaxScheme', [leaf('cbc:ID', 'VAT')]);
}

function amount(name: string, value: string, currencyID: string): Xml | undefined {
  return leaf(name, value, { currencyID });
}
