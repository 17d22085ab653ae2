/** For how long an answer asks to be left alone (RFC 9110, section 10.2.3). */

const MAX_TEXT = 64;
const SECONDS = /^\d{1,10}$/;
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads `Retry-After`: whole seconds, or a date in the form that servers must send.
 *
 * @returns Milliseconds from `now`, negative for a date that has passed; `undefined` for anything else.
 */
export function parseRetryAfter(untrusted: string, now: Date): number | undefined {
  if (untrusted.length > MAX_TEXT) return undefined;
  const text = untrusted.trim();
  if (SECONDS.test(text)) return Number(text) * 1000;
  const atMs = DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(atMs) ? undefined : atMs - now.getTime();
}
