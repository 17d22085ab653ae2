/** Copies for paper. No holder can answer for them, so they are marked and short-lived (DESIGN §5). */
import type { JsonObject } from './json.ts';

/** Days from `iat` to `exp` at most. */
export const PRINT_DAYS = 30;

/**
 * Whether an issuer has signed this for paper: marked as a print, with no holder named. A copy that
 * names one is none, so taking away its key binding makes no print of it.
 *
 * @param payload - As the issuer signed it, before any disclosure is put in.
 */
export function isPrint(payload: JsonObject): boolean {
  return payload['print'] === true && payload['cnf'] === undefined;
}
