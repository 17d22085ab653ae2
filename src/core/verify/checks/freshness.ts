import { answer, headerTimeMs, type Case } from '../case.ts';
import type { Check } from '../types.ts';

/** `freshness`: the trust data, counted from its header's time, is younger than the policy asks. */
export function checkFreshness(c: Case): Check {
  const ageMs = c.now.getTime() - headerTimeMs(c.trust);
  const facts = { ageMs, maxAgeMs: c.policy.maxTrustAgeMs };
  return ageMs > c.policy.maxTrustAgeMs
    ? answer('unknown', 'freshness/stale', facts)
    : answer('pass', 'freshness/fresh', facts);
}
