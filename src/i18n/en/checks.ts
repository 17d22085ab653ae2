import type { Facts } from '#core/verify/index.ts';
import { numberOf } from '../facts.ts';
import type { Format } from '../format.ts';
import type { ChecksDictionary } from '../words.ts';
import { factLabels } from './facts.ts';
import { holderChecks } from './holder-checks.ts';

const ONLINE = 'Go online and update, then verify again. Until then this is not a pass.';
const REFUSE = 'Do not proceed. Ask the holder to contact the issuer.';
const KEEP = 'Do not proceed. Keep the evidence and report it.';

export const checks: ChecksDictionary = {
  titles: {
    format: 'Code',
    chain: 'Block header',
    issuer: 'Issuer',
    signature: 'Signature',
    anchor: 'Anchor',
    status: 'Revocation',
    validity: 'Validity',
    holder: 'Holder',
    purpose: 'Fields shown',
    claim: 'Reimbursement',
    freshness: 'Trust data',
  },
  codes: {
    'format/complete': { row: () => 'The code is complete and readable' },
    'format/foreign': {
      row: () => 'This is not a document code',
      next: 'Ask them to open the code in Lightseal, then scan again.',
    },
    'format/truncated': {
      row: () => 'The code is incomplete',
      next: 'Scan again with the whole code inside the frame.',
    },
    'format/malformed': {
      row: () => 'The code cannot be understood',
      next: 'Scan again. If that fails, ask them to show it anew.',
    },
    'format/newer-version': {
      row: () => 'The code is newer than this app',
      next: 'Update this app, then scan again.',
    },
    'format/too-large': {
      row: () => 'The code holds more than is allowed',
      next: 'Ask them to show only the fields needed.',
    },
    'chain/verified': { row: () => 'Block header verified on this device' },
    'chain/unconfirmed': {
      row: () => 'Block header from another device, verified here, not yet confirmed by a node',
    },
    'chain/supplied': {
      row: () => 'Block header brought along by the holder, verified on this device',
    },
    'chain/supplied-older': {
      row: () => 'The trust data that came along are older than what this device has verified',
      next: ONLINE,
    },
    'chain/supplied-out-of-reach': {
      row: () => 'The trust data that came along do not connect to what this device trusts',
      next: ONLINE,
    },
    'chain/supplied-invalid': {
      row: () => 'The trust data that came along did not verify',
      next: 'Do not count it as a pass. Go online and update, then verify again.',
    },
    'chain/conflict': {
      row: () => 'Trust data contradict each other and are blocked',
      next: 'Keep the evidence and report. Nothing is decided here until then.',
    },
    'chain/expired': { row: () => 'The header is past its trusting period', next: ONLINE },
    'chain/clock-behind': {
      row: () => "This device's clock is behind the consortium",
      next: 'Set the date and time of this device, then verify again.',
    },
    'chain/missing': {
      row: () => 'No trust data on this device yet',
      next: 'Go online once to fetch the trust data, then verify.',
    },
    'issuer/authorised': { row: () => 'The issuer may issue this document' },
    'issuer/unknown': { row: () => 'The registry does not list this issuer', next: ONLINE },
    'issuer/unknown-key': {
      row: () => 'The registry does not list this signing key',
      next: ONLINE,
    },
    'issuer/suspended': {
      row: (facts, format) =>
        `The issuer was suspended at the time${height(facts, format, 'since')}`,
      next: REFUSE,
    },
    'issuer/retired': { row: () => 'The issuer had stopped issuing at the time', next: REFUSE },
    'issuer/type-not-allowed': {
      row: () => 'This body may not issue this type of document',
      next: KEEP,
    },
    'issuer/key-out-of-range': {
      row: () => 'The signing key was not in force at the time',
      next: REFUSE,
    },
    'issuer/key-compromised': {
      row: () => 'The signing key was reported as compromised',
      say: () => 'The signing key was reported as compromised, so it proves nothing.',
      next: KEEP,
    },
    'signature/valid': { row: () => 'Signed, and nothing was altered' },
    'signature/invalid': {
      row: () => 'The signature does not match: altered or forged',
      next: KEEP,
    },
    'signature/malformed': { row: () => 'The signature is not in a permitted form', next: KEEP },
    'signature/altered': { row: () => 'What is shown differs from what was signed', next: KEEP },
    'signature/against-type': {
      row: () => 'What it hides or shows is against the rules of its type',
      next: KEEP,
    },
    'signature/other-type': {
      row: () => 'This device has another definition of this type',
      next: 'Update Lightseal, then verify again.',
    },
    'anchor/included': { row: () => "The document is in the registry's log" },
    'anchor/batch-unknown': { row: () => 'This device does not hold its batch yet', next: ONLINE },
    'anchor/not-included': { row: () => 'The registry has no record of this document', next: KEEP },
    'anchor/size-mismatch': {
      row: () => 'Its proof does not fit the registered batch',
      next: KEEP,
    },
    'anchor/other-issuer': { row: () => 'Its proof belongs to another issuer', next: KEEP },
    'status/valid': { row: () => 'Not revoked or suspended' },
    'status/revoked': {
      row: () => 'Revoked by the issuer',
      say: () => 'This document was revoked by its issuer.',
      next: REFUSE,
    },
    'status/suspended': {
      row: () => 'Suspended by the issuer',
      say: () => 'This document is suspended by its issuer.',
      next: 'Do not proceed. The issuer can say when it will hold again.',
    },
    'status/list-missing': {
      row: () => 'The revocation list is missing',
      say: () =>
        'The revocation list is missing, so we cannot tell whether this document still holds.',
      next: ONLINE,
    },
    'status/list-expired': {
      row: (facts, format) => `Revocation list ${lateBy(facts, format)}out of date`,
      say: (facts, format) =>
        `The revocation list is ${lateBy(facts, format)}out of date, so we cannot tell whether this document still holds.`,
      next: ONLINE,
    },
    'status/from-future': {
      row: () => 'Revocation list from a later time',
      say: () =>
        'The revocation list is from a later time than this device’s clock shows, so we cannot tell whether this document still holds.',
      next: 'Check the clock of this device, then scan again.',
    },
    'status/other': {
      row: () => 'A state that only the issuer can explain',
      say: () => 'The issuer has marked this document in a way that only the issuer can explain.',
      next: 'Ask the issuer for the state of this document.',
    },
    'status/no-reference': {
      row: () => 'It names no revocation list',
      say: () => 'It names no revocation list, so we cannot tell whether it still holds.',
      next: 'Ask the issuer for the state of this document.',
    },
    'status/out-of-range': {
      row: () => 'The revocation list has no entry for it',
      next: 'Ask the issuer for the state of this document.',
    },
    'validity/current': {
      row: (facts, format) => {
        const until = numberOf(facts, 'untilMs', 'expMs', 'validUntilMs');
        return until === undefined ? 'In date' : `In date, until ${format.day(until)}`;
      },
    },
    'validity/expired': {
      row: (facts, format) => {
        const until = numberOf(facts, 'untilMs', 'expMs', 'validUntilMs', 'expiredAtMs');
        return until === undefined
          ? 'This document has expired'
          : `This document expired on ${format.day(until)}`;
      },
      next: 'Do not proceed. Ask the holder to renew it with the issuer.',
    },
    'validity/not-yet': {
      row: (facts, format) => {
        const from = numberOf(facts, 'fromMs', 'nbfMs', 'validFromMs');
        return from === undefined
          ? 'This document is not valid yet'
          : `This document is valid from ${format.day(from)}`;
      },
      next: 'Come back when it is in force.',
    },
    'validity/unreadable': {
      row: () => 'Its dates cannot be read',
      next: 'Ask the issuer how long this document holds.',
    },
    'validity/print-too-long': {
      row: () => 'This printed copy was made to last longer than a print may',
      next: "Do not proceed. Ask for a new print, or for the document on its holder's own device.",
    },
    ...holderChecks,
    'claim/not-an-invoice': { row: () => 'Reimbursement: does not apply' },
    'claim/none-registered': { row: () => 'No reimbursement found so far' },
    'claim/not-checked': {
      row: () => 'Reimbursement: not looked up',
      next: 'Register online before paying; only the registration counts.',
    },
    'claim/not-supplied': {
      row: () => 'Reimbursement: not told by the data that came along',
      next: 'Register online before paying; only the registration counts.',
    },
    'freshness/fresh': {
      row: (facts, format) => {
        const span = numberOf(facts, 'ageMs');
        return span === undefined
          ? 'Trust data is fresh'
          : `Trust data is fresh (${format.age(span)})`;
      },
    },
    'freshness/stale': {
      row: (facts, format) => `Trust data too old${bracketed(facts, format)}`,
      say: (facts, format) => staleSentence('Trust data', facts, format),
      next: ONLINE,
    },
    'check/not-reached': { row: () => 'Not run, because an earlier check stopped' },
  },
  facts: factLabels,
  stop: '.',
  outcomes: { pass: 'passed', fail: 'failed', unknown: 'unknown', skipped: 'does not apply' },
  verdicts: { accepted: 'Accepted', rejected: 'Rejected', undecided: 'Undecided' },
  accepted: { say: 'Genuine, valid, and shown live by its holder.', next: 'You may proceed.' },
  answered: {
    say: 'Genuine, valid, and the holder answered your own request.',
    next: 'You may proceed.',
  },
  unexplained: {
    say: 'A required check was not completed, so this document is not confirmed.',
    next: 'Scan again. Until then this is not a pass.',
  },
  counts: (passed, failed, unknown, skipped) =>
    [
      failed > 0 ? `${String(failed)} failed` : '',
      unknown > 0 ? `${String(unknown)} unknown` : '',
      passed > 0 ? `${String(passed)} passed` : '',
      skipped > 0 ? `${String(skipped)} not applicable` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
};

function height(facts: Facts, format: Format, name: string): string {
  const value = numberOf(facts, name);
  return value === undefined ? '' : ` (block ${format.height(value)})`;
}

function bracketed(facts: Facts, format: Format): string {
  const span = numberOf(facts, 'ageMs');
  return span === undefined ? '' : ` (${format.span(span)})`;
}

function lateBy(facts: Facts, format: Format): string {
  const now = numberOf(facts, 'nowMs');
  const until = numberOf(facts, 'validUntilMs', 'untilMs', 'expMs');
  const late =
    numberOf(facts, 'lateMs') ??
    (now === undefined || until === undefined ? undefined : now - until);
  return late === undefined ? '' : `${format.span(late)} `;
}

function staleSentence(what: string, facts: Facts, format: Format): string {
  const span = numberOf(facts, 'ageMs');
  const limit = numberOf(facts, 'limitMs', 'maxAgeMs', 'maxMs');
  const old = span === undefined ? `${what} is too old` : `${what} is ${format.span(span)} old`;
  return limit === undefined ? `${old}.` : `${old}; your office asks for ${format.span(limit)}.`;
}
