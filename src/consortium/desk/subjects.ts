/** Filled-in forms for the demo. People, companies and addresses are invented and say so. */
import { HEALTH_FORMS, LAND_FORMS, MARRIAGE_FORMS } from './forms/family.ts';
import type { Subject } from './forms/form.ts';
import { INVOICE_FORMS } from './forms/invoices.ts';
import { MARKET_FORMS } from './forms/market.ts';
import { POLICE_FORMS } from './forms/persons.ts';
import { EUROPEAN_FORMS, RECEIPT_FORMS } from './forms/receipts.ts';

export type { Subject } from './forms/form.ts';

/** The forms that the desk offers, in the order in which it shows them. */
export const SUBJECTS: readonly Subject[] = [
  ...MARKET_FORMS,
  ...INVOICE_FORMS,
  ...POLICE_FORMS,
  ...LAND_FORMS,
  ...MARRIAGE_FORMS,
  ...HEALTH_FORMS,
  ...RECEIPT_FORMS,
  ...EUROPEAN_FORMS,
];
