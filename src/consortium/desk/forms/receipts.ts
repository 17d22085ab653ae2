/** Forms of the finance bureau and of the commerce bureau. */
import { formatBase64Url, encodeUtf8 } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import type { JsonObject } from '#core/credential/index.ts';
import { vctOf, type Subject } from './form.ts';
import { yuan } from './money.ts';
import { COMPANY_CODES, FATHER, GRANDFATHER, OFFICES, type Person } from './parties.ts';

type Charge = readonly [name: string, quantity: number, unit: string, priceCents: number];

/** Who pays what of a bill, in cents; the insurance fund bears the rest. */
interface Shares {
  readonly account: number;
  readonly self: number;
}

function receipt(
  id: string,
  payer: Person,
  charges: readonly Charge[],
  { account, self }: Shares,
  claims: JsonObject,
): Subject {
  const total = charges.reduce((sum, [, quantity, , price]) => sum + quantity * price, 0);
  return {
    id,
    issuer: 'finance',
    vct: vctOf('fiscal-receipt'),
    title: '财政电子票据（医疗收费）',
    holder: payer.name,
    claims: {
      receipt_name: '医疗门诊收费票据（电子）',
      issuer_name: OFFICES.clinic,
      issuer_code: COMPANY_CODES.hospital,
      payer_name: payer.name,
      payer_code: payer.id,
      total_amount: yuan(total),
      items: charges.map(([name, quantity, unit, price]) => ({
        name,
        quantity: String(quantity),
        unit,
        amount: yuan(quantity * price),
      })),
      insurance_type: '职工基本医疗保险',
      fund_payment: yuan(total - account - self),
      account_payment: yuan(account),
      self_payment: yuan(self),
      payee: '何示例',
      sex: payer.sex,
      ...claims,
    },
  };
}

export const RECEIPT_FORMS: readonly Subject[] = [
  receipt(
    'father-receipt',
    FATHER,
    [
      ['门诊诊查费', 1, '次', 2_500],
      ['血常规检查', 1, '项', 2_800],
      ['胸部正位片', 1, '次', 8_600],
      ['西药费', 2, '盒', 3_475],
    ],
    { account: 6_120, self: 2_500 },
    {
      receipt_code: '99060126',
      receipt_number: '0001234567',
      check_code: 'd3m0a1',
      issue_date: '2026-09-17',
      medical_number: 'MZ20260917000318',
    },
  ),
  receipt(
    'grandfather-receipt',
    GRANDFATHER,
    [
      ['专家门诊诊查费', 1, '次', 5_000],
      ['心电图检查', 1, '次', 3_000],
      ['中成药费', 3, '盒', 4_260],
    ],
    { account: 8_000, self: 4_280 },
    {
      receipt_code: '99060126',
      receipt_number: '0001299104',
      check_code: 'd3m0b2',
      issue_date: '2026-10-22',
      medical_number: 'MZ20261022001046',
    },
  ),
];

export const EUROPEAN_FORMS: readonly Subject[] = [
  {
    id: 'european-invoice',
    issuer: 'commerce',
    vct: vctOf('en16931-invoice'),
    title: '欧标电子发票摘要',
    holder: '示例市光印科技有限公司（示例）',
    claims: {
      invoice_number: 'DEMO-2026-0417',
      issue_date: '2026-10-09',
      type_code: '380',
      currency: 'EUR',
      due_date: '2026-11-08',
      seller_name: 'Muster Papier GmbH (Demo)',
      seller_vat_id: 'DE000000000',
      buyer_name: '示例市光印科技有限公司（示例）',
      lines: [
        {
          name: 'Sicherheitspapier A4',
          quantity: '40',
          unit: 'RM',
          price: '18.50',
          amount: '740.00',
        },
        { name: 'Prägefolie Gold', quantity: '6', unit: 'ROL', price: '42.00', amount: '252.00' },
        { name: 'Fachbuch Guilloche', quantity: '2', unit: 'C62', price: '39.00', amount: '78.00' },
      ],
      vat_breakdown: [
        { category: 'S', rate: '19', taxable: '992.00', tax: '188.48' },
        { category: 'S', rate: '7', taxable: '78.00', tax: '5.46' },
      ],
      tax_exclusive: '1070.00',
      tax_total: '193.94',
      tax_inclusive: '1263.94',
      payable: '1263.94',
      document_digest: formatBase64Url(sha256(encodeUtf8('DEMO-2026-0417.xml'))),
    },
  },
];
