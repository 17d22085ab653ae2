/** Whether an issuer has kept to the disclosure policy of the type (draft-19, section 4.6). */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Disclosure, SdJwt } from './sd-jwt.ts';
import { disclosureDigest } from './process-disclosures.ts';
import type { ClaimRule, CredentialType, DisclosurePolicy } from './read-type.ts';

/**
 * The first claim that is visible though its type always hides it, or disclosed though its type
 * never hides it; `undefined` if there is none. What is withheld cannot be told.
 *
 * @param sdJwt - Of this type, its digests in order.
 */
export function policyBreach(
  { payload, disclosures }: Pick<SdJwt, 'payload' | 'disclosures'>,
  type: CredentialType,
): string | undefined {
  const known = new Map(disclosures.map((one) => [disclosureDigest(one.text), one]));
  return breachIn(payload, type.claims, known);
}

type Known = ReadonlyMap<string, Disclosure>;

function breachIn(
  object: JsonObject,
  rules: readonly ClaimRule[],
  known: Known,
): string | undefined {
  for (const [name, value, isHidden] of membersOf(object, known)) {
    const rule = rules.find((each) => each.name === name);
    if (rule === undefined) continue;
    if (isAgainst(rule.sd, isHidden)) return name;
    const inner = breachInside(value, rule, known);
    if (inner !== undefined) return `${name}.${inner}`;
  }
  return undefined;
}

function breachInside(value: Json, rule: ClaimRule, known: Known): string | undefined {
  if (rule.format === 'object' && isJsonObject(value)) return breachIn(value, rule.parts, known);
  if (rule.element === undefined || !isJsonArray(value)) return undefined;
  for (const [place, item] of value.entries()) {
    const digest = isJsonObject(item) ? item['...'] : undefined;
    const isHidden = typeof digest === 'string';
    if (isAgainst(rule.element.sd, isHidden)) return String(place);
    const shown = isHidden ? known.get(digest)?.value : item;
    const inner = isJsonObject(shown) ? breachIn(shown, rule.parts, known) : undefined;
    if (inner !== undefined) return `${String(place)}.${inner}`;
  }
  return undefined;
}

function membersOf(
  { _sd: digests, ...plain }: JsonObject,
  known: Known,
): readonly (readonly [name: string, value: Json, isHidden: boolean])[] {
  const hidden = (isJsonArray(digests) ? digests : []).flatMap((digest) => {
    const found = typeof digest === 'string' ? known.get(digest) : undefined;
    return found?.name === undefined ? [] : [[found.name, found.value, true] as const];
  });
  return [
    ...Object.entries(plain).map(([name, value]) => [name, value, false] as const),
    ...hidden,
  ];
}

function isAgainst(policy: DisclosurePolicy, isHidden: boolean): boolean {
  return policy === (isHidden ? 'never' : 'always');
}
