/** Lines of an invoice as far as they can be understood; what is not a line is left out. */
export interface InvoiceLine {
  readonly name: string;
  readonly quantity: string;
  readonly amount: string;
  readonly tax: string;
}

const MAX_LINES = 3;

export function invoiceLines(items: unknown): readonly InvoiceLine[] {
  if (!Array.isArray(items)) return [];
  return items.slice(0, MAX_LINES).flatMap((item: unknown) => {
    if (item === null || typeof item !== 'object') return [];
    const fields = new Map(Object.entries(item));
    const read = (...names: readonly string[]) => {
      const value: unknown = names
        .map((name): unknown => fields.get(name))
        .find((found) => found !== undefined);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    };
    const quantity = [read('quantity', 'qty'), read('unit')]
      .filter((part) => part !== '')
      .join(' ');
    const line = {
      name: read('name', 'description', 'item'),
      quantity,
      tax: read('tax', 'tax_amount'),
    };
    return [{ ...line, amount: read('amount', 'net_amount', 'amount_excl_tax') }];
  });
}
