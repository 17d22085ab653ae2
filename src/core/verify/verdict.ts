import type { Check, CheckId, Outcome, Verdict } from './types.ts';

/**
 * Reduces the checks to one verdict. One failure rejects; a required check that is missing, skipped
 * or unknown leaves the verdict undecided, so forgetting to run a check can never accept.
 */
export function verdictOf(checks: readonly Check[], required: readonly CheckId[]): Verdict {
  if (checks.some((check) => check.outcome === 'fail')) return 'rejected';
  const passed = new Set(checks.filter((check) => check.outcome === 'pass').map(({ id }) => id));
  return required.length > 0 && required.every((id) => passed.has(id)) ? 'accepted' : 'undecided';
}

/** A forged document must never be reported as merely expired: the worst comes first. */
const GRAVITY: readonly CheckId[] = [
  'chain',
  'signature',
  'holder',
  'anchor',
  'issuer',
  'status',
  'validity',
  'purpose',
  'claim',
  'format',
  'freshness',
];

/** What is missing is named from its cause: without a readable code or a header nothing else can be judged. */
const CAUSE: readonly CheckId[] = [
  'format',
  'chain',
  'issuer',
  'anchor',
  'holder',
  'status',
  'freshness',
  'validity',
  'signature',
  'purpose',
  'claim',
];

/** The one check to show first, or `undefined` if nothing required is missing. */
export function firstReason(
  checks: readonly Check[],
  required: readonly CheckId[],
): Check | undefined {
  return (
    worst(checks, 'fail', GRAVITY) ??
    worst(
      checks.filter(({ id }) => required.includes(id)),
      'unknown',
      CAUSE,
    ) ??
    checks.find(({ id, outcome }) => required.includes(id) && outcome === 'skipped')
  );
}

function worst(
  checks: readonly Check[],
  outcome: Outcome,
  order: readonly CheckId[],
): Check | undefined {
  return checks
    .filter((check) => check.outcome === outcome)
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))[0];
}
