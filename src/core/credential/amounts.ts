/** Sums that the amounts of a document should make. */
import { isAmount } from './document-numbers.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';

/** A total and what it is the sum of: amounts beside it, or a member of every line of a list. */
interface Sum {
  readonly total: string;
  readonly parts: readonly (string | readonly [list: string, member: string])[];
  /** The standard says so: a document that differs is not issued. */
  readonly strict: boolean;
}

const VCT = 'https://lightseal.example/vct';

const SUMS: ReadonlyMap<string, readonly Sum[]> = new Map([
  [
    `${VCT}/e-invoice/1`,
    [
      { total: 'amount_excl_tax', parts: [['items', 'amount']], strict: true },
      { total: 'tax_amount', parts: [['items', 'tax']], strict: true },
      { total: 'amount_incl_tax', parts: ['amount_excl_tax', 'tax_amount'], strict: true },
    ],
  ],
  [
    `${VCT}/fiscal-receipt/1`,
    [
      { total: 'total_amount', parts: [['items', 'amount']], strict: false },
      {
        total: 'total_amount',
        parts: ['fund_payment', 'account_payment', 'self_payment'],
        strict: false,
      },
    ],
  ],
  [
    `${VCT}/en16931-invoice/1`,
    [
      // Allowances and charges of the whole document stand between the lines and their total (BR-CO-13).
      { total: 'tax_exclusive', parts: [['lines', 'amount']], strict: false },
      { total: 'tax_total', parts: [['vat_breakdown', 'tax']], strict: true },
      { total: 'tax_inclusive', parts: ['tax_exclusive', 'tax_total'], strict: true },
    ],
  ],
]);

/** How a sum comes out. `open`: something that belongs to it is not shown. */
export interface SumFound {
  /** The claim that names the total. */
  readonly total: string;
  readonly outcome: 'holds' | 'differs' | 'open';
}

/**
 * Every sum of a document.
 *
 * @param isWhole - Whether a list is shown with all its elements; a sum over part of it stays open.
 */
export function checkSums(
  vct: string,
  claims: JsonObject,
  isWhole: (list: string) => boolean,
): readonly SumFound[] {
  return sumsOf(vct).map((sum) => ({ total: sum.total, outcome: outcomeOf(sum, claims, isWhole) }));
}

/** The total of a sum that the standard demands and that does not hold, if there is one. */
export function contradictedSum(vct: string, claims: JsonObject): string | undefined {
  return sumsOf(vct).find((sum) => sum.strict && outcomeOf(sum, claims, () => true) === 'differs')
    ?.total;
}

function sumsOf(vct: string): readonly Sum[] {
  return SUMS.get(vct) ?? [];
}

function outcomeOf(
  { total, parts }: Sum,
  claims: JsonObject,
  isWhole: (list: string) => boolean,
): SumFound['outcome'] {
  const wanted = cents(claims[total]);
  const found = parts.map((part) => {
    if (typeof part === 'string') return cents(claims[part]);
    return isWhole(part[0]) ? sumOfLines(claims[part[0]], part[1]) : undefined;
  });
  const known = found.filter((value) => value !== undefined);
  if (wanted === undefined || known.length !== found.length) return 'open';
  return known.reduce((sum, value) => sum + value, 0n) === wanted ? 'holds' : 'differs';
}

function sumOfLines(list: Json | undefined, member: string): bigint | undefined {
  if (!isJsonArray(list)) return undefined;
  return list.reduce<bigint | undefined>((sum, line) => {
    const value = isJsonObject(line) ? cents(line[member]) : undefined;
    return sum === undefined || value === undefined ? undefined : sum + value;
  }, 0n);
}

function cents(amount: Json | undefined): bigint | undefined {
  if (typeof amount !== 'string' || !isAmount(amount)) return undefined;
  return BigInt(amount.replace('.', ''));
}
