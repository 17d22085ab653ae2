/** Every code that a check can give, each for one reason alone. */
import { describe, expect, it } from 'vitest';
import { formatBase45 } from '#core/bytes/index.ts';
import type { Json } from '#core/credential/index.ts';
import { CHECK_CODES, verify, type CheckCode, type Report } from '#core/verify/index.ts';
import {
  buildCase,
  DAY_MS,
  HIDDEN,
  issuerEntry,
  NOW,
  NOW_MS,
  POLICY,
  type CaseChange,
} from '../../support/case-builder.ts';
import { ASKED_CODES, SEVERAL_CODES, SUPPLIED_CODES } from './asked-codes.ts';
import { digest, testKey, VCT } from '../credential/craft.ts';
import { GOOD, judged, UNSEEN, unusual } from './judged.ts';

/** Not met here: those of a request (`challenge.test.ts`), of a proof (`verify-proof.test.ts`), of a print (`print.test.ts`). */
const ELSEWHERE: readonly CheckCode[] = [
  ...ASKED_CODES,
  ...SUPPLIED_CODES,
  ...SEVERAL_CODES,
  'validity/print-too-long',
];

const seen = new Set<CheckCode>();
const STRANGER = testKey('stranger');
const NOW_S = NOW_MS / 1000;
const INVOICE = 'https://lightseal.example/vct/e-invoice/1';
const invoice: CaseChange = {
  payload: { vct: INVOICE },
  issuer: { types: [{ vct: INVOICE, from: 1 }] },
};
const since = (status: 'suspended' | 'retired', height: number): CaseChange => ({
  issuer: {
    history: [
      { status: 'active', since: 1 },
      { status, since: height },
    ],
  },
});
const typed = (range: { from: number; until?: number }): CaseChange => ({
  issuer: { types: [{ vct: VCT, ...range }] },
});

function note(report: Report): Report {
  for (const { code } of report.checks) seen.add(code);
  return report;
}

describe('a good licence', () => {
  it('passes every check that applies to it, in reading order', async () => {
    const report = note(await judged({}));
    expect(report.checks.map(({ code }) => code)).toEqual(GOOD);
    expect(report).toMatchObject({ verdict: 'accepted', reason: undefined });
    expect(report.document?.claims).toEqual({ name: '示例科技有限公司', legal_person: '示例人' });
  });
});

type Row = readonly [CheckCode, string, CaseChange];

const PRINT = { print: true };
const NAME: Json = ['c2FsdCBvZiBhIG5hbWUhIQ', 'name', '示例科技有限公司'];
const OPEN: CaseChange = { payload: { legal_representative: '陈示例' } };
const HIDING: CaseChange = {
  payload: { name: null, _sd: [digest(HIDDEN), digest(NAME)] },
  slipped: NAME,
};

const UNREADABLE: readonly (readonly [CheckCode, string, (good: string) => string])[] = [
  ['format/foreign', 'a web address', () => 'https://shop.example/pay'],
  ['format/foreign', 'no text at all', () => ''],
  ['format/truncated', 'a code whose end was cut off', (good) => good.slice(0, -30)],
  ['format/malformed', 'a body that is no presentation', () => framed([1, 1, 0, 1, 0xff])],
  ['format/malformed', 'bytes after the end', () => framed([1, 1, 0, 1, 0x80, 0])],
  ['format/newer-version', 'the prefix of a later version', (good) => good.replace('LS1', 'LS3')],
  ['format/newer-version', 'a mode of a later version', () => framed([1, 9, 0, 0])],
  ['format/too-large', 'more than a code holds', () => `LS1:${'A'.repeat(4300)}`],
];

