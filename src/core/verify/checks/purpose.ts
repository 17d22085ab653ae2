import {
  DcqlError,
  isMeant,
  unmetClaims,
  verifyDcqlAnswer,
  type CredentialQuery,
  type QueriedDocument,
} from '../../credential/index.ts';
import { askedQuery, queriedDocument } from '../asked-query.ts';
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
  const query = askedQuery(expected.challenge.asked);
  const vct = c.sdJwt.payload['vct'];
  const shown = queriedDocument(typeof vct === 'string' ? vct : '', c.processed?.claims ?? {});
  const asked = expected.challenge.asked.claims.length;
  if (isAnswered(query, shown)) return answer('pass', 'purpose/answered', { asked });
  if (!isMeant(query, shown)) return answer('unknown', 'purpose/other-type');
  const missing = unmetClaims(query, shown).length;
  return answer('unknown', 'purpose/not-answered', { asked, missing });
}

function isAnswered(query: CredentialQuery, shown: QueriedDocument): boolean {
  try {
    verifyDcqlAnswer({ credentials: [query] }, new Map([[query.id, [shown]]]));
    return true;
  } catch (refusal) {
    if (refusal instanceof DcqlError) return false;
    throw refusal;
  }
}
