import type { Messages } from './en.ts';
import { asking } from './zh-CN/asking.ts';
import { checks } from './zh-CN/checks.ts';
import { common } from './zh-CN/common.ts';
import { consortia } from './zh-CN/consortia.ts';
import { findings } from './zh-CN/findings.ts';
import { passing } from './zh-CN/passing.ts';
import { printing } from './zh-CN/printing.ts';
import { refusals } from './zh-CN/refusals.ts';
import { staff } from './zh-CN/staff.ts';
import { wallet } from './zh-CN/wallet.ts';

export const zhCN: Messages = {
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
