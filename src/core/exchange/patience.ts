/** Leaving an issuer alone for as long as it asks. */
import { LaterError } from './exchange-error.ts';
import type { ExchangeResponse, SendRequest } from './http.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Whoever names no time that can be read, or one that has passed, is left alone for this long. */
const MIN_MS = 1000;
const MAX_MS = 60 * 60_000;
const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;

/**
 * Sends for as long as nobody asks to be left alone. After an answer 429 or 503, nothing is sent below the same
 * path until the time that it named, at least a second and at most an hour; elsewhere nothing changes.
 *
 * @returns A sender that throws {@link LaterError} `exchange/busy` for such an answer, and instead of sending.
 */
export function patientSender(send: SendRequest, now: () => Date): SendRequest {
  const closedUntilMs = new Map<string, number>();
  return async (request) => {
    const folder = folderOf(request.url);
    const leftMs = (closedUntilMs.get(folder) ?? -Infinity) - now().getTime();
    if (leftMs > 0) throw new LaterError('exchange/busy', leftMs);
    closedUntilMs.delete(folder);
    const response = await send(request);
    const { status } = response;
    if (status !== TOO_MANY_REQUESTS && status !== UNAVAILABLE) return response;
    const waitMs = boundedWait(response, now());
    closedUntilMs.set(folder, now().getTime() + waitMs);
    throw new LaterError('exchange/busy', waitMs);
  };
}

function boundedWait({ retryAfter = '' }: ExchangeResponse, now: Date): number {
  return Math.min(Math.max(parseRetryAfter(retryAfter, now) ?? 0, MIN_MS), MAX_MS);
}

/** The addresses of one issuer lie beside each other; issuers that share a host are not held up by one another. */
function folderOf(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/[^/]*$/, '');
}
