/** How long copies are good for: an issuer dates them coarsely, and may date all of them anew. */
import { parseSdJwt, readValidityPeriod } from '#core/credential/index.ts';
import type { Copy } from './held-document.ts';

/** No copy is fetched anew earlier than this before its end. */
const SOON_MS = 30 * 86_400_000;
/** Nor before so much of its life has passed. */
const LATE = 0.75;

export function hasEnded(copy: Pick<Copy, 'sdJwt'>, nowMs: number): boolean {
  return nowMs >= endOf(copy).endMs;
}

/** In its last thirty days, and in the last quarter of its life. */
export function endsSoon(copy: Pick<Copy, 'sdJwt'>, nowMs: number): boolean {
  const { beginMs, endMs } = endOf(copy);
  return nowMs >= Math.max(endMs - SOON_MS, beginMs + (endMs - beginMs) * LATE);
}

function endOf({ sdJwt }: Pick<Copy, 'sdJwt'>) {
  const period = readValidityPeriod(parseSdJwt(sdJwt).payload);
  const endMs = period.expiresMs ?? Infinity;
  return { beginMs: period.issuedMs ?? endMs - SOON_MS, endMs };
}
