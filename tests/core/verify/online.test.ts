/** Online requests: who asks for what, and answers that were passed on or used again. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#core/credential/index.ts';
import { openRequestObject, readRequest } from '#core/exchange/index.ts';
import { judgeOnlineRequest, mayBeAsked, type Trust } from '#core/verify/index.ts';
import { buildCase, HIDDEN, NOW, NOW_MS, POLICY } from '../../support/case-builder.ts';
import { signedRequest, UNSIGNED } from '../../support/online-request.ts';
import { PURPOSE, VERIFIER, VERIFIER_ID, VERIFIER_KEY } from '../../support/request-builder.ts';
import { VCT } from '../credential/craft.ts';
import { judge, unusual } from './judged.ts';

const { trust } = await buildCase({ verifiers: { [VERIFIER_ID]: VERIFIER } });
const claim = Array.isArray(HIDDEN) ? String(HIDDEN[1]) : '';

const judgeOnline = async (change: JsonObject = {}, held: Trust | undefined = trust, now = NOW) => {
  const jwt = await signedRequest({ ...change, exp: null });
  const request = openRequestObject(jwt, VERIFIER_ID, () => VERIFIER_KEY, now);
  return judgeOnlineRequest(request, held, POLICY, now);
};
const asking = (path: readonly string[], vct = VCT): JsonObject => ({
  dcql_query: {
    credentials: [
      { id: 'a', format: 'dc+sd-jwt', meta: { vct_values: [vct] }, claims: [{ path }] },
    ],
  },
});

describe('an online request', () => {
  it('of a registered verifier for a registered purpose is told in the words of the registry', async () => {
    expect(await judgeOnline()).toMatchObject({
      asker: { id: VERIFIER_ID, name: VERIFIER.name },
      purpose: { registered: VERIFIER.purposes[0]?.name },
      allowed: { id: PURPOSE },
      concerns: [],
    });
  });

  it('for more than the purpose is over-asking, by claim and by type', async () => {
    expect((await judgeOnline(asking(['domicile']))).concerns).toEqual(['request/over-asking']);
    const other = asking(['legal_representative'], 'https://lightseal.example/vct/e-invoice/1');
    expect((await judgeOnline(other)).concerns).toEqual(['request/over-asking']);
    expect((await judgeOnline(asking(['legal_representative', 'name']))).concerns).toEqual([]);
  });

  it('for a purpose that is not registered, or for none, lets them ask for nothing', async () => {
    for (const purpose of ['other', null]) {
      const judged = await judgeOnline({ lightseal_purpose: purpose });
      expect(judged).toMatchObject({ purpose: undefined, concerns: ['request/purpose-unknown'] });
      expect(mayBeAsked(judged.allowed, VCT, ['legal_representative'])).toBe(false);
    }
  });

  it('that nobody has signed is a stranger’s', () => {
    const request = readRequest({ ...UNSIGNED, client_name: 'City Hall' }, undefined);
    expect(judgeOnlineRequest(request, trust, POLICY, NOW)).toMatchObject({
      asker: undefined,
      purpose: undefined,
      concerns: ['request/unsigned', 'request/purpose-unknown'],
    });
    expect(judgeOnlineRequest(request, undefined, POLICY, NOW).concerns).toContain(
      'request/no-trust',
    );
  });

  it('is judged with a word on trust data that are old', async () => {
    const later = new Date(NOW_MS + POLICY.maxTrustAgeMs * 10);
    expect((await judgeOnline({}, trust, later)).concerns).toEqual(['request/stale-trust']);
  });
});

describe('which parts may be asked for', () => {
  const lines = {
    id: 'p',
    name: { 'zh-CN': 'p', en: 'p' },
    vct: VCT,
    claims: ['mother', 'items..sum'],
  };
  it.each([
    [true, ['mother', 'name']],
    [true, ['items', 3, 'sum']],
    [false, ['items', 3, 'price']],
    [false, ['items']],
    [false, ['father']],
  ] as const)('%s: %j', (may, path) => {
    expect(mayBeAsked(lines, VCT, path)).toBe(may);
    expect(mayBeAsked(lines, 'https://other.example', path)).toBe(false);
  });
});

describe('an online answer', () => {
  const challenge = {
    audience: VERIFIER_ID,
    nonce: 'n-0S6_WzA2Mj.online',
    asked: { vct: VCT, claims: [claim] },
    askedAtMs: NOW_MS - 20_000,
  };
  const expected = { mode: 'challenge', challenge } as const;
  const bound = { aud: challenge.audience, nonce: challenge.nonce };
  const answer = async (binding: JsonObject, seen = false) =>
    judge(await buildCase({ binding }), NOW, () => seen, expected);

  it('is accepted by whoever has asked', async () => {
    const report = await answer(bound);
    expect(report.verdict).toBe('accepted');
    expect(unusual(report)).toEqual(['holder/answered', 'purpose/answered']);
  });

  it('that was made for somebody else is refused, however it got here', async () => {
    for (const aud of [
      'other-hall',
      'redirect_uri:https://evil.example/1',
      'origin:https://e.example',
    ]) {
      const report = await answer({ ...bound, aud });
      expect(report.verdict).toBe('rejected');
      expect(report.reason?.code).toBe('holder/other-audience');
    }
  });

  it('to another request, or shown twice, is not accepted', async () => {
    expect((await answer({ ...bound, nonce: 'n-another.online' })).reason?.code).toBe(
      'holder/other-challenge',
    );
    expect((await answer(bound, true)).reason?.code).toBe('holder/replayed');
  });
});
