/** What can be said of a document's content beyond its signature: check characters and sums. */
import {
  checkSums,
  hasCheckCharacter,
  isFormatted,
  isJsonArray,
  isJsonObject,
  typeMetadata,
  type ClaimRule,
  type Json,
  type JsonObject,
  type SumFound,
} from '../credential/index.ts';
import type { Case } from './case.ts';

/** Facts about the content. They decide no verdict: the issuer has signed it as it is. */
export interface ContentFacts {
  /** Claims with a check character, by path, and whether it fits. */
  readonly identifiers: readonly { readonly path: string; readonly fits: boolean }[];
  /** Claims, by path, that do not have the form that their type prescribes. */
  readonly malformed: readonly string[];
  readonly sums: readonly SumFound[];
}

/** Looks at what a document shows. Of a type that is not known nothing can be said. */
export function contentFacts({
  sdJwt,
  processed,
}: Pick<Case, 'sdJwt' | 'processed'>): ContentFacts {
  const vct = sdJwt.payload['vct'];
  const type = typeof vct === 'string' ? typeMetadata(vct) : undefined;
  const claims = processed?.claims;
  if (type === undefined || claims === undefined)
    return { identifiers: [], malformed: [], sums: [] };
  const values = type.claims.flatMap((rule) => valuesOf(claims, rule, []));
  return {
    identifiers: values.flatMap(({ path, value, rule }) =>
      hasCheckCharacter(rule.format) ? { path, fits: isFormatted(value, rule.format) } : [],
    ),
    malformed: values.flatMap(({ path, value, rule }) =>
      hasCheckCharacter(rule.format) || isFormatted(value, rule.format) ? [] : path,
    ),
    sums: checkSums(type.vct, claims, (list) => isWhole(list, claims, sdJwt)),
  };
}

interface Found {
  readonly path: string;
  readonly value: Json;
  readonly rule: ClaimRule;
}

function valuesOf(object: JsonObject, rule: ClaimRule, above: readonly string[]): Found[] {
  const value = object[rule.name];
  if (value === undefined) return [];
  const path = [...above, rule.name];
  return [{ path: path.join('.'), value, rule }, ...partsOf(value, rule, path)];
}

function partsOf(value: Json, { parts }: ClaimRule, path: readonly string[]): Found[] {
  if (isJsonObject(value)) return parts.flatMap((part) => valuesOf(value, part, path));
  if (!isJsonArray(value)) return [];
  return value.flatMap((item, index) =>
    isJsonObject(item)
      ? parts.flatMap((part) => valuesOf(item, part, [...path, String(index)]))
      : [],
  );
}

/** As many elements are shown as the issuer has listed. */
function isWhole(
  list: string,
  claims: JsonObject,
  { payload, disclosures }: Case['sdJwt'],
): boolean {
  const listed = payload[list] ?? disclosures.find(({ name }) => name === list)?.value;
  const shown = claims[list];
  return isJsonArray(listed) && isJsonArray(shown) && listed.length === shown.length;
}
