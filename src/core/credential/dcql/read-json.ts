/** Pieces of a query, read strictly; what is not named is ignored, as the standard says. */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { DCQL_LIMITS } from './query.ts';
import { DcqlError, type DcqlCode } from './dcql-error.ts';

const ID = /^[A-Za-z0-9_-]{1,128}$/;

export function refuse(code: DcqlCode, what: string): never {
  throw new DcqlError(code, what);
}

export function readObject(untrusted: Json | undefined, what: string): JsonObject {
  return isJsonObject(untrusted) ? untrusted : refuse('dcql/malformed', what);
}

/** A list with at least one item and at most `limit`. */
export function readList(
  untrusted: Json | undefined,
  limit: number,
  what: string,
): readonly Json[] {
  if (!isJsonArray(untrusted) || untrusted.length === 0) return refuse('dcql/malformed', what);
  return untrusted.length > limit ? refuse('dcql/too-large', what) : untrusted;
}

export function readId(untrusted: Json | undefined): string {
  if (typeof untrusted === 'string' && ID.test(untrusted)) return untrusted;
  return refuse('dcql/bad-id', 'id');
}

/** `absent` where there is none. */
export function readFlag(untrusted: Json | undefined, absent: boolean, what: string): boolean {
  if (untrusted === undefined) return absent;
  return typeof untrusted === 'boolean' ? untrusted : refuse('dcql/malformed', what);
}

export function readWord(untrusted: Json | undefined, code: DcqlCode, what: string): string {
  if (typeof untrusted !== 'string' || untrusted === '') return refuse(code, what);
  return untrusted.length > DCQL_LIMITS.word ? refuse('dcql/too-large', what) : untrusted;
}

/** @throws {@link DcqlError} `dcql/repeated-id`. */
export function requireDistinct(ids: readonly (string | undefined)[]): void {
  const named = ids.filter((id) => id !== undefined);
  if (new Set(named).size !== named.length) refuse('dcql/repeated-id', 'ids');
}
