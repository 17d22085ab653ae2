/** Asking again while somebody waits. */
import { CodedError } from '../errors.ts';
import { LaterError } from './exchange-error.ts';

const RETRY_DELAYS_MS = [500, 1500, 4000] as const;
/** Nobody is kept waiting for longer than this before a screen says so. */
const MAX_PAUSE_MS = 20_000;

/**
 * Asks up to four times, with pauses. An issuer that is busy is asked when it wants to be, if that is soon.
 *
 * @throws What `ask` threw last; answers that another try would not change at once.
 */
export async function withRetries<T>(
  wait: (ms: number) => Promise<void>,
  ask: () => Promise<T>,
): Promise<T> {
  for (const delay of RETRY_DELAYS_MS) {
    try {
      return await ask();
    } catch (error) {
      if (!isWorthRetrying(error)) throw error;
      await wait(error instanceof LaterError ? Math.max(delay, error.waitMs) : delay);
    }
  }
  return ask();
}

/** Answers of the issuer are final, except that it was busy, or that a nonce had run out. */
function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof CodedError)) return true;
  if (error instanceof LaterError)
    return error.code === 'exchange/busy' && error.waitMs <= MAX_PAUSE_MS;
  const { code } = error as CodedError;
  if (!code.startsWith('exchange/')) return !code.endsWith('/cancelled');
  return code === 'exchange/server-failed' || code === 'exchange/nonce-refused';
}
