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
import type { AskedClaims } from '../../qr/index.ts';
import { allAsked, type Expectation } from '../challenge.ts';
import type { Check } from '../types.ts';

/**
 * `purpose`: what was disclosed answers what was asked, no less. Whoever shows less or another
 * document may have a reason, so it is asked again and not held against the document.
 *
 * @param genuine - The issuer's signature holds; without it no claim means anything.
 * @param together - It is one of several documents, so others may answer the rest.
 */
export function checkPurpose(
  c: Case,
  expected: Expectation,
  genuine: boolean,
  together: boolean,
): Check {
  if (expected.mode === 'broadcast') return answer('skipped', 'purpose/not-asked');
  if (!genuine) return notReached('purpose');
  const parts = allAsked(expected.challenge);
  const vct = c.sdJwt.payload['vct'];
  const part = parts.find((one) => one.vct === vct) ?? expected.challenge.asked;
  const check = checkPart(c, part);
  const missing = together ? 0 : parts.length - 1;
  return check.outcome === 'pass' && missing > 0 ? incomplete(missing) : check;
}

/** Documents were asked for that nobody has shown. */
export function incomplete(missing: number): Check {
  return answer('unknown', 'purpose/incomplete', { missing });
}

function checkPart(c: Case, part: AskedClaims): Check {
  const query = askedQuery(part);
  const vct = c.sdJwt.payload['vct'];
  const shown = queriedDocument(typeof vct === 'string' ? vct : '', c.processed?.claims ?? {});
  const asked = part.claims.length;
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
