/** Filled-in forms for the demo. People, companies and addresses are invented and say so. */
import { organisationCheck, usccCheck, type JsonObject } from '#core/credential/index.ts';

/** One form: what a document about an invented subject would say. */
export interface Subject {
  readonly id: string;
  readonly issuer: string;
  readonly vct: string;
  readonly title: string;
  readonly holder: string;
  /** Without `claim_secret`, which every offer of an invoice gets afresh. */
  readonly claims: JsonObject;
}

const VCT = 'https://lightseal.example/vct';
const MARKET = '示例市市场监督管理局（示例）';
const TAX = '国家税务总局示例市税务局（示例）';

/** A code of the right form; area 990101 does not exist. */
function uscc(kind: '91' | '92' | '12', organisation: string): string {
  const body = `${kind}990101${organisation}${organisationCheck(organisation)}`;
  return body + usccCheck(body);
}

const NOODLES = uscc('92', 'MADEM001');
const TEA = uscc('91', 'MADEM002');
const SCHOOL = uscc('12', 'MADEM003');
const TECHNOLOGY = uscc('91', 'MADEM004');
const PRINTING = uscc('91', 'MADEM005');
const HOTEL = uscc('91', 'MADEM006');

const FOOD_COMMON: JsonObject = {
  issuing_authority: MARKET,
  complaint_hotline: '12315',
  signatory: '周示例',
  supervision_authority: '示例市市场监督管理局光华所（示例）',
  supervisor: '赵示例、钱示例',
};

function food(id: string, holder: string, claims: JsonObject): Subject {
  return {
    id,
    issuer: 'market-regulation',
    vct: `${VCT}/food-business-licence/1`,
    title: '食品经营许可证',
    holder,
    claims: { operator_name: holder, ...claims, ...FOOD_COMMON },
  };
}

function business(id: string, holder: string, claims: JsonObject): Subject {
  return {
    id,
    issuer: 'market-regulation',
    vct: `${VCT}/business-licence/1`,
    title: '营业执照',
    holder,
    claims: { name: holder, registration_authority: MARKET, ...claims },
  };
}

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
    vct: `${VCT}/e-invoice/1`,
    title: '电子发票（普通发票）',
    holder,
    claims: {
      invoice_kind: '普通发票',
      tax_bureau: TAX,
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

function yuan(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

/** The forms that the desk offers, in the order in which it shows them. */
export const SUBJECTS: readonly Subject[] = [
  food('noodle-house', '示例市光华区老灶面馆（示例）', {
    licence_number: 'JY29901010012345',
    uscc: NOODLES,
    business_premises: '示例市光华区柳荫路18号一层',
    main_business: '餐饮服务经营者（小型餐馆）',
    business_items: ['热食类食品制售', '冷食类食品制售（含凉拌菜）'],
    issue_date: '2026-03-02',
    valid_until: '2031-03-01',
    legal_representative: '王示例',
    domicile: '示例市光华区柳荫路18号',
  }),
  food('tea-shop', '示例市清和茶饮有限公司（示例）', {
    licence_number: 'JY19901010023456',
    uscc: TEA,
    business_premises: '示例市临江区望江大道6号商铺103',
    main_business: '食品销售经营者',
    business_items: ['预包装食品销售（含冷藏冷冻食品）', '自制饮品制售'],
    issue_date: '2025-11-17',
    valid_until: '2030-11-16',
    legal_representative: '李示例',
    domicile: '示例市临江区望江大道6号',
  }),
  food('school-canteen', '示例市实验小学食堂（示例）', {
    licence_number: 'JY39901010034567',
    uscc: SCHOOL,
    business_premises: '示例市光华区书院街2号食堂楼',
    main_business: '单位食堂（学校食堂）',
    business_items: ['热食类食品制售'],
    issue_date: '2026-08-20',
    valid_until: '2031-08-19',
    legal_representative: '孙示例',
    domicile: '示例市光华区书院街2号',
  }),
  business('technology-company', '示例市光印科技有限公司（示例）', {
    uscc: TECHNOLOGY,
    entity_type: '有限责任公司（自然人投资或控股）',
    issue_date: '2024-05-09',
    legal_representative: '陈示例',
    registered_capital: '5000000.00',
    establishment_date: '2019-05-09',
    term_from: '2019-05-09',
    term_to: '长期',
    domicile: '示例市高新区创新三路99号7层',
    business_scope: '软件开发；信息技术咨询服务；数据处理和存储支持服务；电子产品销售。',
    copy_serial: '1-1',
  }),
  business('printing-company', '示例市墨香印务有限公司（示例）', {
    uscc: PRINTING,
    entity_type: '有限责任公司（自然人独资）',
    issue_date: '2025-02-14',
    legal_representative: '林示例',
    registered_capital: '1000000.00',
    establishment_date: '2016-07-01',
    term_from: '2016-07-01',
    term_to: '2036-06-30',
    domicile: '示例市光华区印刷厂路3号',
    business_scope: '包装装潢印刷品印刷；文件、资料等其他印刷品印刷；纸制品销售。',
    copy_serial: '1-1',
  }),
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
      seller_tax_id: HOTEL,
      buyer_tax_id: TECHNOLOGY,
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
      seller_tax_id: PRINTING,
      buyer_tax_id: TECHNOLOGY,
      drawer: '郑示例',
    },
  ),
];
