/** Facts of a check as words: which fact means what, read defensively because any may be absent. */
import type { Facts } from '#core/verify/index.ts';
import type { Format } from './format.ts';

/** A number among the facts, or `undefined`. */
export function numberOf(facts: Facts, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = facts[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return undefined;
}

/** A text among the facts, or `undefined`. */
export function textOf(facts: Facts, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = facts[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

const INSTANT = /(^time|At|From|Until|Time|Issued|^now|^until|^from)Ms$/;

/** One fact's value for people: spans, instants, heights, ids and counts each in their own way. */
export function formatFact(name: string, value: string | number, format: Format): string {
  if (typeof value === 'string')
    return /^[0-9A-Fa-f]{16,}$/.test(value) ? format.id(shortened(value)) : value;
  if (INSTANT.test(name) || (name.endsWith('Ms') && value > 1e11)) return format.dateTime(value);
  if (name.endsWith('Ms')) return format.span(value);
  if (/height|since$|^from$|^until$/i.test(name)) return format.height(value);
  return format.number(value);
}

/** A digest is compared at its ends. */
function shortened(hex: string): string {
  const upper = hex.toUpperCase();
  return upper.length <= 20
    ? upper
    : `${upper.slice(0, 4)} ${upper.slice(4, 8)} … ${upper.slice(-4)}`;
}
