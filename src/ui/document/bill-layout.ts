/** How a bill is laid out: its head, its two parties, its lines, and what it comes to. */
import type { ClaimShape } from './claim-text.ts';
import { typeSlug } from './look.ts';

/** A column of the lines: a member of each line and how its value is written. */
export interface BillColumn {
  readonly member: string;
  readonly label: string;
  readonly format: ClaimShape['format'];
}

export interface BillLayout {
  /** Behind the title, in brackets. */
  readonly kind?: string;
  readonly top: readonly string[];
  readonly parties: readonly (readonly [label: string, name: string, id: string])[];
  readonly list: string;
  readonly columns: readonly BillColumn[];
  readonly sums: readonly string[];
  readonly total: string;
  /** Small print under the sum. */
  readonly more: readonly string[];
  readonly foot: string;
  /** What the office is to this bill that has issued it. */
  readonly office: string;
}

const NAME: BillColumn = { member: 'name', label: '项目名称', format: 'text' };
const QUANTITY: BillColumn = { member: 'quantity', label: '数量', format: 'quantity' };
const AMOUNT: BillColumn = { member: 'amount', label: '金额', format: 'amount' };

const LAYOUTS: Readonly<Record<string, BillLayout>> = {
  'e-invoice': {
    kind: 'invoice_kind',
    top: ['issue_date', 'invoice_number'],
    parties: [
      ['购买方', 'buyer_name', 'buyer_tax_id'],
      ['销售方', 'seller_name', 'seller_tax_id'],
    ],
    list: 'items',
    columns: [NAME, QUANTITY, AMOUNT, { member: 'tax', label: '税额', format: 'amount' }],
    sums: ['amount_excl_tax', 'tax_amount'],
    total: 'amount_incl_tax',
    more: ['remarks'],
    foot: 'drawer',
    office: '税务机关',
  },
  'fiscal-receipt': {
    top: ['issue_date', 'receipt_code', 'receipt_number'],
    parties: [
      ['交款人', 'payer_name', 'payer_code'],
      ['收款方', 'issuer_name', 'issuer_code'],
    ],
    list: 'items',
    columns: [NAME, QUANTITY, AMOUNT],
    sums: [],
    total: 'total_amount',
    more: ['fund_payment', 'account_payment', 'self_payment'],
    foot: 'payee',
    office: '监制机关',
  },
  'en16931-invoice': {
    top: ['issue_date', 'due_date', 'invoice_number'],
    parties: [
      ['买方', 'buyer_name', 'buyer_vat_id'],
      ['卖方', 'seller_name', 'seller_vat_id'],
    ],
    list: 'lines',
    columns: [NAME, QUANTITY, { member: 'price', label: '单价', format: 'quantity' }, AMOUNT],
    sums: ['tax_exclusive', 'tax_total'],
    total: 'tax_inclusive',
    more: ['payable', 'currency'],
    foot: 'type_code',
    office: '出证机关',
  },
};

/** The layout of a bill; `undefined` for a document that is none. */
export function billLayout(vct: string): BillLayout | undefined {
  const slug = typeSlug(vct);
  return Object.hasOwn(LAYOUTS, slug) ? LAYOUTS[slug] : undefined;
}
