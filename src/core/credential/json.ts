/** JSON from strangers: bounded in depth, and with one reading only. */
import { shapeOfJson } from '../bytes/index.ts';
import { CredentialError } from './credential-error.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Containers inside one another, of a payload and of what its disclosures add to it. */
export const MAX_DEPTH = 8;

/**
 * Reads JSON. A repeated key is refused, because two readers would disagree on it; `__proto__` is
 * refused as a key, because it would not stay one.
 *
 * @throws {@link CredentialError} `credential/malformed`, or `credential/too-deep` beyond `maxDepth`.
 */
export function parseJson(untrustedText: string, maxDepth: number = MAX_DEPTH): Json {
  // First of all: it takes seconds to parse a deep text.
  const { depth, members } = shapeOfJson(untrustedText);
  if (depth > maxDepth) throw new CredentialError('credential/too-deep', 'JSON');
  let value: Json;
  try {
    value = JSON.parse(untrustedText) as Json;
  } catch (cause) {
    throw new CredentialError('credential/malformed', 'not JSON', { cause });
  }
  // What was said twice is one member in the value, and two in the text.
  if (membersOf(value) !== members)
    throw new CredentialError('credential/malformed', 'repeated key');
  return value;
}

/** @throws {@link CredentialError} as {@link parseJson}, and `credential/malformed` for another value. */
export function parseJsonObject(untrustedText: string, maxDepth?: number): JsonObject {
  const value = parseJson(untrustedText, maxDepth);
  if (!isJsonObject(value)) throw new CredentialError('credential/malformed', 'not an object');
  return value;
}

/** Whether `value` is an object, neither array nor null. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}

/** Whether `value` is an array. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** @throws {@link CredentialError} `credential/malformed` for a key that would not stay one. */
function membersOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (isJsonArray(value)) return value.reduce<number>((sum, item) => sum + membersOf(item), 0);
  const names = Object.keys(value);
  if (names.includes('__proto__'))
    throw new CredentialError('credential/malformed', 'dangerous key');
  return names.reduce((sum, name) => sum + membersOf(value[name] ?? null), names.length);
}
