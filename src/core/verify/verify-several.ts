/** Several documents that are shown together: each is judged by itself, and all of them as one. */
import { decodeEnvelope, type AskedClaims } from '../qr/index.ts';
import { answer } from './case.ts';
import { unansweredBy, type Expectation } from './challenge.ts';
import { incomplete } from './checks/purpose.ts';
import type { Report } from './report.ts';
import { CHECK_IDS, type Check, type CheckId, type Outcome, type Trust } from './types.ts';
import { isSameDocument } from './same-document.ts';
import { asking, judgePresentation, noTrust, report, type Circumstances } from './verify.ts';

/** The worst first. */
const WORST: readonly Outcome[] = ['fail', 'unknown', 'skipped', 'pass'];

/**
 * Judges every document as the one verifier judges it alone. Of each check the worst answer counts for all, so the
 * verdict is the worst of theirs: rejected before undecided before accepted. After a request it is accepted only
 * if every document that was asked for is there; in a broadcast, only if all were signed for one and the same
 * show, or else codes of several people could be put together. That one person holds them all is not proven: that
 * would need documents that can be linked. Two that say the same are not taken for two.
 *
 * @param untrusted - What `decodeStreamPayload` read; any texts get a report.
 */
export function verifySeveral(
  untrusted: readonly string[],
  trust: Trust | undefined,
  circumstances: Circumstances,
): Report {
  const { policy, expected } = circumstances;
  const basis = trust ?? noTrust();
  const reports = untrusted.map((text) =>
    judgePresentation(() => decodeEnvelope(text, 'stream'), basis, circumstances, true),
  );
  const unanswered = unansweredOf(reports, expected);
  const ofAll = ofWhole(reports, unanswered, expected);
  const checks = CHECK_IDS.flatMap((id) => worstOf(id, ofAll, reports) ?? []);
  return {
    ...report(checks, asking(policy, expected), trust),
    nonce: reports.find(({ nonce }) => nonce !== undefined)?.nonce,
    unanswered,
    several: { reports },
  };
}

/** What is said of all documents comes before what is as bad and said of one. */
function worstOf(
  id: CheckId,
  ofAll: readonly Check[],
  reports: readonly Report[],
): Check | undefined {
  const found = [...ofAll, ...reports.flatMap(({ checks }) => checks)];
  return found
    .filter((check) => check.id === id)
    .sort((a, b) => WORST.indexOf(a.outcome) - WORST.indexOf(b.outcome))[0];
}

/** An answer's nonce is held against the request's, one by one. */
function ofWhole(
  reports: readonly Report[],
  unanswered: readonly AskedClaims[],
  { mode }: Expectation,
): readonly Check[] {
  const nonces = new Set(reports.flatMap(({ nonce }) => nonce ?? []));
  const isMixed = mode === 'broadcast' && nonces.size > 1;
  return [
    ...(unanswered.length > 0 ? [incomplete(unanswered.length)] : []),
    ...(isMixed ? [answer('unknown', 'holder/different-shows')] : []),
    ...(isOneTwice(reports) ? [answer('unknown', 'holder/same-document')] : []),
  ];
}

function isOneTwice(reports: readonly Report[]): boolean {
  const shown = reports.flatMap(({ document }) => document ?? []);
  return shown.some((one, at) => shown.slice(at + 1).some((other) => isSameDocument(one, other)));
}

function unansweredOf(reports: readonly Report[], expected: Expectation): readonly AskedClaims[] {
  const shown = reports.flatMap(({ document }) => document?.vct ?? []);
  // What cannot be read may be what was asked for.
  return shown.length < reports.length ? [] : unansweredBy(shown, expected);
}
