/** Forms of the market regulation bureau. */
import { UNLIMITED, type JsonObject } from '#core/credential/index.ts';
import { vctOf, type Subject } from './form.ts';
import { COMPANY_CODES, OFFICES } from './parties.ts';

const FOOD_COMMON: JsonObject = {
  issuing_authority: OFFICES.market,
  complaint_hotline: '12315',
  signatory: '周示例',
  supervision_authority: '示例市市场监督管理局光华所（示例）',
  supervisor: '赵示例、钱示例',
};

function food(id: string, holder: string, claims: JsonObject): Subject {
  return {
    id,
    issuer: 'market-regulation',
    vct: vctOf('food-business-licence'),
    title: '食品经营许可证',
    holder,
    claims: { operator_name: holder, ...claims, ...FOOD_COMMON },
  };
}

function business(id: string, holder: string, claims: JsonObject): Subject {
  return {
    id,
    issuer: 'market-regulation',
    vct: vctOf('business-licence'),
    title: '营业执照',
    holder,
    claims: { name: holder, registration_authority: OFFICES.market, ...claims },
  };
}

export const MARKET_FORMS: readonly Subject[] = [
  food('noodle-house', '示例市光华区老灶面馆（示例）', {
    licence_number: 'JY29901010012345',
    uscc: COMPANY_CODES.noodles,
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
    uscc: COMPANY_CODES.tea,
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
    uscc: COMPANY_CODES.school,
    business_premises: '示例市光华区书院街2号食堂楼',
    main_business: '单位食堂（学校食堂）',
    business_items: ['热食类食品制售'],
    issue_date: '2026-08-20',
    valid_until: '2031-08-19',
    legal_representative: '孙示例',
    domicile: '示例市光华区书院街2号',
  }),
  business('technology-company', '示例市光印科技有限公司（示例）', {
    uscc: COMPANY_CODES.technology,
    entity_type: '有限责任公司（自然人投资或控股）',
    issue_date: '2024-05-09',
    legal_representative: '陈示例',
    registered_capital: '5000000.00',
    establishment_date: '2019-05-09',
    term_from: '2019-05-09',
    term_to: UNLIMITED,
    domicile: '示例市高新区创新三路99号7层',
    business_scope: '软件开发；信息技术咨询服务；数据处理和存储支持服务；电子产品销售。',
    copy_serial: '1-1',
  }),
  business('printing-company', '示例市墨香印务有限公司（示例）', {
    uscc: COMPANY_CODES.printing,
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
];