const FAILING: readonly Row[] = [
  ['chain/conflict', 'an attack that was found stands', { conflict: true }],
  ['issuer/suspended', 'suspended at the height of the batch', since('suspended', 50)],
  ['issuer/retired', 'retired at the height of the batch', since('retired', 50)],
  [
    'issuer/retired',
    'not active yet at the height of the batch',
    { issuer: { history: [{ status: 'active', since: 51 }] } },
  ],
  ['issuer/type-not-allowed', 'a type of another issuer', { issuer: { types: [] } }],
  ['issuer/type-not-allowed', 'a type allowed only after the batch', typed({ from: 51 })],
  ['issuer/type-not-allowed', 'a type allowed until the batch', typed({ from: 1, until: 50 })],
  ['issuer/key-out-of-range', 'a key in force only after the batch', { key: { from: 51 } }],
  [
    'issuer/key-out-of-range',
    'a key in force until the batch',
    { key: { until: 50 }, list: { height: 40 } },
  ],
  ['issuer/key-compromised', 'a key stolen at the batch', { key: { compromisedSince: 50 } }],
  ['issuer/key-compromised', 'a key stolen before the batch', { key: { compromisedSince: 2 } }],
  ['signature/invalid', 'a signature of somebody else', { signer: STRANGER }],
  ['signature/malformed', 'a JWT of another kind', { jwtHeader: { typ: 'jwt' } }],
  ['signature/malformed', 'a JWT without algorithm', { jwtHeader: { alg: 'none' } }],
  ['signature/malformed', 'a critical extension', { jwtHeader: { crit: ['exp'] } }],
  ['signature/altered', 'a claim that the issuer never signed', { slipped: ['s', 'extra', 'x'] }],
  ['signature/altered', 'a claim presented twice', { slipped: HIDDEN }],
  ['signature/against-type', 'a claim in the open that its type hides', OPEN],
  ['signature/against-type', 'a claim hidden that its type never hides', HIDING],
  ['anchor/not-included', 'another place in the batch', { anchor: { index: 200 } }],
  ['anchor/not-included', 'a way to nowhere', { anchor: { path: [] } }],
  ['anchor/not-included', 'a batch without it', { batch: { root: new Uint8Array(32) } }],
  ['anchor/size-mismatch', 'a proof of a batch of another size', { batch: { count: 512 } }],
  [
    'anchor/other-issuer',
    'a batch of another issuer',
    { anchor: { issuer: 'tax' }, otherLog: 'tax' },
  ],
  ['status/revoked', 'a revoked document', { status: 1 }],
  [
    'status/revoked',
    'a revoked document in a list from tomorrow',
    { status: 1, list: { issuedMs: NOW_MS + DAY_MS } },
  ],
  [
    'status/revoked',
    'a revoked document in a list that has long run out',
    { status: 1, list: { issuedMs: NOW_MS - 30 * DAY_MS, expiresMs: NOW_MS - 20 * DAY_MS } },
  ],
  ['status/suspended', 'a suspended document', { status: 2 }],
  ['status/out-of-range', 'an index that the list does not have', { list: { capacity: 4 } }],
  ['validity/expired', 'a document on the very moment of its end', { payload: { exp: NOW_S } }],
  ['validity/not-yet', 'a document that begins in a second', { payload: { nbf: NOW_S + 1 } }],
  ['validity/not-yet', 'a document issued tomorrow', { payload: { iat: NOW_S + 86_400 } }],
  ['holder/missing', 'a document without key binding', { unbound: true }],
  ['holder/missing', 'a document that names no holder', { payload: { cnf: null } }],
  ['holder/missing', 'a marked copy without its key binding', { unbound: true, payload: PRINT }],
  ['holder/missing', 'a print that somebody has signed', { payload: { ...PRINT, cnf: null } }],
  ['holder/wrong-key', 'a key binding by somebody else', { holder: STRANGER }],
  ['holder/wrong-key', 'a key binding without nonce', { binding: { nonce: 5 } }],
  ['holder/altered', 'a key binding over something else', { binding: { sd_hash: 'else' } }],
  ['holder/other-audience', 'a code for another verifier', { binding: { aud: 'somebody' } }],
];

