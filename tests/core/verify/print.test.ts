/** What is printed is judged, but proves no bearer; and no other copy passes for a print. */
import { describe, expect, it } from 'vitest';
import type { CaseChange } from '../../support/case-builder.ts';
import { judged } from './judged.ts';

const PRINT: CaseChange = { unbound: true, payload: { print: true, cnf: null } };

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

  it('that is revoked is rejected like any other', async () => {
    expect((await holderOf({ ...PRINT, status: 1 })).verdict).toBe('rejected');
  });
});

describe('no print', () => {
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
