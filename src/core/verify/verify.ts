/** The one way to a verdict (DESIGN §3). */
import { parseSdJwt, type SdJwt } from '../credential/index.ts';
import { isRefusal } from '../errors.ts';
import { decodeEnvelope, QrError, type Presentation, type QrCode } from '../qr/index.ts';
import type { AnchorProof } from '../registry/index.ts';
import { answer, headerTimeMs, notReached } from './case.ts';
import { BROADCAST, unansweredBy, type Expectation } from './challenge.ts';
import { checkHolder, readBinding, type SeenBefore } from './checks/holder.ts';
import { checkPurpose } from './checks/purpose.ts';
import type { CheckCode } from './codes.ts';
import { judgeDocument } from './judge-document.ts';
import type { Policy } from './policy.ts';
import { shownDocument, type Report } from './report.ts';
import { CHECK_IDS, type Check, type CheckId, type SuppliedTrust, type Trust } from './types.ts';
import { firstReason, verdictOf } from './verdict.ts';

const FORMAT_CODES: Readonly<Record<QrCode, CheckCode>> = {
  'qr/foreign': 'format/foreign',
  'qr/truncated': 'format/truncated',
  'qr/malformed': 'format/malformed',
  'qr/newer-version': 'format/newer-version',
  'qr/too-large': 'format/too-large',
};

/** What a verdict depends on besides the code and the trust data. */
export interface Circumstances {
  readonly policy: Policy;
  /** Whether this verifier took a code with this nonce before. */
  readonly isSeen: SeenBefore;
  /** The device's clock; the newest verified header is its floor. */
  readonly now: Date;
  /** What this verifier has asked. After a request, `purpose` is required besides. */
  readonly expected: Expectation;
}

/**
 * Judges what was scanned, pasted or typed. Pure and total: any text gets a report.
 *
 * @param untrusted - Text of a code; nothing of it is believed before its checks have passed.
 * @param trust - What this device has verified itself; `undefined` before the first sync.
 * @param isSeen - Whether this verifier took a code with this nonce before.
 * @param now - The device's clock; the newest verified header is its floor.
 * @param expected - What this verifier has asked. After a request, `purpose` is required besides.
 */
export function verify(
  untrusted: string,
  trust: Trust | undefined,
  policy: Policy,
  isSeen: SeenBefore,
  now: Date,
  expected: Expectation = BROADCAST,
): Report {
  return judgeRead(() => decodeEnvelope(untrusted), trust, { policy, isSeen, now, expected });
}

/**
 * Judges in the same way what came by a moving code: it may be as much as a stream holds.
 *
 * @param untrusted - What `decodeStreamPayload` read; any text gets a report.
 */
export function verifyMoving(
  untrusted: string,
  trust: Trust | undefined,
  circumstances: Circumstances,
): Report {
  return judgeRead(() => decodeEnvelope(untrusted, 'stream'), trust, circumstances);
}

function judgeRead(
  read: () => Presentation,
  trust: Trust | undefined,
  circumstances: Circumstances,
): Report {
  return judgePresentation(read, trust ?? noTrust(), circumstances);
}

/**
 * Judges a presentation on the given trust data, or says why there are none.
 *
 * @param decode - May refuse with `qr/…`.
 * @param together - It is one of several, so others may answer what else was asked.
 */
export function judgePresentation(
  decode: () => Presentation,
  trust: Trust | SuppliedTrust | Check,
  { policy, isSeen, now, expected }: Circumstances,
  together = false,
): Report {
  const read = readPresentation(decode);
  const basis = 'header' in trust ? trust : undefined;
  if ('code' in read) return report([answer('unknown', read.code, read.facts)], policy, basis);
  if (!('header' in trust)) return report([complete(), trust], policy, undefined);
  const { opened, checks, genuine } = judgeDocument(read.sdJwt, read.anchor, trust, policy, now);
  // Behind a broken issuer's signature the holder's key is anybody's.
  const holder = genuine ? checkHolder(opened, expected, isSeen) : notReached('holder');
  const purpose = checkPurpose(opened, expected, genuine, together);
  const document = shownDocument(opened);
  const isIncomplete = purpose.code === 'purpose/incomplete';
  return {
    ...report([complete(), ...checks, holder, purpose], asking(policy, expected), trust),
    document,
    unanswered: isIncomplete ? unansweredBy([document.vct], expected) : [],
    nonce: genuine ? readBinding(read.sdJwt)?.nonce : undefined,
  };
}

interface ReadPresentation {
  readonly sdJwt: SdJwt;
  readonly anchor: AnchorProof;
}

interface Unreadable {
  readonly code: CheckCode;
  readonly facts: Check['facts'];
}

function readPresentation(decode: () => Presentation): ReadPresentation | Unreadable {
  try {
    const { sdJwt, anchor } = decode();
    return { sdJwt: parseSdJwt(sdJwt), anchor };
  } catch (refusal) {
    if (refusal instanceof QrError)
      return { code: FORMAT_CODES[refusal.code], facts: kindOf(refusal) };
    if (isRefusal(refusal)) return { code: 'format/malformed', facts: {} };
    throw refusal;
  }
}

function kindOf({ kind }: QrError): Check['facts'] {
  return kind === undefined ? {} : { kind };
}

/** Before the first sync. */
export function noTrust(): Check {
  return answer('unknown', 'chain/missing');
}

function complete(): Check {
  return answer('pass', 'format/complete');
}

/** Whoever has asked wants an answer to that, and not to something else. */
export function asking(policy: Policy, { mode }: Expectation): Policy {
  if (mode === 'broadcast') return policy;
  return { ...policy, required: [...new Set<CheckId>([...policy.required, 'purpose'])] };
}

/** Puts the checks in reading order; whatever was not run is said to be not reached. */
export function report(
  found: readonly Check[],
  policy: Policy,
  trust: Trust | SuppliedTrust | undefined,
): Report {
  const checks = CHECK_IDS.map((id) => found.find((check) => check.id === id) ?? notReached(id));
  const verdict = verdictOf(checks, policy.required);
  return {
    verdict,
    checks,
    reason: verdict === 'accepted' ? undefined : firstReason(checks, policy.required),
    document: undefined,
    asOf: trust && {
      height: trust.header.height,
      timeMs: headerTimeMs(trust),
      supplied: !('pack' in trust),
      ...('pack' in trust && trust.unconfirmed === true && { unconfirmed: true }),
    },
    nonce: undefined,
    unanswered: [],
  };
}
