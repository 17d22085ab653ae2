import { CredentialError, verifyKeyBinding, type CredentialCode } from '../../credential/index.ts';
import { answer, type Case } from '../case.ts';
import type { CheckCode } from '../codes.ts';
import type { Check } from '../types.ts';

/** The audience of a code that was shown without being asked (DESIGN §5, broadcast). */
export const BROADCAST_AUDIENCE = 'lightseal:broadcast';

/** Whether this verifier has taken a code with this nonce before. */
export type SeenBefore = (nonce: string) => boolean;

const CODES: Partial<Record<CredentialCode, CheckCode>> = {
  'credential/no-key-binding': 'holder/missing',
  'credential/no-holder-key': 'holder/missing',
  'credential/key-binding-altered': 'holder/altered',
  'credential/key-binding-audience': 'holder/other-audience',
};

/**
 * `holder`: whoever shows the document holds its key and has just signed this very code. A code
 * that is old, ahead or already used says nothing against the document: it is asked for again.
 */
export function checkHolder(c: Case, isSeen: SeenBefore): Check {
  try {
    const { iat, nonce } = verifyKeyBinding(c.sdJwt, { audience: BROADCAST_AUDIENCE });
    return judgeTime(c, iat * 1000, isSeen(nonce));
  } catch (refusal) {
    if (!(refusal instanceof CredentialError)) throw refusal;
    return answer('fail', CODES[refusal.code] ?? 'holder/wrong-key');
  }
}

function judgeTime(c: Case, signedAtMs: number, seen: boolean): Check {
  const ageMs = c.now.getTime() - signedAtMs;
  const facts = { signedAtMs, ageMs };
  const { pastMs, futureMs } = c.policy.broadcast;
  if (ageMs > pastMs) return answer('unknown', 'holder/stale', facts);
  if (ageMs < -futureMs) return answer('unknown', 'holder/from-future', facts);
  if (seen) return answer('unknown', 'holder/replayed', facts);
  return answer('pass', 'holder/present', facts);
}
