/** Which claims stand where on a face. A type without a layout shows its first claims in order. */
import type { LocalText } from '#core/chain/index.ts';
import { typeSlug } from './look.ts';

export interface FaceLayout {
  /** The one number that people look for; also on the short card. */
  readonly key: string;
  readonly rows: readonly string[];
  /** Whose document it is: documents of one person are kept together. */
  readonly holder: string;
  /** In the foot, beside the key. */
  readonly until?: string;
  readonly issuer?: string;
}

const ROWS = 6;

const LAYOUTS: Readonly<Record<string, FaceLayout>> = {
  'food-business-licence': {
    key: 'licence_number',
    rows: [
      'operator_name',
      'uscc',
      'business_premises',
      'main_business',
      'business_items',
      'legal_representative',
    ],
    holder: 'operator_name',
    until: 'valid_until',
    issuer: 'issuing_authority',
  },
  'business-licence': {
    key: 'uscc',
    rows: [
      'name',
      'entity_type',
      'legal_representative',
      'registered_capital',
      'domicile',
      'business_scope',
    ],
    holder: 'name',
    until: 'establishment_date',
    issuer: 'registration_authority',
  },
  'e-invoice': {
    key: 'amount_incl_tax',
    rows: [],
    holder: 'buyer_name',
    until: 'issue_date',
    issuer: 'tax_bureau',
  },
  'licence-base': {
    key: 'licence_number',
    rows: ['holder_name', 'holder_code', 'issue_date', 'licence_id'],
    holder: 'holder_name',
    until: 'valid_until',
    issuer: 'issuing_authority',
  },
  'citizen-identity': {
    key: 'id_number',
    rows: ['name', 'sex', 'ethnicity', 'birth_date', 'address'],
    holder: 'name',
    until: 'valid_until',
    issuer: 'issuing_authority',
  },
  'driving-licence': {
    key: 'licence_number',
    rows: ['name', 'sex', 'birth_date', 'address', 'first_issue_date', 'vehicle_class'],
    holder: 'name',
    until: 'valid_until',
    issuer: 'issuing_authority',
  },
  'vehicle-licence': {
    key: 'plate_number',
    rows: ['vehicle_type', 'owner', 'use_character', 'model', 'vin', 'registration_date'],
    holder: 'owner',
    until: 'inspection_valid_until',
    issuer: 'issuing_authority',
  },
  'property-title': {
    key: 'licence_number',
    rows: ['holder_name', 'co_ownership', 'location', 'unit_number', 'use', 'area'],
    holder: 'holder_name',
    until: 'issue_date',
    issuer: 'issuing_authority',
  },
  'marriage-certificate': {
    key: 'certificate_number',
    rows: ['holder', 'spouse_self', 'spouse_other', 'remarks'],
    holder: 'holder',
    until: 'registration_date',
    issuer: 'registration_authority',
  },
  'birth-medical-certificate': {
    key: 'certificate_number',
    rows: ['newborn_name', 'sex', 'birth_time', 'birth_place', 'mother', 'father'],
    holder: 'newborn_name',
    until: 'issue_date',
    issuer: 'issuing_institution',
  },
  'fiscal-receipt': {
    key: 'total_amount',
    rows: [],
    holder: 'payer_name',
    until: 'issue_date',
    issuer: 'issuer_name',
  },
  'en16931-invoice': {
    key: 'tax_inclusive',
    rows: [],
    holder: 'buyer_name',
    until: 'due_date',
    issuer: 'seller_name',
  },
};

export function faceLayout(vct: string, claims: readonly string[]): FaceLayout {
  const slug = typeSlug(vct);
  const known = Object.hasOwn(LAYOUTS, slug) ? LAYOUTS[slug] : undefined;
  if (known !== undefined) return known;
  const shown = claims.filter((name) => name !== 'portrait' && !name.endsWith('_secret'));
  return {
    key: shown[0] ?? '',
    rows: shown.slice(1, 1 + ROWS),
    holder: '',
    until: 'valid_until',
    issuer: 'issuing_authority',
  };
}

/** Claims that people look for first: the number, until when, from whom; then the rest in order. */
export function readingOrder(vct: string, claims: readonly string[]): readonly string[] {
  const { key, until, issuer } = faceLayout(vct, claims);
  const first = [key, 'valid_until', until, issuer].filter(
    (name): name is string => name !== undefined && claims.includes(name),
  );
  return [...new Set([...first, ...claims])];
}

/** Whose document it is, in its own words; `undefined` where it does not say. */
export function holderOf(
  vct: string,
  claims: Readonly<Record<string, unknown>>,
): string | undefined {
  const { holder } = faceLayout(vct, []);
  const name = Object.hasOwn(claims, holder) ? claims[holder] : undefined;
  return typeof name === 'string' ? name : undefined;
}

const SHORT_NAMES: Readonly<Record<string, LocalText>> = {
  'e-invoice': { 'zh-CN': '电子发票', en: 'E-invoice' },
  'en16931-invoice': { 'zh-CN': '欧标电子发票', en: 'EN 16931 invoice' },
  'citizen-identity': { 'zh-CN': '居民身份凭证', en: 'Citizen identity' },
  'birth-medical-certificate': { 'zh-CN': '出生医学证明', en: 'Birth certificate' },
  'property-title': { 'zh-CN': '不动产权证书', en: 'Property title' },
};

/** What people call a document, where its type's own name is longer. */
export function documentTitle(type: { readonly vct: string; readonly name: LocalText }): LocalText {
  const slug = typeSlug(type.vct);
  const short = Object.hasOwn(SHORT_NAMES, slug) ? SHORT_NAMES[slug] : undefined;
  return short ?? { 'zh-CN': headline(type.name['zh-CN']), en: headline(type.name.en) };
}

/** Names that end in a bracket, `电子发票(数电票)`, are headed by what stands before it. */
export function headline(name: string): string {
  return name.split(/[(（]/)[0]?.trim() ?? name;
}
