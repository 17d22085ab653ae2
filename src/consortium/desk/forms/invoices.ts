/** Forms of the tax bureau. */
import type { JsonObject } from '#core/credential/index.ts';
import { vctOf, type Subject } from './form.ts';
import { yuan } from './money.ts';
import { COMPANY_CODES, OFFICES } from './parties.ts';

/** A line of an invoice: unit price in cents, tax in percent. */
interface Line {
  readonly name: string;
  readonly unit: string;
  readonly quantity: number;
  readonly priceCents: number;
  readonly taxPercent: number;
}

function invoice(id: string, holder: string, lines: readonly Line[], claims: JsonObject): Subject {
  const priced = lines.map((line) => {
    const amount = line.quantity * line.priceCents;
    return { ...line, amount, tax: Math.round((amount * line.taxPercent) / 100) };
  });
  const amount = priced.reduce((sum, line) => sum + line.amount, 0);
  const tax = priced.reduce((sum, line) => sum + line.tax, 0);
  return {
    id,
    issuer: 'tax',
    vct: vctOf('e-invoice'),
    title: '电子发票（普通发票）',
    holder,
    claims: {
      invoice_kind: '普通发票',
      tax_bureau: OFFICES.tax,
      currency: 'CNY',
      buyer_name: holder,
      items: priced.map((line) => ({
        name: line.name,
        unit: line.unit,
        quantity: String(line.quantity),
        amount: yuan(line.amount),
        tax_rate: `${line.taxPercent}%`,
        tax: yuan(line.tax),
      })),
      amount_excl_tax: yuan(amount),
      tax_amount: yuan(tax),
      amount_incl_tax: yuan(amount + tax),
      ...claims,
    },
  };
}

export const INVOICE_FORMS: readonly Subject[] = [
  invoice(
    'hotel-invoice',
    '示例市光印科技有限公司（示例）',
    [
      { name: '*住宿服务*住宿费', unit: '天', quantity: 3, priceCents: 36_800, taxPercent: 6 },
      { name: '*餐饮服务*餐费', unit: '次', quantity: 2, priceCents: 12_650, taxPercent: 6 },
    ],
    {
      invoice_number: '26992000000012345678',
      issue_date: '2026-10-28',
      seller_name: '示例市湖畔宾馆有限公司（示例）',
      seller_tax_id: COMPANY_CODES.hotel,
      buyer_tax_id: COMPANY_CODES.technology,
      drawer: '吴示例',
      remarks: '差旅住宿',
    },
  ),
  invoice(
    'printing-invoice',
    '示例市光印科技有限公司（示例）',
    [
      { name: '*印刷品*宣传册', unit: '册', quantity: 500, priceCents: 420, taxPercent: 13 },
      { name: '*印刷品*海报', unit: '张', quantity: 80, priceCents: 1_550, taxPercent: 13 },
      { name: '*设计服务*版面设计', unit: '项', quantity: 1, priceCents: 180_000, taxPercent: 6 },
    ],
    {
      invoice_number: '26992000000087654321',
      issue_date: '2026-11-03',
      seller_name: '示例市墨香印务有限公司（示例）',
      seller_tax_id: COMPANY_CODES.printing,
      buyer_tax_id: COMPANY_CODES.technology,
      drawer: '郑示例',
    },
  ),
];
