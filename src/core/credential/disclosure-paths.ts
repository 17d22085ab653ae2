/** Where each disclosure of a credential stands, by a path such as `mother.name` or `items.0`. */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import { disclosureDigest } from './process-disclosures.ts';
import type { Disclosure, SdJwt } from './sd-jwt.ts';

/** A disclosure in its place. An element is counted among all, disclosed or not. */
export interface PlacedDisclosure {
  readonly path: string;
  readonly disclosure: Disclosure;
}

/**
 * Every disclosure that the payload refers to, outer ones before their parts. Whether the digests
 * are in order is for `processDisclosures` to say.
 */
export function placeDisclosures(
  sdJwt: Pick<SdJwt, 'payload' | 'disclosures'>,
): readonly PlacedDisclosure[] {
  const open = new Map(sdJwt.disclosures.map((one) => [disclosureDigest(one.text), one]));
  return inObject(sdJwt.payload, [], open);
}

/** What was not yet found; each is taken once, so that nothing goes round in circles. */
type Open = Map<string, Disclosure>;
type Path = readonly string[];

function inValue(value: Json, path: Path, open: Open): PlacedDisclosure[] {
  if (isJsonArray(value))
    return value.flatMap((item, index) => inElement(item, [...path, String(index)], open));
  return isJsonObject(value) ? inObject(value, path, open) : [];
}

function inObject({ _sd: digests, ...plain }: JsonObject, path: Path, open: Open) {
  const shown = Object.entries(plain).flatMap(([name, value]) =>
    inValue(value, [...path, name], open),
  );
  const hidden = isJsonArray(digests) ? digests : [];
  return [...shown, ...hidden.flatMap((digest) => taken(digest, path, open))];
}

function inElement(item: Json, path: Path, open: Open): PlacedDisclosure[] {
  const digest = isJsonObject(item) && Object.keys(item).length === 1 ? item['...'] : undefined;
  return typeof digest === 'string' ? taken(digest, path, open) : inValue(item, path, open);
}

function taken(digest: Json, path: Path, open: Open): PlacedDisclosure[] {
  const disclosure = typeof digest === 'string' ? open.get(digest) : undefined;
  if (typeof digest !== 'string' || disclosure === undefined) return [];
  open.delete(digest);
  const own = disclosure.name === undefined ? path : [...path, disclosure.name];
  return [{ path: own.join('.'), disclosure }, ...inValue(disclosure.value, own, open)];
}
