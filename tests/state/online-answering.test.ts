import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#core/credential/index.ts';
import { readOnlineAnswer, type ExchangeRequest } from '#core/exchange/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import { parseAnchorProof } from '#core/registry/index.ts';
import { verify } from '#core/verify/index.ts';
import { summarise } from '#state/document-summary.ts';
import { OnlineAnswering } from '#state/online-answering.svelte.ts';
import { policyOf } from '#state/policy.ts';
import { HIDDEN, NOW } from '../support/case-builder.ts';
import {
  ENDPOINT,
  linkOf,
  REFERENCE,
  REQUEST_URI,
  signedRequest,
  UNSIGNED,
} from '../support/online-request.ts';
import { VERIFIER, VERIFIER_ID } from '../support/request-builder.ts';
import { VCT } from '../core/credential/craft.ts';
import { nameOf } from '../core/registry/departments.ts';
import {
  chainWith,
  documentOf,
  keep,
  MemoryVault,
  namedKeys,
  openWallet,
  PROFILE,
  refusal,
  testClock,
} from './ports.ts';

const CLAIM = Array.isArray(HIDDEN) ? String(HIDDEN[1]) : '';
const OFFICE = {
  ...VERIFIER,
  purposes: [{ id: 'review', name: nameOf('review'), vct: VCT, claims: [CLAIM] }],
};
const queryFor = (claim: string, vct = VCT): JsonObject => ({
  credentials: [
    {
      id: 'document',
      format: 'dc+sd-jwt',
      meta: { vct_values: [vct] },
      claims: [{ path: [claim] }],
    },
  ],
});
const REVIEW = { dcql_query: queryFor(CLAIM), lightseal_purpose: 'review' };

/** A wallet, and a network on which the test says what comes back. */
async function phone(body: (request: ExchangeRequest) => string = () => '{}') {
  const { held, trust } = await documentOf(2, { verifiers: { [VERIFIER_ID]: OFFICE } });
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  await keep(vault, wallet, held);
  const clock = testClock();
  const sent: ExchangeRequest[] = [];
  const permitted: string[] = [];
  const online = new OnlineAnswering(wallet, await chainWith(trust, clock), {
    keys: namedKeys(),
    clock,
    send: (request) => {
      if (permitted.at(-1) !== request.url) throw refusal('network/not-allowed');
      sent.push(request);
      return Promise.resolve({ status: 200, body: body(request) });
    },
    permit: (url, action) => {
      permitted.push(url);
      return action();
    },
  });
  const viewed = { held, summary: summarise(held, trust, PROFILE, NOW) };
  return { online, wallet, trust, sent, viewed };
}

async function asked(change: JsonObject = {}, answer = '{}') {
  const jwt = await signedRequest({ ...REVIEW, ...change });
  const all = await phone(({ method }) => (method === 'GET' ? jwt : answer));
  await all.online.read(REFERENCE);
  return all;
}

describe('an online request', () => {
  it('is fetched only after the person was told from where', async () => {
    const { online, sent } = await asked();
    expect(online).toMatchObject({ stage: 'found', host: 'hall.example', request: undefined });
    expect(sent).toEqual([]);
    await online.getRequest();
    expect(sent).toMatchObject([{ method: 'GET', url: REQUEST_URI }]);
    expect(online).toMatchObject({
      stage: 'judged',
      host: 'hall.example',
      request: { asker: { id: VERIFIER_ID }, concerns: [] },
    });
  });

  it('is answered with the least that answers it, and its verifier accepts that', async () => {
    const { online, sent, trust, viewed, wallet } = await asked();
    await online.getRequest();
    const proposed = online.propose([viewed]);
    expect(proposed).toMatchObject([
      { id: 'document', names: [CLAIM], claims: [{ name: CLAIM, allowed: true }] },
    ]);
    await online.answer(proposed ?? []);
    expect(online).toMatchObject({ stage: 'sent', failure: undefined, continueAt: undefined });
    expect(sent[1]).toMatchObject({ method: 'POST', url: ENDPOINT });
    expect(wallet.held.all[0]?.uses?.[0]).toMatchObject({
      claims: [CLAIM],
      asker: OFFICE.name,
      purpose: nameOf('review'),
    });
    const form = new URLSearchParams(sent[1]?.body);
    const received = JSON.stringify({
      vp_token: JSON.parse(form.get('vp_token') ?? '') as unknown,
      lightseal_anchors: JSON.parse(form.get('lightseal_anchors') ?? '') as unknown,
    });
    const { sdJwt, anchor } = readOnlineAnswer(received, 'document');
    const code = encodeEnvelope({ sdJwt, anchor: parseAnchorProof(anchor) });
    const challenge = {
      audience: VERIFIER_ID,
      nonce: 'n-0S6_WzA2Mj.online',
      asked: { vct: VCT, claims: [CLAIM] },
      askedAtMs: NOW.getTime(),
    };
    const judge = (audience: string) =>
      verify(code, trust, policyOf(PROFILE), () => false, NOW, {
        mode: 'challenge',
        challenge: { ...challenge, audience },
      });
    expect(judge(VERIFIER_ID).verdict).toBe('accepted');
    expect(judge('another-hall').reason?.code).toBe('holder/other-audience');
  });

  it('of a stranger is told as one, and answered only to where it says', async () => {
    const { online, sent, viewed } = await phone();
    await online.read(linkOf({ ...UNSIGNED, dcql_query: queryFor(CLAIM) }));
    expect(online.request).toMatchObject({ asker: undefined });
    expect(online.request?.concerns).toContain('request/unsigned');
    expect(sent).toEqual([]);
    await online.answer(online.propose([viewed]) ?? []);
    expect(sent).toMatchObject([{ method: 'POST', url: ENDPOINT }]);
  });

  it('for more than its purpose is marked', async () => {
    const { online, viewed } = await asked({ lightseal_purpose: 'other' });
    await online.getRequest();
    expect(online.request?.concerns).toEqual(['request/purpose-unknown']);
    expect(online.propose([viewed])?.[0]?.claims).toEqual([{ name: CLAIM, allowed: false }]);
  });

  it('that no document answers leaves nothing to send', async () => {
    const { online, viewed, sent } = await asked({ dcql_query: queryFor('no_such_claim') });
    await online.getRequest();
    expect(online.propose([viewed])).toBeUndefined();
    expect(sent).toHaveLength(1);
  });

  it('may lead on to a page, which is named and not followed', async () => {
    const next = 'https://hall.example/done#response_code=1';
    const { online, viewed } = await asked({}, JSON.stringify({ redirect_uri: next }));
    await online.getRequest();
    await online.answer(online.propose([viewed]) ?? []);
    expect(online.continueAt).toBe(next);
  });
});

