/** A question that is asked and answered over the network, between a desk and a relying party on paper. */
import { describe, expect, it } from 'vitest';
import { formatBase64Url } from '#core/bytes/index.ts';
import type { JsonObject } from '#core/credential/index.ts';
import { openRequestObject, parseRequestLink } from '#core/exchange/index.ts';
import { verify } from '#core/verify/index.ts';
import { Asking } from '#state/asking.svelte.ts';
import type { VerifierKeys } from '#state/ports.ts';
import { relyingPartyRoutes } from '#consortium/relying-party/index.ts';
import { PURPOSE, VERIFIER, VERIFIER_ID, VERIFIER_KEY } from '../support/request-builder.ts';
import { buildCase, NOW } from '../support/case-builder.ts';
import { VCT } from '../core/credential/craft.ts';
import { chainWith, memorySettings, refusal, testClock } from './ports.ts';

const APP = 'http://localhost:4173';
const PARTY = 'http://localhost:4180/relying-party';
const KEYS: VerifierKeys = {
  verifier: () => Promise.resolve(VERIFIER_ID),
  keep: () => Promise.resolve(true),
  forget: () => Promise.resolve(),
  sign: async (_, message) => await VERIFIER_KEY.sign(message),
};

async function desk() {
  const { trust } = await buildCase({ verifiers: { [VERIFIER_ID]: VERIFIER } });
  const clock = testClock();
  const routes = relyingPartyRoutes({ appOrigin: APP, now: clock });
  let isDown = false;
  const call = async (method: string, url: string, body?: string, headers = {}) => {
    if (isDown) throw refusal('network/down');
    const path = url.slice(PARTY.length);
    const sent = { origin: APP, ...headers };
    const init = { method, headers: sent, ...(body === undefined ? {} : { body }) };
    const response = await routes.request(path, init);
    return { status: response.status, body: await response.text() };
  };
  let calls = 0;
  const asking = new Asking(await chainWith(trust, clock), {
    keys: KEYS,
    random: (size) => new Uint8Array(size).fill(++calls),
    clock,
    settings: memorySettings(),
    relyingParty: {
      url: PARTY,
      send: ({ method, url, body, headers }) => call(method, url, body, headers),
    },
  });
  await asking.office.start();
  const [question] = asking.questions;
  if (question === undefined) throw new Error('nothing to ask');
  await asking.askOnline(question);
  const input = parseRequestLink(asking.asked?.text ?? '');
  if (input.kind !== 'reference') throw new Error('no reference');
  const fetchIt = () => call('GET', input.uri);
  return { asking, call, input, question, fetchIt, setDown: (is: boolean) => (isDown = is) };
}

/** What a wallet sends for a document of the case tests. */
async function answerFor(audience: string, nonce: string) {
  const built = await buildCase({ binding: { aud: audience, nonce } });
  const path = built.anchor.path.map(formatBase64Url);
  const form = new URLSearchParams({
    vp_token: JSON.stringify({ document: [built.sdJwt] }),
    lightseal_anchors: JSON.stringify({ document: [{ ...built.anchor, path }] }),
  });
  return { built, form: form.toString() };
}

describe('a question to the wallets of the browser', () => {
  const ORIGIN = 'https://desk.example';

  async function browserDesk(answer: (nonce: string) => Promise<string>) {
    const { trust } = await buildCase({ verifiers: { [VERIFIER_ID]: VERIFIER } });
    const clock = testClock();
    const asked: JsonObject[] = [];
    const asking = new Asking(await chainWith(trust, clock), {
      keys: KEYS,
      random: (size) => new Uint8Array(size).fill(9),
      clock,
      settings: memorySettings(),
      browserWallets: {
        origin: ORIGIN,
        request: (data) => {
          asked.push(data);
          const { nonce } = data;
          return answer(typeof nonce === 'string' ? nonce : '');
        },
      },
    });
    await asking.office.start();
    const [question] = asking.questions;
    if (question === undefined) throw new Error('nothing to ask');
    return { asking, asked, code: await asking.askBrowser(question) };
  }
  const answered = async (audience: string, nonce: string) => {
    const { form } = await answerFor(audience, nonce);
    const parameters = Object.fromEntries(new URLSearchParams(form));
    return `{"vp_token":${parameters['vp_token'] ?? ''},"lightseal_anchors":${parameters['lightseal_anchors'] ?? ''}}`;
  };

  it.each([
    ['holder/answered', `origin:${ORIGIN}`],
    ['holder/other-audience', 'origin:https://relay.example'],
    ['holder/other-audience', ORIGIN],
  ])('%s for an answer to %s', async (expected, audience) => {
    const { asking, asked, code } = await browserDesk((nonce) => answered(audience, nonce));
    expect(asked).toMatchObject([{ response_type: 'vp_token', response_mode: 'dc_api' }]);
    const { trust, policy } = await buildCase();
    const report = verify(code ?? '', trust, policy, () => false, NOW, asking.expectation);
    expect(report.checks.find(({ id }) => id === 'holder')?.code).toBe(expected);
  });

  it('without the proof of registration says so', async () => {
    const { asking, code } = await browserDesk(() =>
      Promise.resolve('{"vp_token":{"document":["a~"]}}'),
    );
    expect(code).toBeUndefined();
    expect(asking.failure).toBe('vp/no-anchor');
  });
});

