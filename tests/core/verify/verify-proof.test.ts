/** A presentation with the data that it rests on: what it may decide, and what it never may. */
import { describe, expect, it } from 'vitest';
import { logHead } from '#core/registry/index.ts';
import {
  BROADCAST,
  verify,
  verifyProof,
  type Report,
  type Supply,
  type SuppliedTrust,
  type Trust,
} from '#core/verify/index.ts';
import {
  buildCase,
  HEIGHT,
  ISSUER_ID,
  NOW,
  NOW_MS,
  POLICY,
  type BuiltCase,
  type CaseChange,
} from '../../support/case-builder.ts';
import { proofOf, suppliedOf } from '../../support/supplied.ts';
import { GOOD, UNSEEN, unusual } from './judged.ts';

const LATER: CaseChange = { header: { height: HEIGHT + 10 } };
const INVOICE = 'https://lightseal.example/vct/e-invoice/1';
const invoice: CaseChange = {
  payload: { vct: INVOICE },
  issuer: { types: [{ vct: INVOICE, from: 1 }] },
};

function judge(built: BuiltCase, held: Trust | undefined, supply: Supply): Report {
  const { policy } = built;
  return verifyProof(proofOf(built.text), held, supply, {
    policy,
    isSeen: UNSEEN,
    now: NOW,
    expected: BROADCAST,
  });
}

describe('a proof before a verifier that holds nothing', () => {
  it('is accepted on the data that came along, and the verdict says so', async () => {
    const built = await buildCase();
    const report = judge(built, undefined, { trust: await suppliedOf(built) });
    expect(report.verdict).toBe('accepted');
    expect(unusual(report)).toEqual(['chain/supplied']);
    expect(report.checks).toHaveLength(GOOD.length);
    expect(report.asOf).toEqual({ height: HEIGHT, timeMs: NOW_MS - 5_000, supplied: true });
  });

  it('is rejected when the list that came along names the document', async () => {
    const built = await buildCase();
    const report = judge(built, undefined, { trust: await suppliedOf(built, { status: 1 }) });
    expect(report.reason?.code).toBe('status/revoked');
    expect(report.verdict).toBe('rejected');
  });

  it('is undecided when they are older than the policy asks', async () => {
    const built = await buildCase();
    const header = { timeNs: BigInt(NOW_MS - 3_600_001) * 1_000_000n };
    const report = judge(built, undefined, { trust: await suppliedOf(built, { header }) });
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'freshness/stale' } });
  });

  it('never takes an issuer, a batch or a list that did not come along for one that is there', async () => {
    const built = await buildCase();
    const { excerpt, ...basis } = await suppliedOf(built);
    const lacking = (change: Partial<SuppliedTrust['excerpt']>) =>
      judge(built, undefined, { trust: { ...basis, excerpt: { ...excerpt, ...change } } });
    const batch = { ...excerpt.batch, number: 1 };
    const status = { ...excerpt.status, list: `${ISSUER_ID}/2` };
    for (const [change, code] of [
      [{ issuers: new Map() }, 'issuer/unknown'],
      [{ batch }, 'anchor/batch-unknown'],
      [{ batch: { ...excerpt.batch, issuer: 'tax' } }, 'anchor/batch-unknown'],
      [{ statuses: new Map() }, 'status/list-missing'],
      [{ status }, 'status/list-missing'],
    ] as const) {
      const report = lacking(change);
      expect(report).toMatchObject({ verdict: 'undecided', reason: { code } });
    }
  });

  it('does not say that an invoice was never claimed because nobody told of claims', async () => {
    const built = await buildCase(invoice);
    const supplied = await suppliedOf(built, { ...invoice, claims: logHead([]) });
    const claim = (report: Report) => report.checks.find(({ id }) => id === 'claim');
    const alone = judge(built, undefined, { trust: supplied });
    expect(claim(alone)).toMatchObject({ outcome: 'unknown', code: 'claim/not-supplied' });
    expect(alone.verdict).toBe('accepted');
    const whole = judge(built, built.trust, { trust: supplied });
    expect(claim(whole)).toMatchObject({ outcome: 'pass', code: 'claim/none-registered' });
    const strict = { ...built, policy: { ...built.policy, required: ['claim' as const] } };
    expect(judge(strict, undefined, { trust: supplied }).verdict).toBe('undecided');
  });

  it('is undecided with the reason why the data could not be used', async () => {
    const built = await buildCase();
    for (const [refused, code] of [
      ['chain/out-of-reach', 'chain/supplied-out-of-reach'],
      ['chain/older-than-held', 'chain/supplied-older'],
      ['chain/expired', 'chain/expired'],
      ['chain/clock-behind', 'chain/clock-behind'],
      ['chain/invalid-header', 'chain/supplied-invalid'],
      ['registry/root-mismatch', 'chain/supplied-invalid'],
      ['cometbft/malformed', 'chain/supplied-invalid'],
    ] as const) {
      const report = judge(built, undefined, { refused });
      expect(report).toMatchObject({ verdict: 'undecided', reason: { code }, asOf: undefined });
    }
  });

  it('is rejected after an attack was found', async () => {
    const built = await buildCase();
    const reasons = [
      judge(built, undefined, { refused: 'chain/attack' }),
      judge(built, undefined, { trust: await suppliedOf(built, { conflict: true }) }),
    ];
    for (const report of reasons)
      expect(report).toMatchObject({ verdict: 'rejected', reason: { code: 'chain/conflict' } });
  });
});

