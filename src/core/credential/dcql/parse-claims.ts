/** The claims of one credential query. */
import type { Json } from '../json.ts';
import { DCQL_LIMITS, type ClaimQuery, type ClaimsPath } from './query.ts';
import { readId, readList, readObject, refuse, requireDistinct } from './read-json.ts';

/** @param named - Sets refer to claims by id, so that each needs one. */
export function parseClaims(untrusted: Json, named: boolean): readonly ClaimQuery[] {
  const claims = readList(untrusted, DCQL_LIMITS.claims, 'claims').map((item) => {
    const { id, path, values } = readObject(item, 'claim');
    return {
      path: parsePath(path),
      ...(id === undefined && !named ? {} : { id: readId(id) }),
      ...(values === undefined ? {} : { values: parseValues(values) }),
    };
  });
  requireDistinct(claims.map(({ id }) => id));
  const paths = new Set(claims.map(({ path }) => JSON.stringify(path)));
  if (paths.size !== claims.length) return refuse('dcql/repeated-path', 'claims');
  return claims;
}

/** Places in `claims` instead of ids. */
export function parseClaimSets(
  untrusted: Json,
  claims: readonly ClaimQuery[],
): readonly (readonly number[])[] {
  const places = new Map(claims.map(({ id = '' }, place) => [id, place]));
  return readList(untrusted, DCQL_LIMITS.claimSets, 'claim_sets').map((set) => {
    const ids = readList(set, DCQL_LIMITS.claims, 'claim set').map(readId);
    requireDistinct(ids);
    return ids.map((id) => places.get(id) ?? refuse('dcql/unknown-id', 'claim set'));
  });
}

function parsePath(untrusted: Json | undefined): ClaimsPath {
  return readList(untrusted, DCQL_LIMITS.path, 'path').map((step) => {
    if (step === null || (typeof step === 'string' && step.length <= DCQL_LIMITS.word)) return step;
    if (typeof step === 'number' && Number.isSafeInteger(step) && step >= 0) return step;
    return refuse('dcql/bad-path', 'step');
  });
}

function parseValues(untrusted: Json): readonly (string | number | boolean)[] {
  return readList(untrusted, DCQL_LIMITS.values, 'values').map((value) => {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string' && value.length <= DCQL_LIMITS.word) return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    return refuse('dcql/bad-values', 'values');
  });
}
