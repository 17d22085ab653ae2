/** What is printed is judged, but proves no bearer; and no other copy passes for a print. */
import { describe, expect, it } from 'vitest';
import { NOW_MS, type CaseChange } from '../../support/case-builder.ts';
import { judged } from './judged.ts';

const IAT = NOW_MS / 1000 - 86_400;
const DAY_S = 86_400;
const TOO_LONG = 'validity/print-too-long';

/** A print that is good for some days. */
function print(days = 30): CaseChange {
  const payload = { print: true, cnf: null, iat: IAT, exp: IAT + days * DAY_S };
  return { unbound: true, payload };
}
const PRINT = print();

async function holderOf(change: CaseChange) {
  const { verdict, checks, document } = await judged(change);
  return { verdict, code: checks.find(({ id }) => id === 'holder')?.code, document };
}

describe('a print', () => {
  it('is never accepted, though everything else of it holds', async () => {
    expect(await holderOf(PRINT)).toMatchObject({ verdict: 'undecided', code: 'holder/printed' });
    const report = await judged(PRINT);
    expect(report.reason?.code).toBe('holder/printed');
    expect(report.document?.claims).not.toHaveProperty('print');
    expect(report.nonce).toBeUndefined();
  });

  it('decides nothing either where nothing but an answer counts', async () => {
    const change = { ...PRINT, policy: { challengeOnly: true } };
    expect(await holderOf(change)).toMatchObject({ verdict: 'undecided', code: 'holder/printed' });
  });

  it('that is to last longer than the policy allows is rejected', async () => {
    const longer = { ...PRINT, payload: { ...PRINT.payload, exp: IAT + 30 * DAY_S + 1 } };
    for (const change of [longer, { ...print(2), policy: { maxPrintMs: DAY_S * 1000 } }]) {
      const report = await judged(change);
      expect(report).toMatchObject({ verdict: 'rejected', reason: { code: TOO_LONG } });
    }
  });

  it('that is dated ahead is measured from when it begins to be good', async () => {
    const ahead = { print: true, cnf: null, nbf: IAT, iat: IAT + 365 * DAY_S };
    const payload = { ...ahead, exp: IAT + 395 * DAY_S };
    const report = await judged({ unbound: true, payload });
    expect(report).toMatchObject({ verdict: 'rejected', reason: { code: TOO_LONG } });
  });

  it.each(['iat', 'exp'])(
    'that does not say its %s is taken for one that is too long',
    async (name) => {
      const report = await judged({ ...PRINT, payload: { ...PRINT.payload, [name]: null } });
      expect(report).toMatchObject({ verdict: 'rejected', reason: { code: TOO_LONG } });
    },
  );

  it('that is over is expired, and said to be so', async () => {
    const payload = { ...PRINT.payload, exp: NOW_MS / 1000 };
    const report = await judged({ ...PRINT, payload });
    expect(report).toMatchObject({ verdict: 'rejected', reason: { code: 'validity/expired' } });
  });

  it('that is revoked is rejected like any other', async () => {
    expect((await holderOf({ ...PRINT, status: 1 })).verdict).toBe('rejected');
  });
});

describe('no print', () => {
  it('is bound to the limit of prints', async () => {
    const payload = { iat: IAT, exp: IAT + 365 * DAY_S };
    expect((await judged({ payload })).verdict).toBe('accepted');
  });

  it.each<readonly [string, CaseChange]>([
    ['a usual copy without its key binding', { unbound: true }],
    ['a marked copy that names a holder', { unbound: true, payload: { print: true } }],
    ['an unmarked copy that names none', { unbound: true, payload: { cnf: null } }],
    ['a mark that is no mark', { unbound: true, payload: { cnf: null, print: 'true' } }],
    ['a print that somebody has signed', { payload: { print: true, cnf: null } }],
  ])('is %s', async (_, change) => {
    expect(await holderOf(change)).toMatchObject({ verdict: 'rejected', code: 'holder/missing' });
  });

  it('is a usual copy beside which somebody slips the mark', async () => {
    const change: CaseChange = { unbound: true, slipped: ['s', 'print', true] };
    expect((await holderOf(change)).verdict).toBe('rejected');
  });
});