describe('a question over the network', () => {
  it('is signed by the office, and opened under its registered key', async () => {
    const { asking, question, input, fetchIt } = await desk();
    expect(asking.isForOnline(question)).toBe(true);
    const { body } = await fetchIt();
    const request = openRequestObject(body, input.clientId, () => VERIFIER_KEY, NOW);
    expect(request).toMatchObject({
      clientId: VERIFIER_ID,
      purpose: PURPOSE,
      query: {
        credentials: [
          { id: 'document', vctValues: [VCT], claims: [{ path: ['legal_representative'] }] },
        ],
      },
    });
    expect(asking.asked?.challenge).toMatchObject({ audience: VERIFIER_ID, nonce: request.nonce });
    expect(await asking.collect()).toBeUndefined();
    expect(asking.failure).toBeUndefined();
  });

  it('brings the code that was sent, once, and it holds for this question alone', async () => {
    const { asking, call, input, question, fetchIt } = await desk();
    const { responseUri, nonce } = openRequestObject(
      (await fetchIt()).body,
      input.clientId,
      () => VERIFIER_KEY,
      NOW,
    );
    const { built, form } = await answerFor(VERIFIER_ID, nonce);
    expect((await call('POST', responseUri, form)).status).toBe(200);
    expect((await call('POST', responseUri, form)).status).toBe(404);
    const judge = () =>
      verify(
        built.text,
        built.trust,
        built.policy,
        () => false,
        NOW,
        asking.expectation,
      ).checks.find(({ id }) => id === 'holder')?.code;
    expect(judge()).toBe('holder/answered');
    expect(await asking.collect()).toBe(built.text);
    await asking.askOnline(question);
    expect(judge()).toBe('holder/other-challenge');
  });

  it('keeps the answer that is just being fetched when another question is asked', async () => {
    const { asking, call, input, question, fetchIt } = await desk();
    const { body } = await fetchIt();
    const request = openRequestObject(body, input.clientId, () => VERIFIER_KEY, NOW);
    const { built, form } = await answerFor(VERIFIER_ID, request.nonce);
    await call('POST', request.responseUri, form);
    const collecting = asking.collect();
    await asking.ask(question, '');
    expect(await collecting).toBe(built.text);
    expect(asking.asked?.challenge.nonce).toBe(request.nonce);
  });

  it('gives way to another one where no answer is there, and to the newest of several', async () => {
    const { asking, question, input } = await desk();
    const collecting = asking.collect();
    const first = asking.ask(question, 'first');
    await Promise.all([collecting, first, asking.askOnline(question)]);
    expect(asking.asked?.online).toBeDefined();
    expect(asking.asked?.text).not.toContain(encodeURIComponent(input.uri));
  });

  it('is not asked after all when the desk is closed while an answer is fetched', async () => {
    const { asking, question } = await desk();
    const collecting = asking.collect();
    const asked = asking.ask(question, '');
    asking.close();
    await Promise.all([collecting, asked]);
    expect(asking.asked).toBeUndefined();
  });

  it('is asked anew when the network failed, and ends with a no', async () => {
    const { asking, call, input, fetchIt, setDown } = await desk();
    const { responseUri } = openRequestObject(
      (await fetchIt()).body,
      input.clientId,
      () => VERIFIER_KEY,
      NOW,
    );
    setDown(true);
    expect(await asking.collect()).toBeUndefined();
    expect(asking.failure).toBeUndefined();
    setDown(false);
    expect((await call('POST', responseUri, 'error=access_denied')).status).toBe(200);
    expect(await asking.collect()).toBeUndefined();
    expect(asking).toMatchObject({ failure: 'vp/declined', asked: undefined });
  });
});
