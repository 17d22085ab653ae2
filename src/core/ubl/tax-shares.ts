/** The tax breakdown of an invoice whose lines alone name their taxes. */
import type { TaxRate, TaxShare } from './invoice.ts';

interface TaxedLine {
  readonly amount: string;
  readonly tax: string;
  readonly rate: TaxRate | undefined;
}

const AMOUNT = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;

/** One share for each rate, in the order of the lines; none if a line's amounts are no amounts. */
export function sharesOf(lines: readonly TaxedLine[]): readonly TaxShare[] {
  const sums = new Map<string, { rate: TaxRate; taxable: bigint; tax: bigint }>();
  for (const { rate, amount, tax } of lines) {
    const [taxable, more] = [cents(amount), cents(tax)];
    if (rate === undefined || taxable === undefined || more === undefined) return [];
    const key = `${rate.category} ${rate.percent ?? ''}`;
    const sum = sums.get(key) ?? { rate, taxable: 0n, tax: 0n };
    sums.set(key, { rate, taxable: sum.taxable + taxable, tax: sum.tax + more });
  }
  return [...sums.values()].map(({ rate, taxable, tax }) => ({
    ...rate,
    taxable: decimal(taxable),
    tax: decimal(tax),
  }));
}

function cents(amount: string): bigint | undefined {
  const [, sign, whole = '', part = ''] = AMOUNT.exec(amount) ?? [];
  if (sign === undefined) return undefined;
  const value = BigInt(whole + part.padEnd(2, '0'));
  return sign === '' ? value : -value;
}

function decimal(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
