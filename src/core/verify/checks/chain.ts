import { formatHex } from '../../bytes/index.ts';
import { answer, headerTimeMs } from '../case.ts';
import type { CheckCode } from '../codes.ts';
import type { Policy } from '../policy.ts';
import type { Basis, Check, Facts, SuppliedTrust, Trust } from '../types.ts';

/** `chain`: the header is verified, inside its trusting period, and no witness contradicts it. */
export function checkChain(trust: Trust | SuppliedTrust, policy: Policy, now: Date): Check {
  const timeMs = headerTimeMs(trust);
  const facts = chainFacts(trust);
  if (trust.conflict) return answer('fail', 'chain/conflict', facts);
  const behindMs = timeMs - now.getTime();
  if (behindMs > policy.clockDriftMs) {
    return answer('unknown', 'chain/clock-behind', { ...facts, behindMs });
  }
  if (timeMs + policy.trustingPeriodMs <= now.getTime()) {
    return answer('unknown', 'chain/expired', facts);
  }
  return answer('pass', passOf(trust), facts);
}

/** Nobody was asked about a header that came along, or from another device, and the clerk is told so. */
function passOf(trust: Trust | SuppliedTrust): CheckCode {
  if (!('pack' in trust)) return 'chain/supplied';
  return trust.unconfirmed === true ? 'chain/unconfirmed' : 'chain/verified';
}

function chainFacts(trust: Basis): Facts {
  const agreeing = trust.witnesses.filter(({ outcome }) => outcome === 'agrees').length;
  return {
    height: trust.header.height,
    timeMs: headerTimeMs(trust),
    hash: formatHex(trust.header.hash),
    witnessesAgreeing: agreeing,
    witnessesAsked: trust.witnesses.length,
  };
}
