/** Hiding parts of a claim, so that a holder may disclose one person's field or one line alone. */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import type { ClaimRule } from './read-type.ts';

/** Turns a hidden member (with its name) or element into the digest that stands for it. */
export type Hide = (name: string | undefined, value: Json) => string;

/**
 * The value with every part that its type hides replaced by a digest. Inner parts are hidden before
 * the outer ones.
 */
export function hideParts(value: Json, rule: ClaimRule | undefined, hide: Hide): Json {
  if (rule === undefined) return value;
  if (rule.format === 'object' && isJsonObject(value)) return hideMembers(value, rule.parts, hide);
  if (rule.format !== 'list' || !isJsonArray(value)) return value;
  return value.map((element) => {
    const shown = isJsonObject(element) ? hideMembers(element, rule.parts, hide) : element;
    return rule.element?.sd === 'always' ? { '...': hide(undefined, shown) } : shown;
  });
}

function hideMembers(object: JsonObject, rules: readonly ClaimRule[], hide: Hide): JsonObject {
  const known = new Map(rules.map((rule) => [rule.name, rule]));
  const digests: string[] = [];
  const plain: [string, Json][] = [];
  for (const [name, value] of Object.entries(object)) {
    const rule = known.get(name);
    const shown = hideParts(value, rule, hide);
    if (rule?.sd === 'always') digests.push(hide(name, shown));
    else plain.push([name, shown]);
  }
  const hidden = digests.length === 0 ? {} : { _sd: digests.sort() };
  return { ...Object.fromEntries(plain), ...hidden };
}
