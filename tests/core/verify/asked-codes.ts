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

/** Codes that only a presentation with data of its own can meet. */
export const SUPPLIED_CODES = [
  'chain/supplied',
  'chain/unconfirmed',
  'chain/supplied-older',
  'chain/supplied-out-of-reach',
  'chain/supplied-invalid',
  'claim/not-supplied',
] as const satisfies readonly CheckCode[];

/** Codes that only several documents, shown or asked for together, can meet. */
export const SEVERAL_CODES = [
  'purpose/incomplete',
  'holder/different-shows',
  'holder/same-document',
] as const satisfies readonly CheckCode[];
