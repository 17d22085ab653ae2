/** Claim values as words. Values come from issuers, so every shape must come out as some text. */
import { isUnlimited, type ClaimFormat, type ClaimRule } from '#core/credential/index.ts';
import type { Format } from '#i18n/index.ts';

/** As much of a claim's rule as its words depend on. */
export type ClaimShape = Pick<ClaimRule, 'format' | 'parts'>;

const TEXT: ClaimShape = { format: 'text', parts: [] };
const IDENTIFIERS: ReadonlySet<ClaimFormat> = new Set([
  'uscc',
  'citizen-id',
  'person-or-uscc',
  'vin',
  'invoice-number',
  'food-licence-number',
  'file-number',
  'unit-number',
  'birth-certificate-number',
  'fiscal-number',
]);
const MAX_DEPTH = 3;

/** The currency of a document's amounts. */
export function currencyOf(claims: Readonly<Record<string, unknown>>): string {
  return typeof claims['currency'] === 'string' ? claims['currency'] : 'CNY';
}

/**
 * One claim's value for people.
 *
 * @param currency - Of the document, for amounts.
 */
export function claimText(
  { format: kind, parts }: ClaimShape,
  value: unknown,
  format: Format,
  currency = 'CNY',
): string {
  // The secret of a reimbursement is a secret on every screen.
  if (kind === 'secret') return '······';
  if (typeof value === 'string') return stringText(kind, value, format, currency);
  if (typeof value === 'boolean') return format.yesNo(value);
  if (isUnlimited(value)) return format.noEnd();
  if (Array.isArray(value))
    return value.map((item) => partsText(parts, item, format, currency)).join('；');
  return partsText(parts, value, format, currency);
}

function stringText(kind: ClaimFormat, value: string, format: Format, currency: string): string {
  if (kind === 'picture') return '';
  if (kind === 'date' || kind === 'date-or-unlimited') return format.day(value);
  if (kind === 'minute') return format.minute(value);
  if (kind === 'amount') return format.money(value, currency);
  return IDENTIFIERS.has(kind) ? format.id(value) : value;
}

/** The parts of a person or a line, in the order of their type. */
function partsText(
  parts: readonly ClaimRule[],
  value: unknown,
  format: Format,
  currency: string,
): string {
  if (value === null || typeof value !== 'object' || parts.length === 0)
    return plainText(value, format, 0);
  const members = new Map<string, unknown>(Object.entries(value));
  return parts
    .filter(({ name }) => members.has(name))
    .map((part) => claimText(part, members.get(part.name), format, currency))
    .join(' ');
}

function plainText(value: unknown, format: Format, depth: number): string {
  if (typeof value === 'string') return claimText(TEXT, value, format);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return format.yesNo(value);
  if (value === null || typeof value !== 'object' || depth >= MAX_DEPTH) return '–';
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  const separator = Array.isArray(value) ? '；' : ' ';
  return items.map((item) => plainText(item, format, depth + 1)).join(separator);
}
