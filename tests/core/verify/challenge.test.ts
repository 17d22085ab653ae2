/** What a verifier makes of a code after it has asked: each code for one reason alone. */
import { describe, expect, it } from 'vitest';
import {
  CHALLENGE_MS,
  type Challenge,
  type CheckCode,
  type Report,
  type SeenBefore,
} from '#core/verify/index.ts';
import { buildCase, nonceOf, NOW, NOW_MS, type CaseChange } from '../../support/case-builder.ts';
import { ANSWER_NONCE, ASKED_MS, AUDIENCE, CHALLENGE } from '../../support/request-builder.ts';
import { testKey, VCT } from '../credential/craft.ts';
import { ASKED_CODES } from './asked-codes.ts';
import { judge, judged, UNSEEN, unusual } from './judged.ts';

const seen = new Set<CheckCode>();
const STRANGER = testKey('stranger');
const NOW_S = NOW_MS / 1000;
const INVOICE = 'https://lightseal.example/vct/e-invoice/1';

function note(report: Report): Report {
  for (const { code } of report.checks) seen.add(code);
  return report;
}

describe('after a request', () => {
  const answered = { aud: AUDIENCE, nonce: ANSWER_NONCE };

  it('an answer is accepted, whatever the holder’s clock says', async () => {
    for (const iat of [NOW_S, NOW_S - 86_400, NOW_S + 86_400]) {
      const report = note(await asked({ binding: { ...answered, iat } }));
      expect(report.verdict).toBe('accepted');
      expect(unusual(report)).toEqual(['holder/answered', 'purpose/answered']);
    }
  });

  it('says how far the holder’s clock is off, where it is a minute or more', async () => {
    const offset = async (iat: number) =>
      (await asked({ binding: { ...answered, iat } })).checks.find(({ id }) => id === 'holder')
        ?.facts['offsetMs'];
    expect(await offset(ASKED_MS / 1000 - 60)).toBe(-60_000);
    expect(await offset(ASKED_MS / 1000 - 59)).toBeUndefined();
    expect(await offset(NOW_S + 60)).toBe(60_000);
    expect(await offset(NOW_S)).toBeUndefined();
  });

  it.each<readonly [CheckCode, string, CaseChange, Partial<Challenge>]>([
    ['holder/unasked', 'a code that was shown without being asked', {}, {}],
    [
      'holder/other-challenge',
      'the answer to another request of the same verifier',
      { binding: { ...answered, nonce: nonceOf(2) } },
      {},
    ],
    [
      'holder/challenge-expired',
      'an answer a millisecond too late',
      { binding: answered },
      { askedAtMs: NOW_MS - CHALLENGE_MS - 1 },
    ],
    [
      'purpose/not-answered',
      'a claim that was asked and not shown',
      { binding: answered },
      { asked: { vct: VCT, claims: ['legal_person', 'domicile'] } },
    ],
    [
      'purpose/other-type',
      'another type than was asked',
      { binding: answered },
      { asked: { vct: INVOICE, claims: [] } },
    ],
  ])('%s, %s, is undecided', async (code, _, change, challenge) => {
    const report = note(await asked(change, challenge));
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code, outcome: 'unknown' } });
    const usual: readonly CheckCode[] = ['holder/answered', 'purpose/answered'];
    expect(unusual(report).filter((each) => !usual.includes(each))).toEqual([code]);
  });

  it('parts of a claim are asked for by their way through it', async () => {
    const change = { binding: answered, payload: { owner: { name: '甲' }, items: [{ a: 1 }] } };
    const purpose = async (...claims: readonly string[]) =>
      (await asked(change, { asked: { vct: VCT, claims } })).checks.find(
        ({ id }) => id === 'purpose',
      );
    expect(await purpose('owner.name', 'items..a')).toMatchObject({ code: 'purpose/answered' });
    expect(await purpose('owner.name', 'owner.age', 'items..b')).toMatchObject({
      code: 'purpose/not-answered',
      facts: { asked: 3, missing: 2 },
    });
  });

  it('holder/other-audience, an answer relayed from another verifier, is rejected', async () => {
    const binding = { ...answered, aud: 'lightseal:verifier:somebody-else' };
    const report = note(await asked({ binding }));
    expect(report).toMatchObject({
      verdict: 'rejected',
      reason: { code: 'holder/other-audience', outcome: 'fail' },
    });
  });

  it('holder/replayed, the same answer again, is undecided even when it is late', async () => {
    for (const askedAtMs of [ASKED_MS, NOW_MS - 2 * CHALLENGE_MS]) {
      const report = note(await asked({ binding: answered }, { askedAtMs }, () => true));
      expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'holder/replayed' } });
    }
  });

  it('in the last millisecond an answer still counts', async () => {
    const report = await asked({ binding: answered }, { askedAtMs: NOW_MS - CHALLENGE_MS });
    expect(report.verdict).toBe('accepted');
  });

  it('claims of a forged document answer nothing', async () => {
    const report = note(await asked({ binding: answered, signer: STRANGER }));
    expect(report.reason?.code).toBe('signature/invalid');
    expect(report.checks.find(({ id }) => id === 'purpose')?.code).toBe('check/not-reached');
  });

  it('an answer that nobody waits for is undecided where nothing was asked', async () => {
    const report = note(await judged({ binding: answered }));
    expect(report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'holder/other-challenge' },
    });
  });

  it('a policy may take nothing but answers', async () => {
    const policy = { challengeOnly: true };
    const unasked = await judged({ policy });
    expect(unasked).toMatchObject({ verdict: 'undecided', reason: { code: 'holder/unasked' } });
    expect((await asked({ policy, binding: answered })).verdict).toBe('accepted');
  });
});

describe('together', () => {
  it('these tests have seen every code of a request', () => {
    expect(ASKED_CODES.filter((code) => !seen.has(code))).toEqual([]);
  });
});

async function asked(
  change: CaseChange,
  challenge: Partial<Challenge> = {},
  isSeen: SeenBefore = UNSEEN,
): Promise<Report> {
  const expected = { mode: 'challenge', challenge: { ...CHALLENGE, ...challenge } } as const;
  return judge(await buildCase(change), NOW, isSeen, expected);
}
