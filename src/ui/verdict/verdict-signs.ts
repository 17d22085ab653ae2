import type { Outcome, Verdict } from '#core/verify/index.ts';
import type { SignKind } from '../primitives/sign-kind.ts';

export const VERDICT_SIGNS: Readonly<Record<Verdict, SignKind>> = {
  accepted: 'pass',
  rejected: 'fail',
  undecided: 'unknown',
};

export const OUTCOME_SIGNS: Readonly<Record<Outcome, SignKind>> = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  skipped: 'skipped',
};