const UNDECIDED: readonly Row[] = [
  ['holder/printed', 'a print', { unbound: true, payload: { ...PRINT, cnf: null } }],
  ['chain/expired', 'at the end of the trusting period', { policy: { trustingPeriodMs: 5_000 } }],
  ['issuer/unknown', 'an issuer that the registry does not know', { issuer: null }],
  ['issuer/unknown', 'an issuer of another world', { payload: { iss: 'https://other.example' } }],
  ['issuer/unknown', 'an issuer without name', { payload: { iss: null } }],
  ['issuer/unknown-key', 'a key that the registry does not list', { jwtHeader: { kid: 'new' } }],
  ['issuer/unknown-key', 'a key without name', { jwtHeader: { kid: 5 } }],
  [
    'signature/other-type',
    'metadata other than this app has',
    { payload: { 'vct#integrity': `sha256-${'A'.repeat(43)}=` } },
  ],
  ['anchor/batch-unknown', 'a batch newer than the pack', { anchor: { batch: 1 } }],
  ['status/list-missing', 'a list that could not be had', { list: { missing: true } }],
  ['status/list-missing', 'a list that somebody else signed', { list: { signer: STRANGER } }],
  ['status/list-missing', 'a list for other documents', { list: { uri: 'https://x.example/1' } }],
  ['status/list-missing', 'a list under an unknown key', { list: { kid: 'market-9' } }],
  ['status/other', 'a status without a meaning here', { status: 3 }],
  ['status/from-future', 'a list from tomorrow', { list: { issuedMs: NOW_MS + DAY_MS } }],
  ['status/list-missing', 'a list from before its key was in force', { list: { height: 0 } }],
  [
    'status/list-missing',
    'the list of another issuer',
    {
      payload: {
        status: { status_list: { idx: 7, uri: 'https://lightseal.example/issuer/tax/status/1' } },
      },
    },
  ],
  ['status/list-expired', 'at the end that the registry names', { list: { validUntilMs: NOW_MS } }],
  ['status/list-expired', 'at the end that the list names', { list: { expiresMs: NOW_MS } }],
  ['status/list-expired', 'at the age of the policy', { list: { issuedMs: NOW_MS - DAY_MS } }],
  [
    'status/list-expired',
    'a suspension in an old list: it may have been lifted',
    { status: 2, list: { issuedMs: NOW_MS - 2 * DAY_MS } },
  ],
  [
    'status/list-expired',
    'an index that an old list does not have',
    { list: { capacity: 4, issuedMs: NOW_MS - 2 * DAY_MS } },
  ],
  ['status/no-reference', 'a document without a status list', { payload: { status: null } }],
  ['validity/unreadable', 'an end that is no date', { payload: { exp: 'soon' } }],
  ['holder/stale', 'a code over a minute old', { binding: { iat: NOW_S - 61 } }],
  ['holder/from-future', 'a code over ten seconds ahead', { binding: { iat: NOW_S + 11 } }],
  [
    'freshness/stale',
    'trust data older than the policy asks',
    { policy: { maxTrustAgeMs: 4_999 } },
  ],
];

describe('what cannot be read is undecided:', () => {
  it.each(UNREADABLE)('%s, %s', async (code, _, change) => {
    const { text, trust, policy } = await buildCase();
    const report = note(verify(change(text), trust, policy, UNSEEN, NOW));
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code }, document: undefined });
    expectAlone(report, code);
  });

  it('names what kind of foreign code it is', () => {
    const report = verify('openid-credential-offer://?x', undefined, POLICY, UNSEEN, NOW);
    expect(report.reason).toMatchObject({ code: 'format/foreign', facts: { kind: 'offer' } });
  });
});

describe('what speaks against the document rejects it:', () => {
  it.each(FAILING)('%s, %s', async (code, _, change) => {
    const report = note(await judged(change));
    expect(report).toMatchObject({ verdict: 'rejected', reason: { code, outcome: 'fail' } });
    expectAlone(report, code);
  });
});

