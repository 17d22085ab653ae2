/** What a document says, apart from what is each copy's own. */
import {
  isJsonArray,
  isJsonObject,
  parseSdJwt,
  processDisclosures,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { ExchangeError } from '#core/exchange/index.ts';
import { readableClaims } from '#core/verify/index.ts';

/** The claims that people look at. @throws CredentialError for what was never verified. */
export function contentOf(sdJwt: string): JsonObject {
  return readableClaims(processDisclosures(parseSdJwt(sdJwt)).claims);
}

/**
 * Requires that copies say the same: which of them is shown next is nobody's choice.
 *
 * @throws {@link ExchangeError} `exchange/copies-differ`.
 */
export function requireAlike(copies: readonly { readonly sdJwt: string }[]): void {
  const [first, ...others] = copies.map(({ sdJwt }) => contentOf(sdJwt));
  if (others.some((other) => changedClaims(first ?? {}, other).length > 0))
    throw new ExchangeError('exchange/copies-differ', 'content');
}

/** Names of the claims in which two contents differ; the order of members says nothing. */
export function changedClaims(one: JsonObject, other: JsonObject): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => !isSame(one[name], other[name]));
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(sorted(one ?? null)) === JSON.stringify(sorted(other ?? null));
}

function sorted(value: Json): Json {
  if (isJsonArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
