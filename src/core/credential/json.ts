/** JSON from strangers: bounded in depth, and with one reading only. */
import { isNestedDeeper } from '../bytes/index.ts';
import { CredentialError } from './credential-error.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Containers inside one another, of a payload and of what its disclosures add to it. */
export const MAX_DEPTH = 8;

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Reads JSON. A repeated key is refused, because two readers would disagree on it; `__proto__` is
 * refused as a key, because it would not stay one.
 *
 * @throws {@link CredentialError} `credential/malformed`, or `credential/too-deep` beyond `maxDepth`.
 */
export function parseJson(untrustedText: string, maxDepth: number = MAX_DEPTH): Json {
  // First of all: it takes seconds to parse a deep text.
  if (isNestedDeeper(untrustedText, maxDepth)) {
    throw new CredentialError('credential/too-deep', 'JSON');
  }
  let value: Json;
  try {
    value = JSON.parse(untrustedText) as Json;
  } catch (cause) {
    throw new CredentialError('credential/malformed', 'not JSON', { cause });
  }
  scan(untrustedText);
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

/** The text is known to be JSON, so tokens suffice to find keys. */
function scan(text: string): void {
  const open: Set<string>[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') addKey(open.at(-1), last);
    last = token;
  }
}

function addKey(keys: Set<string> | undefined, quoted: string): void {
  const key = JSON.parse(quoted) as string;
  if (keys === undefined || keys.has(key) || key === '__proto__') {
    throw new CredentialError('credential/malformed', 'repeated or dangerous key');
  }
  keys.add(key);
}
