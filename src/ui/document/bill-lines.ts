/** Lines of a bill as far as they can be understood; what is not a line is left out. */
import type { Format } from '#i18n/index.ts';
import type { BillColumn } from './bill-layout.ts';

const MAX_LINES = 4;

/** The cells of the first lines, column by column. */
export function billLines(
  list: unknown,
  columns: readonly BillColumn[],
  format: Format,
): readonly (readonly string[])[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, MAX_LINES).flatMap((line: unknown) => {
    if (line === null || typeof line !== 'object' || Array.isArray(line)) return [];
    const members = new Map<string, unknown>(Object.entries(line));
    return [columns.map((column) => cell(column, members, format))];
  });
}

function cell(
  { member, format: kind }: BillColumn,
  members: ReadonlyMap<string, unknown>,
  format: Format,
): string {
  const value = members.get(member);
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  if (kind === 'amount') return format.amount(String(value));
  const unit = members.get('unit');
  return member === 'quantity' && typeof unit === 'string' ? `${value} ${unit}` : String(value);
}
