import { isPrint, readValidityPeriod, type ValidityPeriod } from '../../credential/index.ts';
import { isRefusal } from '../../errors.ts';
import { answer, type Case } from '../case.ts';
import type { Check } from '../types.ts';

/**
 * `validity`: now lies in the validity period, where now is never earlier than the newest verified
 * header. A document without an end does not expire; one with unreadable dates decides nothing. A print
 * has an end, no further from the first of its dates than the policy allows: paper cannot be taken back.
 */
export function checkValidity(c: Case): Check {
  const period = readPeriod(c);
  if (period === undefined) return answer('unknown', 'validity/unreadable');
  const fromMs = period.notBeforeMs ?? period.issuedMs;
  const untilMs = period.expiresMs;
  const facts = {
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
  };
  const nowMs = c.now.getTime();
  if (untilMs !== undefined && nowMs >= untilMs) return answer('fail', 'validity/expired', facts);
  if (fromMs !== undefined && nowMs < fromMs) return answer('fail', 'validity/not-yet', facts);
  if (isPrint(c.sdJwt.payload) && spanMs(period) > c.policy.maxPrintMs)
    return answer('fail', 'validity/print-too-long', facts);
  return answer('pass', 'validity/current', facts);
}

/** From the earlier of `nbf` and `iat`: a print dated ahead is good from its `nbf` on. */
function spanMs(period: ValidityPeriod): number {
  const { issuedMs = -Infinity, expiresMs = Infinity, notBeforeMs = Infinity } = period;
  return expiresMs - Math.min(issuedMs, notBeforeMs);
}

function readPeriod(c: Case) {
  try {
    return readValidityPeriod(c.sdJwt.payload);
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
}
