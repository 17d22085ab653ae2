/** An invoice in the terms of EN 16931, whatever type of document it was read from. */

/** A seller or buyer. */
export interface Party {
  readonly name: string;
  readonly taxId: string | undefined;
  /** ISO 3166, two letters. */
  readonly country: string | undefined;
}

/** Category (UNCL 5305) and percentage of a tax. */
export interface TaxRate {
  readonly category: string;
  readonly percent: string | undefined;
}

/** One line of the tax breakdown (BG-23). */
export interface TaxShare extends TaxRate {
  readonly taxable: string;
  readonly tax: string;
}

/** One line (BG-25). */
export interface InvoiceLine {
  readonly name: string;
  readonly description: string | undefined;
  readonly quantity: string;
  /** UN/ECE recommendation 20. */
  readonly unit: string;
  /** Price of one; without it, `amount` is the price of the whole quantity. */
  readonly price: string | undefined;
  readonly amount: string;
  readonly rate: TaxRate | undefined;
}

/** Amounts are decimal texts, dates `YYYY-MM-DD`. */
export interface Invoice {
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string | undefined;
  /** UNTDID 1001. */
  readonly typeCode: string;
  readonly notes: readonly string[];
  readonly currency: string;
  /** The invoice that this one corrects. */
  readonly corrects: string | undefined;
  readonly seller: Party;
  readonly buyer: Party;
  readonly shares: readonly TaxShare[];
  readonly taxExclusive: string;
  readonly tax: string;
  readonly taxInclusive: string;
  readonly payable: string;
  readonly lines: readonly InvoiceLine[];
}
