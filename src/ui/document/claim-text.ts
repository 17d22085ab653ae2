/** Claim values as words. Values come from issuers, so every shape must come out as some text. */
import type { Format } from '#i18n/index.ts';

const MONEY = /(^|_)(amount|payment|capital|tax_amount|total)(_|$)/;
const IDENTIFIER = /(^|_)(number|uscc|tax_id|code|id)$/;
const MAX_DEPTH = 3;

/**
 * One claim's value for people.
 *
 * @param currency - Of the document, for amounts.
 */
export function claimText(name: string, value: unknown, format: Format, currency = 'CNY'): string {
  if (typeof value === 'string') return stringText(name, value, format, currency);
  return plainText(value, format, 0);
}

function stringText(name: string, value: string, format: Format, currency: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return format.day(value);
  if (MONEY.test(name)) return format.money(value, currency);
  return IDENTIFIER.test(name) ? format.id(value) : value;
}

function plainText(value: unknown, format: Format, depth: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '✓' : '–';
  if (value === null || typeof value !== 'object' || depth >= MAX_DEPTH) return '–';
  if (Array.isArray(value))
    return value.map((item) => plainText(item, format, depth + 1)).join('；');
  return Object.values(value)
    .map((item) => plainText(item, format, depth + 1))
    .join(' ');
}