describe('refusing', () => {
  it('tells a registered office so, and sends no document', async () => {
    const { online, sent, wallet } = await asked();
    await online.getRequest();
    await online.refuse();
    expect(new URLSearchParams(sent[1]?.body).get('error')).toBe('access_denied');
    expect(sent[1]?.body).not.toContain('vp_token');
    expect(online).toMatchObject({ stage: 'idle', request: undefined });
    expect(wallet.held.all[0]?.uses).toBeUndefined();
  });

  it('tells a stranger nothing', async () => {
    const { online, sent } = await phone();
    await online.read(linkOf(UNSIGNED));
    await online.refuse();
    expect(sent).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['vp/malformed', 'idle', 'openid4vp://'],
    ['vp/unregistered', 'idle', linkOf({ client_id: 'bureau', request: 'a.b.c' })],
  ])('%s leaves the wallet %s', async (code, stage, link) => {
    const { online } = await phone();
    await online.read(link);
    expect(online).toMatchObject({ failure: code, stage, request: undefined });
  });

  it('a forged request can be fetched anew, and an answer that is not taken sent again', async () => {
    const forged = await phone(() => 'a.b.c');
    await forged.online.read(REFERENCE);
    await forged.online.getRequest();
    expect(forged.online).toMatchObject({ failure: 'vp/malformed', stage: 'found' });
    const { online, viewed } = await asked({}, '<html>');
    await online.getRequest();
    await online.answer(online.propose([viewed]) ?? []);
    expect(online).toMatchObject({ failure: 'vp/malformed', stage: 'judged' });
  });

  it.each(['https://hall.example:99999/1', 'https://999.1.1.1/1', 'https://xn--/1'])(
    '%s can be no computer, and is refused in words',
    async (url) => {
      const { online, sent } = await phone();
      await online.read(linkOf({ client_id: VERIFIER_ID, request_uri: url }));
      expect(online).toMatchObject({ failure: 'vp/bad-destination', stage: 'idle' });
      await online.read(
        linkOf({ ...UNSIGNED, client_id: `redirect_uri:${url}`, response_uri: url }),
      );
      expect(online).toMatchObject({
        failure: 'vp/bad-destination',
        stage: 'idle',
        request: undefined,
      });
      expect(sent).toEqual([]);
      const leading = await asked({}, JSON.stringify({ redirect_uri: url }));
      await leading.online.getRequest();
      await leading.online.answer(leading.online.propose([leading.viewed]) ?? []);
      expect(leading.online).toMatchObject({ stage: 'sent', continueAt: undefined });
    },
  );

  it('a document that is not registered yet is not sent, and that is said', async () => {
    const { online, sent, viewed, wallet } = await asked();
    await online.getRequest();
    const copies = viewed.held.copies.map(({ anchor: _, ...copy }) => copy);
    const waiting = { ...viewed, held: { ...viewed.held, id: 'waiting', copies } };
    await online.answer(online.propose([waiting]) ?? []);
    expect(online).toMatchObject({ failure: 'exchange/anchor-pending', stage: 'judged' });
    expect(sent).toHaveLength(1);
    expect(wallet.held.all[0]?.uses).toBeUndefined();
  });

  it('what was given up is neither shown nor sent', async () => {
    const { online, viewed, sent } = await asked();
    const fetching = online.getRequest();
    online.reset();
    await fetching;
    expect(online).toMatchObject({ stage: 'idle', request: undefined });
    await online.answer([{ id: 'document', viewed, names: [], claims: [] }]);
    expect(sent).toHaveLength(1);
  });
});
