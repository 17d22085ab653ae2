/** Forms about a family: its flat, its marriage, its child, and a pool that the child swims in. */
import { licenceIdCheck, UNLIMITED, type JsonObject } from '#core/credential/index.ts';
import { vctOf, type Subject } from './form.ts';
import { COMPANY_CODES, FATHER, MOTHER, OFFICE_CODES, OFFICES, type Person } from './parties.ts';

/** An identifier with its check character; the first version of a licence. */
function licenceId(type: string, office: string, serial: string): string {
  const check = licenceIdCheck(`${type}${office}${serial}001`);
  return `1.2.156.3005.2.${type}.${office}.${serial}.001.${check}`;
}

/** Invented like the offices: the real codes belong to real documents. */
const TYPE_CODES = { title: `${OFFICE_CODES.land}022`, pool: `${OFFICE_CODES.health}031` } as const;

const FLAT: Subject = {
  id: 'family-flat',
  issuer: 'natural-resources',
  vct: vctOf('property-title'),
  title: '不动产权证书',
  holder: FATHER.name,
  claims: {
    licence_id: licenceId(TYPE_CODES.title, OFFICE_CODES.land, '20210006789'),
    licence_type_code: TYPE_CODES.title,
    licence_name: '不动产权证书',
    licence_number: '示（2021）示例市不动产权第0006789号',
    issuing_authority: OFFICES.land,
    issuing_authority_code: OFFICE_CODES.land,
    issue_date: '2021-03-26',
    holder_name: FATHER.name,
    holder_code: FATHER.id,
    holder_code_type: '111',
    co_ownership: '共同共有',
    location: FATHER.address,
    unit_number: '990101001001GB00001F00020501',
    right_type: '国有建设用地使用权／房屋所有权',
    right_nature: '出让／市场化商品房',
    use: '城镇住宅用地／成套住宅',
    area: '共有宗地面积 21560.40㎡／房屋建筑面积 98.62㎡',
    term: '国有建设用地使用权 2018-09-01 起 2088-08-31 止',
    other_conditions: '房屋结构：钢筋混凝土；专有建筑面积 76.15㎡；所在层 5，总层数 18',
    notes: `共有人：${MOTHER.name}`,
  },
};

function spouse({ name, sex, birth, id }: Person): JsonObject {
  return { name, sex, nationality: '中国', birth_date: birth, id_number: id };
}

function marriage(id: string, self: Person, other: Person): Subject {
  return {
    id,
    issuer: 'civil-affairs',
    vct: vctOf('marriage-certificate'),
    title: '结婚证',
    holder: self.name,
    claims: {
      certificate_number: 'J990101-2016-000520',
      holder: self.name,
      registration_date: '2016-05-20',
      spouse_self: spouse(self),
      spouse_other: spouse(other),
      registration_authority: OFFICES.marriages,
      is_married: true,
    },
  };
}

function parent({ name, id, address }: Person, age: string): JsonObject {
  return {
    name,
    age,
    nationality: '中国',
    ethnicity: '汉',
    address,
    id_type: '居民身份证',
    id_number: id,
  };
}

const BIRTH: Subject = {
  id: 'child-birth',
  issuer: 'health',
  vct: vctOf('birth-medical-certificate'),
  title: '出生医学证明',
  holder: '陈小示例',
  claims: {
    certificate_number: 'X990000123',
    newborn_name: '陈小示例',
    sex: '女',
    birth_time: '2024-02-18T06:42',
    gestational_weeks: '39',
    birth_weight_g: '3260',
    birth_length_cm: '50',
    birth_place: '示例市光华区',
    institution: OFFICES.hospital,
    mother: parent(MOTHER, '34'),
    father: parent(FATHER, '35'),
    issuing_institution: OFFICES.hospital,
    issue_date: '2024-02-21',
  },
};

const POOL: Subject = {
  id: 'swimming-pool',
  issuer: 'health',
  vct: vctOf('licence-base'),
  title: '公共场所卫生许可证',
  holder: '示例市碧波游泳馆有限公司（示例）',
  claims: {
    licence_id: licenceId(TYPE_CODES.pool, OFFICE_CODES.health, '20250000318'),
    licence_type_code: TYPE_CODES.pool,
    licence_name: '公共场所卫生许可证',
    licence_number: '示卫公证字〔2025〕第000318号',
    issuing_authority: OFFICES.health,
    issuing_authority_code: OFFICE_CODES.health,
    issue_date: '2025-06-30',
    holder_name: '示例市碧波游泳馆有限公司（示例）',
    holder_code: COMPANY_CODES.swimming,
    holder_code_type: '001',
    valid_from: '2025-06-30',
    valid_until: UNLIMITED,
  },
};

export const LAND_FORMS: readonly Subject[] = [FLAT];
export const MARRIAGE_FORMS: readonly Subject[] = [
  marriage('marriage-father', FATHER, MOTHER),
  marriage('marriage-mother', MOTHER, FATHER),
];
export const HEALTH_FORMS: readonly Subject[] = [BIRTH, POOL];
