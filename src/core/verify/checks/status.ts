import {
  isStatusTokenExpired,
  readStatusReference,
  STATUS,
  statusAt,
  type StatusReference,
  type StatusToken,
} from '../../credential/index.ts';
import { isRefusal } from '../../errors.ts';
import { isInRange, type IssuerEntry, type IssuerKey } from '../../registry/index.ts';
import { answer, ISSUER_PREFIX, type Case } from '../case.ts';
import { groundsOf, type Grounds } from '../grounds.ts';
import type { Check, Facts, Trust } from '../types.ts';
import { verifiedStatusToken } from './status-tokens.ts';

/**
 * `status`: the status list is the one whose digest is on the chain, signed by the issuer, recent
 * enough, and says valid. A list that is missing, too old or from a time to come decides nothing, and so does a
 * status that has a meaning only for its issuer.
 */
export function checkStatus(c: Case): Check {
  const reference = attempt(() => readStatusReference(c.sdJwt.payload));
  if (reference === undefined) return answer('unknown', 'status/no-reference');
  const name = statusListName(c.issuerId ?? '', reference.uri) ?? '';
  const listed = c.grounds.statusList(name);
  if (listed === undefined) return answer('unknown', 'status/list-missing');
  const { entry, token: text } = listed;
  const token = attempt(() =>
    verifiedStatusToken(text, keyOf(c.grounds, c.issuer, entry.height), reference.uri),
  );
  if (token === undefined) return answer('unknown', 'status/list-missing');
  return judge(c, reference, token, entry.validUntilMs);
}

/**
 * Verifies the status lists of a pack ahead of the first code, so that nobody waits for it. A list that
 * does not hold is found out when a document refers to it.
 */
export function prepareStatus(trust: Trust): void {
  const { statusTokens, registry } = trust.pack;
  for (const [name, text] of statusTokens) {
    const [issuerId = '', list = ''] = name.split('/');
    const height = registry.statuses.get(name)?.height ?? 0;
    const key = keyOf(groundsOf(trust), registry.issuers.get(issuerId), height);
    attempt(() => verifiedStatusToken(text, key, `${ISSUER_PREFIX}${issuerId}/status/${list}`));
  }
}

function judge(c: Case, { idx }: StatusReference, token: StatusToken, untilMs: number): Check {
  const facts = { listIssuedMs: token.issuedMs, index: idx, ...renewal(c, token) };
  const status = attempt(() => statusAt(token.list, idx));
  // A revocation does not grow stale: an old list that names the document still counts against it.
  if (status === STATUS.invalid) return answer('fail', 'status/revoked', facts);
  if (token.issuedMs > c.now.getTime() + c.policy.clockDriftMs)
    return answer('unknown', 'status/from-future', facts);
  const lateMs = lateness(c, token, untilMs);
  if (lateMs > 0) return answer('unknown', 'status/list-expired', { ...facts, lateMs });
  if (status === undefined) return answer('fail', 'status/out-of-range', facts);
  if (status === STATUS.suspended) return answer('fail', 'status/suspended', facts);
  return status === STATUS.valid
    ? answer('pass', 'status/valid', facts)
    : answer('unknown', 'status/other', { ...facts, status });
}

/** A list past its `ttl` still counts, but the issuer has a newer one by now. */
function renewal({ now }: Case, { issuedMs, ttlMs = Infinity }: StatusToken): Facts {
  const renewedMs = issuedMs + ttlMs;
  return now.getTime() < renewedMs ? {} : { renewedMs };
}

/** By how much the list is past its own end, the registry's, or the policy's. */
function lateness(c: Case, token: StatusToken, untilMs: number): number {
  const nowMs = c.now.getTime();
  const policyEnd = token.issuedMs + c.policy.maxStatusAgeMs;
  const end = Math.min(untilMs, policyEnd, token.expiresMs ?? Infinity);
  return isStatusTokenExpired(token, c.now) || nowMs >= end ? Math.max(1, nowMs - end) : 0;
}

/** `<issuer>/<list>`: only the issuer's own lists speak for its documents, whoever publishes them. */
export function statusListName(issuerId: string, uri: string): string | undefined {
  const prefix = `${ISSUER_PREFIX}${issuerId}/status/`;
  return uri.startsWith(prefix) ? `${issuerId}/${uri.slice(prefix.length)}` : undefined;
}

/** Of the issuer or of its successor, in force when the list was published. */
function keyOf(grounds: Grounds, issuer: IssuerEntry | undefined, height: number) {
  return ({ jwt }: StatusToken): IssuerKey => {
    const successor = grounds.issuer(issuer?.successor ?? '');
    const key = [...(issuer?.keys ?? []), ...(successor?.keys ?? [])].find(
      (each) => each.kid === jwt.header['kid'] && isInRange(each, height),
    );
    // The digest on the chain already pins the token; without its key it stays unconfirmed.
    return key ?? { kid: '', alg: 'ES256', publicKey: new Uint8Array(), from: 0 };
  };
}

function attempt<T>(question: () => T): T | undefined {
  try {
    return question();
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
}