describe('a proof before a verifier that holds trust data', () => {
  it('counts where it is later', async () => {
    const built = await buildCase();
    const report = judge(built, built.trust, { trust: await suppliedOf(built, LATER) });
    expect(report.asOf).toMatchObject({ height: HEIGHT + 10, supplied: true });
    expect(report.verdict).toBe('accepted');
  });

  it('is rejected for what happened later, though it was held back', async () => {
    const built = await buildCase({ status: 1 });
    const before = await suppliedOf(built, { header: { height: HEIGHT - 10 } });
    const alone = judge(built, undefined, { trust: before });
    expect(alone.verdict).toBe('accepted');
    const report = judge(built, built.trust, { trust: before });
    expect(report).toMatchObject({ verdict: 'rejected', reason: { code: 'status/revoked' } });
    expect(report.asOf).toMatchObject({ height: HEIGHT, supplied: false });
  });

  it('at the same height rests on what is held', async () => {
    const built = await buildCase();
    const report = judge(built, built.trust, { trust: await suppliedOf(built) });
    expect(report.asOf?.supplied).toBe(false);
  });

  it('rests on what is held when the data that came along are refused, and it is said why', async () => {
    const built = await buildCase();
    const report = judge(built, built.trust, { refused: 'registry/log-mismatch' });
    expect(report).toMatchObject({
      verdict: 'accepted',
      asOf: { height: HEIGHT, supplied: false },
      leftAside: { code: 'chain/supplied-invalid' },
    });
    const older = judge(built, built.trust, { refused: 'chain/older-than-held' });
    expect(older.leftAside).toBeUndefined();
  });

  it('does not get round an attack that was found', async () => {
    const built = await buildCase({ conflict: true });
    const report = judge(built, built.trust, { trust: await suppliedOf(built, LATER) });
    expect(report).toMatchObject({ verdict: 'rejected', reason: { code: 'chain/conflict' } });
  });
});

describe('bytes that are no proof', () => {
  it('get a report like any other code', () => {
    const circumstances = { policy: POLICY, isSeen: UNSEEN, now: NOW, expected: BROADCAST };
    const supply = { refused: 'qr/malformed' };
    const codeOf = (bytes: Uint8Array) =>
      verifyProof(bytes, undefined, supply, circumstances).reason?.code;
    expect(codeOf(new Uint8Array())).toBe('format/malformed');
    expect(codeOf(Uint8Array.of(0x81, 2))).toBe('format/newer-version');
    expect(codeOf(new Uint8Array(256 * 1024))).toBe('format/too-large');
  });
});

describe('trust data from another device', () => {
  it('count though no node has confirmed them, and the verdict says so', async () => {
    const { text, trust, policy } = await buildCase();
    const taken = { ...trust, witnesses: [], unconfirmed: true };
    const report = verify(text, taken, policy, UNSEEN, NOW);
    expect(report).toMatchObject({ verdict: 'accepted', asOf: { unconfirmed: true } });
    expect(unusual(report)).toEqual(['chain/unconfirmed']);
    const attacked = verify(text, { ...taken, conflict: true }, policy, UNSEEN, NOW);
    expect(attacked.reason?.code).toBe('chain/conflict');
  });
});
