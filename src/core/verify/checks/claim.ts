import { answer, type Case } from '../case.ts';
import type { Check } from '../types.ts';

/**
 * `claim`: invoices only. A log proves presence, never absence, so this is advice: only an empty
 * claims log says that nothing at all has been registered yet.
 */
export function checkClaim(c: Case): Check {
  const vct = c.sdJwt.payload['vct'];
  if (typeof vct !== 'string' || !vct.includes('/e-invoice/')) {
    return answer('skipped', 'claim/not-an-invoice');
  }
  const size = c.grounds.claims;
  if (size === undefined) return answer('unknown', 'claim/not-supplied');
  return size === 0
    ? answer('pass', 'claim/none-registered', { height: c.trust.header.height })
    : answer('unknown', 'claim/not-checked', { registered: size });
}
