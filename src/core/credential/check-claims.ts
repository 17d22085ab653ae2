/** What an issuer checks before it signs. */
import { contradictedSum } from './amounts.ts';
import { isFormatted } from './claim-format.ts';
import { CredentialError } from './credential-error.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import type { ClaimRule } from './read-type.ts';
import { typeMetadata } from './type-metadata.ts';

/** Claims of a type, parted by who decides whether they are seen. */
export interface ClaimsToIssue {
  /** Always visible. */
  readonly plain: JsonObject;
  /** Hidden unless the holder discloses them. */
  readonly disclosable: JsonObject;
}

/**
 * Checks claims against their type, parts of parts too (nothing missing, nothing unknown, identifiers
 * with their check characters, dates, amounts, sums that must hold) and parts them by the type's
 * disclosure policy.
 *
 * @throws {@link CredentialError} `credential/unknown-type`, `credential/unknown-claim`,
 * `credential/missing-claim`, `credential/bad-claim-format` or `credential/amounts-differ`.
 */
export function checkClaims(vct: string, claims: JsonObject): ClaimsToIssue {
  const type = typeMetadata(vct);
  if (type === undefined) throw new CredentialError('credential/unknown-type', vct);
  checkMembers(claims, type.claims);
  const sum = contradictedSum(vct, claims);
  if (sum !== undefined) throw new CredentialError('credential/amounts-differ', sum);
  const hidden = new Set(type.claims.flatMap(({ name, sd }) => (sd === 'always' ? name : [])));
  const entries = Object.entries(claims);
  return {
    plain: Object.fromEntries(entries.filter(([name]) => !hidden.has(name))),
    disclosable: Object.fromEntries(entries.filter(([name]) => hidden.has(name))),
  };
}

function checkMembers(object: JsonObject, rules: readonly ClaimRule[]): void {
  const known = new Map(rules.map((rule) => [rule.name, rule]));
  for (const [name, value] of Object.entries(object)) {
    const rule = known.get(name);
    if (rule === undefined) throw new CredentialError('credential/unknown-claim', name);
    checkValue(value, rule);
  }
  const missing = rules.find(({ name, mandatory }) => mandatory && !Object.hasOwn(object, name));
  if (missing !== undefined) throw new CredentialError('credential/missing-claim', missing.name);
}

function checkValue(value: Json, { name, format, parts }: ClaimRule): void {
  if (!isFormatted(value, format)) throw new CredentialError('credential/bad-claim-format', name);
  if (format === 'object' && isJsonObject(value)) checkMembers(value, parts);
  if (format !== 'list' || !isJsonArray(value)) return;
  for (const element of value) {
    const isFit = parts.length > 0 ? isJsonObject(element) : isFormatted(element, 'text');
    if (!isFit) throw new CredentialError('credential/bad-claim-format', name);
    if (isJsonObject(element)) checkMembers(element, parts);
  }
}
