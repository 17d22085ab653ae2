import { isRefusal } from '#core/errors.ts';

/**
 * The code of a refusal, to be shown in words. Anything without a code is a bug and is thrown on,
 * so that it reaches the error page and is never shown as somebody's fault.
 */
export function codeOf(refusal: unknown): string {
  if (isRefusal(refusal)) return refusal.code;
  throw refusal;
}
