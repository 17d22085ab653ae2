/**
 * JSON values as CBOR, losslessly where JSON is compact: member order is kept, because signatures
 * are over text. An object is the map `{"": [name, value, name, value, …]}`.
 */
import { equalBytes, type Cbor } from '../bytes/index.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../credential/index.ts';
import { compactText, expandText } from './compact-text.ts';
import { LIMITS } from './limits.ts';
import { malformed } from './qr-error.ts';

export function jsonToCbor(value: Json): Cbor {
  if (typeof value === 'string') return compactText(value);
  if (isJsonArray(value)) return value.map(jsonToCbor);
  if (isJsonObject(value)) {
    return { '': Object.entries(value).flatMap(([name, member]) => [name, jsonToCbor(member)]) };
  }
  return value;
}

/** @throws {@link QrError} `qr/malformed` for what no JSON value becomes, or over 8 levels deep. */
export function cborToJson(untrusted: Cbor | undefined, depth = 0): Json {
  if (depth > LIMITS.depth) throw malformed('too deep');
  if (untrusted instanceof Uint8Array || typeof untrusted === 'string') return readText(untrusted);
  if (isList(untrusted)) return untrusted.map((item) => cborToJson(item, depth + 1));
  if (typeof untrusted === 'object' && untrusted !== null) return members(untrusted, depth);
  if (untrusted === undefined || typeof untrusted === 'bigint') throw malformed('no JSON value');
  return untrusted;
}

/** Only the shortest form, so that two codes never say the same. */
function readText(untrusted: string | Uint8Array): string {
  const text = typeof untrusted === 'string' ? untrusted : expandText(untrusted);
  const shortest = compactText(text);
  const isShortest =
    typeof shortest === 'string' || typeof untrusted === 'string'
      ? shortest === untrusted
      : equalBytes(shortest, untrusted);
  if (!isShortest) throw malformed('a longer form than needed');
  return text;
}

/** Whether it is a CBOR array. */
export function isList(value: Cbor | undefined): value is readonly Cbor[] {
  return Array.isArray(value);
}

function members(untrusted: Readonly<Record<string, Cbor>>, depth: number): JsonObject {
  const list = untrusted[''];
  if (!isList(list) || Object.keys(untrusted).length !== 1 || list.length % 2 !== 0) {
    throw malformed('no object');
  }
  return pairs(list).reduce<Record<string, Json>>((object, [name, value]) => {
    if (typeof name !== 'string' || name === '__proto__' || Object.hasOwn(object, name))
      throw malformed('no member name, or one that was there');
    object[name] = cborToJson(value, depth + 1);
    return object;
  }, {});
}

/** Splits `[a, b, a, b, …]`. */
export function pairs(list: readonly Cbor[]): (readonly [Cbor, Cbor])[] {
  return Array.from({ length: list.length / 2 }, (_, index) => [
    list[2 * index] ?? null,
    list[2 * index + 1] ?? null,
  ]);
}
