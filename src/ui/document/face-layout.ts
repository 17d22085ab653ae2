/** Which claims stand where on a face. A type without a layout shows its first claims in order. */
import type { LocalText } from '#core/chain/index.ts';
import { typeSlug } from './look.ts';

export interface FaceLayout {
  /** The one number that people look for; also on the short card. */
  readonly key: string;
  readonly rows: readonly string[];
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
    until: 'establishment_date',
    issuer: 'registration_authority',
  },
  'e-invoice': { key: 'amount_incl_tax', rows: [], until: 'issue_date', issuer: 'tax_bureau' },
};

export function faceLayout(vct: string, claims: readonly string[]): FaceLayout {
  const slug = typeSlug(vct);
  const known = Object.hasOwn(LAYOUTS, slug) ? LAYOUTS[slug] : undefined;
  if (known !== undefined) return known;
  const shown = claims.filter((name) => name !== 'portrait' && !name.endsWith('_secret'));
  return {
    key: shown[0] ?? '',
    rows: shown.slice(1, 1 + ROWS),
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

const SHORT_NAMES: Readonly<Record<string, LocalText>> = {
  'e-invoice': { 'zh-CN': '电子发票', en: 'E-invoice' },
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
