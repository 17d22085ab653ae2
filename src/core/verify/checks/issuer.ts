import {
  isInRange,
  issuerStatusAt,
  type IssuerEntry,
  type IssuerKey,
} from '../../registry/index.ts';
import { answer, notReached, type Case } from '../case.ts';
import type { Check, Facts } from '../types.ts';

/**
 * `issuer`: the registry lists the issuer as active, with this key and for this type, at the time
 * of the batch. Unknown issuers and keys may be newer than what is held, so they never fail.
 */
export function checkIssuer(c: Case): Check {
  if (c.issuer === undefined) return answer('unknown', 'issuer/unknown');
  if (c.key === undefined)
    return answer('unknown', 'issuer/unknown-key', kidFacts(c.sdJwt.header['kid']));
  if (c.batch === undefined) return notReached('issuer');
  return atTheTime(c, c.issuer, c.key, c.batch.height);
}

function atTheTime(c: Case, issuer: IssuerEntry, key: IssuerKey, height: number): Check {
  const facts = { issuer: issuer.name['zh-CN'], kid: key.kid, height };
  const status = issuerStatusAt(issuer, height);
  if (status === 'suspended') return answer('fail', 'issuer/suspended', facts);
  if (status !== 'active') return answer('fail', 'issuer/retired', facts);
  if (key.compromisedSince !== undefined && height >= key.compromisedSince) {
    return answer('fail', 'issuer/key-compromised', facts);
  }
  if (!isInRange(key, height)) return answer('fail', 'issuer/key-out-of-range', facts);
  const vct = c.sdJwt.payload['vct'];
  const allowed = issuer.types.some((type) => type.vct === vct && isInRange(type, height));
  if (!allowed) return answer('fail', 'issuer/type-not-allowed', facts);
  return answer('pass', 'issuer/authorised', facts);
}

function kidFacts(kid: unknown): Facts {
  return typeof kid === 'string' ? { kid } : {};
}
