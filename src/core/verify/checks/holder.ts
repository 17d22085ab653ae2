import {
  CredentialError,
  isPrint,
  verifyKeyBinding,
  type CredentialCode,
  type KeyBinding,
  type SdJwt,
} from '../../credential/index.ts';
import { answer, type Case } from '../case.ts';
import {
  BROADCAST_AUDIENCE,
  CHALLENGE_MS,
  isAnswerAudience,
  type Challenge,
  type Expectation,
} from '../challenge.ts';
import type { CheckCode } from '../codes.ts';
import type { Check, Facts } from '../types.ts';

/** Whether this verifier has taken a code with this nonce before. */
export type SeenBefore = (nonce: string) => boolean;

const CODES: Partial<Record<CredentialCode, CheckCode>> = {
  'credential/no-key-binding': 'holder/missing',
  'credential/no-holder-key': 'holder/missing',
  'credential/key-binding-altered': 'holder/altered',
  'credential/key-binding-audience': 'holder/other-audience',
};
/** Clocks that are less apart than this need no word. */
const NOTABLE_MS = 60_000;

/**
 * `holder`: whoever shows the document holds its key, and has just signed this very code: as the
 * answer to this verifier's request, or, where nothing was asked, by the time it carries. A code
 * that is old, ahead, used or meant for another question says nothing against the document. A print
 * proves no holder, whoever has it in hand, and so never passes.
 */
export function checkHolder(c: Case, expected: Expectation, isSeen: SeenBefore): Check {
  const { payload, keyBinding } = c.sdJwt;
  if (isPrint(payload) && keyBinding === undefined) return answer('unknown', 'holder/printed');
  try {
    const binding = verifyKeyBinding(c.sdJwt, {});
    // Before everything else: what was taken is not to be called expired or unasked.
    if (isSeen(binding.nonce)) return answer('unknown', 'holder/replayed', times(c, binding));
    return expected.mode === 'challenge'
      ? judgeAnswer(c, binding, expected.challenge)
      : judgeBroadcast(c, binding);
  } catch (refusal) {
    if (!(refusal instanceof CredentialError)) throw refusal;
    return answer('fail', CODES[refusal.code] ?? 'holder/wrong-key');
  }
}

/** What a holder has signed, or `undefined` if nobody has signed it. */
export function readBinding(sdJwt: SdJwt): KeyBinding | undefined {
  try {
    return verifyKeyBinding(sdJwt, {});
  } catch (refusal) {
    if (refusal instanceof CredentialError) return undefined;
    throw refusal;
  }
}

function judgeBroadcast(c: Case, binding: KeyBinding): Check {
  const facts = times(c, binding);
  const ageMs = c.now.getTime() - binding.iat * 1000;
  const { challengeOnly, broadcast } = c.policy;
  if (isAnswerAudience(binding.audience)) return answer('unknown', 'holder/other-challenge', facts);
  if (binding.audience !== BROADCAST_AUDIENCE)
    return answer('fail', 'holder/other-audience', facts);
  if (challengeOnly === true) return answer('unknown', 'holder/unasked', facts);
  const { notBeforeMs = -Infinity, expiresMs = Infinity } = binding;
  const nowMs = c.now.getTime();
  if (ageMs > broadcast.pastMs || nowMs >= expiresMs)
    return answer('unknown', 'holder/stale', facts);
  if (ageMs < -broadcast.futureMs || nowMs < notBeforeMs)
    return answer('unknown', 'holder/from-future', facts);
  return answer('pass', 'holder/present', facts);
}

/** The verifier knows when it asked and when it was answered, so the holder's clock decides nothing. */
function judgeAnswer(c: Case, binding: KeyBinding, challenge: Challenge): Check {
  const { audience, nonce, iat } = binding;
  const nowMs = c.now.getTime();
  if (audience === BROADCAST_AUDIENCE)
    return answer('unknown', 'holder/unasked', times(c, binding));
  if (audience !== challenge.audience) return answer('fail', 'holder/other-audience');
  if (nonce !== challenge.nonce) return answer('unknown', 'holder/other-challenge');
  const waitedMs = nowMs - challenge.askedAtMs;
  if (waitedMs > CHALLENGE_MS) return answer('unknown', 'holder/challenge-expired', { waitedMs });
  const offsetMs = outside(iat * 1000, challenge.askedAtMs, nowMs);
  const apart = Math.abs(offsetMs) < NOTABLE_MS ? {} : { offsetMs };
  return answer('pass', 'holder/answered', { signedAtMs: iat * 1000, ...apart });
}

function times(c: Case, { iat }: KeyBinding): Facts {
  return { signedAtMs: iat * 1000, ageMs: c.now.getTime() - iat * 1000 };
}

/** By how much a moment lies before (negative) or after the span. */
function outside(momentMs: number, fromMs: number, untilMs: number): number {
  if (momentMs < fromMs) return momentMs - fromMs;
  return momentMs > untilMs ? momentMs - untilMs : 0;
}
