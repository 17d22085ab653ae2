import { asking } from './en/asking.ts';
import { checks } from './en/checks.ts';
import { common } from './en/common.ts';
import { consortia } from './en/consortia.ts';
import { findings } from './en/findings.ts';
import { passing } from './en/passing.ts';
import { printing } from './en/printing.ts';
import { refusals } from './en/refusals.ts';
import { staff } from './en/staff.ts';
import { wallet } from './en/wallet.ts';

/** English, and the shape that every other dictionary must fill. */
export const en = {
  common,
  wallet,
  staff,
  asking,
  consortia,
  findings,
  passing,
  printing,
  checks,
  refusals,
};

export type Messages = typeof en;
