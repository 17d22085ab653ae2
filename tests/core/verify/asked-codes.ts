import type { CheckCode } from '#core/verify/index.ts';

/** Codes that only a verifier who has asked can meet. */
export const ASKED_CODES = [
  'holder/answered',
  'holder/unasked',
  'holder/other-challenge',
  'holder/challenge-expired',
  'purpose/answered',
  'purpose/not-answered',
  'purpose/other-type',
] as const satisfies readonly CheckCode[];