describe('what is missing, too old or too new leaves it undecided:', () => {
  it.each(UNDECIDED)('%s, %s', async (code, _, change) => {
    const report = note(await judged(change));
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code, outcome: 'unknown' } });
    expectAlone(report, code);
  });

  it('chain/missing, nothing has been verified yet', async () => {
    const { text, policy } = await buildCase();
    const report = note(verify(text, undefined, policy, UNSEEN, NOW));
    expect(report).toMatchObject({ verdict: 'undecided', asOf: undefined });
    expectAlone(report, 'chain/missing');
  });

  it('chain/clock-behind, the header is further ahead than clocks may differ', async () => {
    const report = note(await judged({}, new Date(NOW_MS - 5_000 - 10_001)));
    expect(report.reason).toMatchObject({ outcome: 'unknown', facts: { behindMs: 10_001 } });
    expectAlone(report, 'chain/clock-behind');
  });

  it('holder/replayed, this verifier took the code before', async () => {
    const report = note(await judged({}, NOW, () => true));
    expect(report.verdict).toBe('undecided');
    expectAlone(report, 'holder/replayed');
  });
});

describe('an invoice', () => {
  it('claim/none-registered, nobody has registered any', async () => {
    const report = note(await judged(invoice));
    expect(report.verdict).toBe('accepted');
    expectAlone(report, 'claim/none-registered');
  });

  it('claim/not-checked, some were registered: that is advice and decides nothing', async () => {
    const claims = { size: 3, root: new Uint8Array(32) };
    const report = note(await judged({ ...invoice, claims }));
    expect(report.verdict).toBe('accepted');
    expectAlone(report, 'claim/not-checked');
  });
});

describe('at the edge it still holds:', () => {
  it.each<readonly [string, CaseChange]>([
    ['suspended just after the batch', since('suspended', 51)],
    ['retired just after the batch', since('retired', 51)],
    ['the key stolen just after the batch', { key: { compromisedSince: 51 } }],
    ['the key ended just after the batch', { key: { until: 51 }, list: { height: 50 } }],
    ['the key ended after the list was published', { key: { until: 61 } }],
    ['the key began with the batch', { key: { from: 50 } }],
    ['the type began with the batch', typed({ from: 50 })],
    ['the type ended just after the batch', typed({ from: 50, until: 51 })],
    ['a second before its end', { payload: { exp: NOW_S + 1 } }],
    ['from this very second', { payload: { nbf: NOW_S, iat: NOW_S } }],
    ['no end at all', { payload: { exp: null } }],
    ['the code is a minute old', { binding: { iat: NOW_S - 60 } }],
    ['the code is ten seconds ahead', { binding: { iat: NOW_S + 10 } }],
    ['trust data exactly as old as the policy asks', { policy: { maxTrustAgeMs: 5_000 } }],
    ['the last millisecond of the trusting period', { policy: { trustingPeriodMs: 5_001 } }],
    ['the last millisecond of the list', { list: { validUntilMs: NOW_MS + 1 } }],
  ])('%s', async (_, change) => {
    const report = await judged(change);
    expect(unusual(report)).toEqual([]);
    expect(report.verdict).toBe('accepted');
  });

  it('a successor publishes the list in the place of a retired issuer', async () => {
    const successor = testKey('successor-1');
    const key = { kid: 's1', alg: 'ES256', publicKey: successor.publicKey, from: 1 } as const;
    const retired = { ...since('retired', 51).issuer, successor: 'new-market' };
    const change: CaseChange = {
      issuer: retired,
      others: { 'new-market': { ...issuerEntry(), keys: [key] } },
      list: { kid: 's1', signer: successor },
    };
    expect((await judged(change)).verdict).toBe('accepted');
    const { status: _, ...nobody } = { ...change, others: {} };
    expect(unusual(await judged(nobody))).toEqual(['status/list-missing']);
    const revoked = await judged({ ...change, status: 1 });
    expect(revoked.reason?.code).toBe('status/revoked');
  });
});

describe('together', () => {
  it('these tests have seen every code but those of elsewhere, and none of these', () => {
    expect([...seen, ...ELSEWHERE].sort()).toEqual([...CHECK_CODES].sort());
  });
});

/** Only this code is unusual; behind it there may be checks that were not reached. */
function expectAlone(report: Report, code: CheckCode): void {
  expect(unusual(report).filter((each) => each !== 'check/not-reached')).toEqual([code]);
}

function framed(bytes: readonly number[]): string {
  return `LS1:${formatBase45(Uint8Array.from(bytes))}`;
}
