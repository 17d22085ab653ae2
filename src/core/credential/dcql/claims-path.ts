/** Claims path pointers (OpenID4VP 1.0, section 7). */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { ClaimsPath } from './query.ts';

/** The way to one value: no step stands for several. */
export type ExactPath = readonly (string | number)[];

/** A value that a path leads to. */
export interface Selected {
  readonly path: ExactPath;
  readonly value: Json;
}

/** What the path leads to; nothing where it leads nowhere, or through a value of another kind. */
export function selectClaims(claims: JsonObject, path: ClaimsPath): readonly Selected[] {
  let selected: readonly Selected[] = [{ path: [], value: claims }];
  for (const step of path) {
    // Whoever asks for a member of a list has another document in mind.
    if (!selected.every(({ value }) => fits(value, step))) return [];
    selected = selected.flatMap((one) => follow(one, step));
  }
  return selected;
}

function fits(value: Json, step: string | number | null): boolean {
  return typeof step === 'string' ? isJsonObject(value) : isJsonArray(value);
}

function follow({ path, value }: Selected, step: string | number | null): readonly Selected[] {
  if (step === null)
    return isJsonArray(value)
      ? value.map((item, place) => ({ path: [...path, place], value: item }))
      : [];
  const found = memberOf(value, step);
  return found === undefined ? [] : [{ path: [...path, step], value: found }];
}

function memberOf(value: Json, step: string | number): Json | undefined {
  if (typeof step === 'number') return isJsonArray(value) ? value[step] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** Whether one of the two ways is the beginning of the other. */
export function overlap(a: ExactPath, b: ExactPath): boolean {
  return Array.from({ length: Math.min(a.length, b.length) }).every(
    (_, place) => a[place] === b[place],
  );
}
