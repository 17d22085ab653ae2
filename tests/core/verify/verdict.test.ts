/** How checks become one verdict and one reason. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BROADCAST_REQUIRED,
  CHECK_IDS,
  firstReason,
  verdictOf,
  type Check,
  type CheckId,
  type Outcome,
} from '#core/verify/index.ts';
import { NOW_MS, type CaseChange } from '../../support/case-builder.ts';
import { testKey } from '../credential/craft.ts';
import { judged } from './judged.ts';

const NOW_S = NOW_MS / 1000;
const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'unknown', 'skipped'];

const check = (id: CheckId, outcome: Outcome): Check => ({
  id,
  outcome,
  code: 'check/not-reached',
  facts: {},
});
const all = (outcome: Outcome): Check[] => CHECK_IDS.map((id) => check(id, outcome));

const ids = fc.subarray([...CHECK_IDS]);
const checks = fc.array(
  fc.record({ id: fc.constantFrom(...CHECK_IDS), outcome: fc.constantFrom(...OUTCOMES) }),
);

describe('the verdict', () => {
  it.each(CHECK_IDS)('is rejected for one failure of %s, required or not', (id) => {
    const found = all('pass').map((each) => (each.id === id ? check(id, 'fail') : each));
    expect(verdictOf(found, BROADCAST_REQUIRED)).toBe('rejected');
    expect(verdictOf(found, [])).toBe('rejected');
  });

  it.each(BROADCAST_REQUIRED)('is undecided if %s is missing, unknown or skipped', (id) => {
    const others = all('pass').filter((each) => each.id !== id);
    expect(verdictOf(others, BROADCAST_REQUIRED)).toBe('undecided');
    for (const outcome of ['unknown', 'skipped'] as const) {
      expect(verdictOf([...others, check(id, outcome)], BROADCAST_REQUIRED)).toBe('undecided');
    }
  });

  it('is never accepted if nothing is required or nothing was checked', () => {
    expect(verdictOf(all('pass'), [])).toBe('undecided');
    expect(verdictOf([], BROADCAST_REQUIRED)).toBe('undecided');
    expect(verdictOf([], [])).toBe('undecided');
  });

  it('never becomes accepted by leaving checks out', () => {
    fc.assert(
      fc.property(checks, ids, fc.nat(), (list, required, drop) => {
        const found = list.map(({ id, outcome }) => check(id, outcome));
        if (found.length === 0 || found.some(({ outcome }) => outcome === 'fail')) return;
        const fewer = found.filter((_, index) => index !== drop % found.length);
        if (verdictOf(found, required) === 'accepted') return;
        expect(verdictOf(fewer, required)).toBe('undecided');
      }),
    );
  });

  it('is accepted only if each required check passed and none failed', () => {
    fc.assert(
      fc.property(checks, ids, (list, required) => {
        const found = list.map(({ id, outcome }) => check(id, outcome));
        if (verdictOf(found, required) !== 'accepted') return;
        expect(found.some(({ outcome }) => outcome === 'fail')).toBe(false);
        for (const id of required) {
          expect(found.some((each) => each.id === id && each.outcome === 'pass')).toBe(true);
        }
      }),
    );
  });
});

describe('the reason', () => {
  it('of several failures is the most serious, of several unknowns the one that causes the others', () => {
    const gravest = [...CHECK_IDS].map((id) => check(id, 'fail'));
    expect(firstReason(gravest, BROADCAST_REQUIRED)?.id).toBe('chain');
    const caused = [...CHECK_IDS].reverse().map((id) => check(id, 'unknown'));
    expect(firstReason(caused, BROADCAST_REQUIRED)?.id).toBe('format');
  });

  it('is a failure before anything unknown', () => {
    const found = [check('chain', 'unknown'), check('claim', 'fail')];
    expect(firstReason(found, BROADCAST_REQUIRED)?.id).toBe('claim');
  });

  it('is what is skipped though required, if there is nothing else', () => {
    const found = [check('format', 'pass'), check('holder', 'skipped')];
    expect(firstReason(found, ['holder'])?.id).toBe('holder');
    expect(firstReason(found, ['format'])).toBeUndefined();
  });

  const stranger = testKey('stranger');
  const expired = { payload: { exp: NOW_S - 1 } };

  it.each<readonly [string, string, CaseChange]>([
    ['a forged document', 'signature/invalid', { ...expired, signer: stranger }],
    ['an altered document', 'signature/altered', { ...expired, slipped: ['s', 'a', 1] }],
    ['a stolen copy', 'holder/wrong-key', { ...expired, holder: stranger }],
    ['a copy that was never anchored', 'anchor/not-included', { ...expired, anchor: { path: [] } }],
    [
      'a document of a stolen key',
      'issuer/key-compromised',
      { ...expired, key: { compromisedSince: 9 } },
    ],
    ['a revoked document', 'status/revoked', { ...expired, status: 1 }],
    [
      'anything under a chain that was attacked',
      'chain/conflict',
      { conflict: true, signer: stranger },
    ],
  ])('%s is never reported as merely expired', async (_, code, change) => {
    const report = await judged(change);
    expect(report).toMatchObject({ verdict: 'rejected', reason: { code } });
  });

  it('an unknown key makes nobody’s document an expired or revoked one', async () => {
    const report = await judged({
      ...expired,
      status: 1,
      jwtHeader: { kid: 'mine' },
      signer: stranger,
    });
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'issuer/unknown-key' } });
  });

  it.each<readonly [string, string, CaseChange]>([
    [
      'trust that has expired, before all that follows from it',
      'chain/expired',
      { policy: { trustingPeriodMs: 1, maxTrustAgeMs: 1, maxStatusAgeMs: 1 } },
    ],
    [
      'a batch newer than the pack, before its list',
      'anchor/batch-unknown',
      { anchor: { batch: 9 }, list: { missing: true } },
    ],
    [
      'an old code, before an old list',
      'holder/stale',
      { binding: { iat: NOW_S - 90 }, list: { missing: true } },
    ],
    [
      'an old list, before old trust data',
      'status/list-expired',
      { policy: { maxTrustAgeMs: 1, maxStatusAgeMs: 1 } },
    ],
  ])('of what is unknown is the cause: %s', async (_, code, change) => {
    const report = await judged(change);
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code } });
  });
});
