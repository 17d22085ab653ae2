import { isJsonArray, isJsonObject, type Json } from '../credential/index.ts';
import type { ShownDocument } from './report.ts';

/**
 * Whether two documents may be one that is shown twice: they are of one type, and nothing that both of them say in a
 * word or a number is different. Copies of a document have other salts, keys and places in the status list, so
 * their bytes tell nothing. Two that hide whatever tells them apart count as one.
 */
export function isSameDocument(one: ShownDocument, other: ShownDocument): boolean {
  if (one.vct !== other.vct) return false;
  return Object.entries(one.claims).every(([name, value]) => {
    const said = Object.hasOwn(other.claims, name) ? other.claims[name] : undefined;
    return said === undefined || !isPlain(value) || !isPlain(said) || value === said;
  });
}

/** Of lists and parts each copy may show another piece. */
function isPlain(value: Json): boolean {
  return !isJsonArray(value) && !isJsonObject(value);
}
