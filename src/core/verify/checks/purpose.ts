import { answer, notReached, type Case } from '../case.ts';
import type { Expectation } from '../challenge.ts';
import type { Check } from '../types.ts';

/**
 * `purpose`: what was disclosed answers what was asked, no less. Whoever shows less or another
 * document may have a reason, so it is asked again and not held against the document.
 *
 * @param genuine - The issuer's signature holds; without it no claim means anything.
 */
export function checkPurpose(c: Case, expected: Expectation, genuine: boolean): Check {
  if (expected.mode === 'broadcast') return answer('skipped', 'purpose/not-asked');
  if (!genuine) return notReached('purpose');
  const { vct, claims } = expected.challenge.asked;
  if (c.sdJwt.payload['vct'] !== vct) return answer('unknown', 'purpose/other-type');
  const shown = c.processed?.claims ?? {};
  const asked = claims.length;
  const missing = claims.filter((claim) => !Object.hasOwn(shown, claim)).length;
  return missing === 0
    ? answer('pass', 'purpose/answered', { asked })
    : answer('unknown', 'purpose/not-answered', { asked, missing });
}
