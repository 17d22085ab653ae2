/** What the wallet says of a document it holds. */
import { describe, expect, it } from 'vitest';
import { summarise, type DocumentState } from '#state/document-summary.ts';
import type { HeldDocument } from '#state/held-document.ts';
import { DAY_MS, NOW, NOW_MS, type CaseChange } from '../support/case-builder.ts';
import { nameOf } from '../core/registry/departments.ts';
import { VCT } from '../core/credential/craft.ts';
import { documentOf, ISSUER_URL, PROFILE } from './ports.ts';

const day = (days: number) => ({ payload: { exp: (NOW_MS + days * DAY_MS) / 1000 } });
const unanchored = (held: HeldDocument): HeldDocument => ({
  ...held,
  copies: held.copies.map(({ anchor: _, ...copy }) => copy),
});

async function summary(change: CaseChange = {}, alter = (held: HeldDocument) => held) {
  const { held, trust } = await documentOf(2, change);
  return summarise(alter(held), trust, PROFILE, NOW);
}

describe('a document in the wallet is', () => {
  it.each<readonly [DocumentState, string, CaseChange]>([
    ['valid', 'with more than thirty days left', day(31)],
    ['valid', 'without an end', { payload: { exp: null } }],
    ['expiring', 'in its last thirty days', day(30)],
    ['expired', 'at its end', day(0)],
    ['early', 'before its beginning', { payload: { nbf: NOW_MS / 1000 + 60, exp: null } }],
    ['revoked', 'when its status says so', { ...day(31), status: 1 }],
    ['revoked', 'rather than expired', { ...day(0), status: 1 }],
    ['suspended', 'when its status says so', { ...day(31), status: 2 }],
    ['unknown', 'without a status list', { ...day(31), list: { missing: true } }],
    ['unknown', 'when its issuer was suspended before', { issuer: suspended() }],
    ['unknown', 'under a key that the registry does not list', { jwtHeader: { kid: 'other' } }],
  ])('%s, %s', async (state, _, change) => {
    expect((await summary(change)).state).toBe(state);
  });

  it('anchoring, until it is registered', async () => {
    expect((await summary(day(31), unanchored)).state).toBe('anchoring');
  });

  it('anchoring, while its batch is newer than what is held', async () => {
    const later = (held: HeldDocument): HeldDocument => ({
      ...held,
      copies: held.copies.map((copy) => ({
        ...copy,
        ...(copy.anchor && { anchor: { ...copy.anchor, batch: 9 } }),
      })),
    });
    expect((await summary(day(31), later)).state).toBe('anchoring');
  });

  it('unknown, before anything was verified and under another consortium', async () => {
    const { held, trust } = await documentOf(1, day(31));
    expect(summarise(held, undefined, PROFILE, NOW).state).toBe('unknown');
    expect(summarise({ ...held, chainId: 'other' }, trust, PROFILE, NOW).state).toBe('unknown');
  });
});

describe('a summary', () => {
  it('names type, claims, issuer, place in the chain and what may be withheld', async () => {
    expect(await summary(day(40))).toMatchObject({
      id: 'doc',
      type: { vct: VCT },
      claims: { name: '示例科技有限公司', legal_person: '示例人' },
      hideable: ['legal_person'],
      issuer: nameOf('market'),
      daysLeft: 40,
      expiresMs: NOW_MS + 40 * DAY_MS,
      copiesLeft: 2,
      anchor: { batch: 0, height: 50 },
    });
  });

  it('counts only copies that nobody has seen', async () => {
    const once = (held: HeldDocument): HeldDocument => ({
      ...held,
      copies: held.copies.map((copy, index) => ({ ...copy, shows: index })),
    });
    expect((await summary(day(31), once)).copiesLeft).toBe(1);
  });

  it('never has less than no days left, and none for a document without end', async () => {
    expect((await summary(day(-5))).daysLeft).toBe(0);
    expect((await summary({ payload: { exp: null } })).daysLeft).toBeUndefined();
  });

  it('takes the issuer’s name from the profile, else its address, while the registry is missing', async () => {
    const { held } = await documentOf(1);
    expect(summarise(held, undefined, PROFILE, NOW).issuer).toEqual(nameOf('market'));
    const stranger = { ...held, credentialIssuer: `${ISSUER_URL}/other` };
    expect(summarise(stranger, undefined, PROFILE, NOW).issuer.en).toBe(`${ISSUER_URL}/other`);
  });
});

function suspended() {
  return {
    history: [
      { status: 'active', since: 1 },
      { status: 'suspended', since: 40 },
    ],
  } as const;
}
