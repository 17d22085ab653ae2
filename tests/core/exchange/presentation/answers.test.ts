import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseRequestLink,
  postAnswer,
  postRefusal,
  PresentationError,
  readOnlineAnswer,
  type AuthorizationRequest,
  type ExchangeRequest,
} from '#core/exchange/index.ts';
import { ENDPOINT, linkOf, UNSIGNED } from '../../../support/online-request.ts';

const input = parseRequestLink(linkOf(UNSIGNED));
if (input.kind !== 'request') throw new Error('no request');
const REQUEST: AuthorizationRequest = input.request;
const ANCHOR = { issuer: 'x', batch: 1 };
const SHOWN = { vpToken: { document: ['a~b~c'] }, anchors: { document: [ANCHOR] } };

function endpoint(body = '', status = 200) {
  const asked: ExchangeRequest[] = [];
  const send = (request: ExchangeRequest) => {
    asked.push(request);
    return Promise.resolve({ status, body });
  };
  return { asked, send };
}

describe('an answer', () => {
  it('is a form with the presentations by query, and the state', async () => {
    const { asked, send } = endpoint();
    expect(await postAnswer(send, REQUEST, SHOWN)).toEqual({ redirectUri: undefined });
    expect(asked).toMatchObject([
      { method: 'POST', url: ENDPOINT, headers: { 'content-type': /form-urlencoded/ } },
    ]);
    const form = new URLSearchParams(asked[0]?.body);
    expect(Object.fromEntries(form)).toEqual({
      vp_token: '{"document":["a~b~c"]}',
      lightseal_anchors: JSON.stringify({ document: [ANCHOR] }),
      state: 'counter 3',
    });
  });

  it('says no and nothing else', async () => {
    const { asked, send } = endpoint('{}');
    await postRefusal(send, { responseUri: ENDPOINT, state: undefined });
    expect(asked[0]?.body).toBe('error=access_denied');
  });

  it.each([
    'https://hall.example/done#response_code=1',
    'https://hall.example/done?response_code=1',
    'http://localhost:4173/counter',
  ])('may lead on to %s', async (uri) => {
    const { send } = endpoint(JSON.stringify({ redirect_uri: uri }));
    expect(await postAnswer(send, REQUEST, SHOWN)).toEqual({ redirectUri: uri });
  });

  it.each([
    ['vp/bad-destination', '{"redirect_uri":"javascript:alert(1)"}'],
    ['vp/bad-destination', '{"redirect_uri":"http://hall.example/"}'],
    ['vp/bad-destination', '{"redirect_uri":"weixin://dl"}'],
    ['vp/bad-destination', '{"redirect_uri":"https://hall.example/#a b"}'],
    ['vp/malformed', '{"redirect_uri":7}'],
    ['vp/malformed', `{"redirect_uri":"https://hall.example/${'a'.repeat(2048)}"}`],
    ['vp/malformed', '<html>'],
  ])('%s: %s', async (code, body) => {
    const answered = postAnswer(endpoint(body).send, REQUEST, SHOWN);
    await expect(answered).rejects.toMatchObject({ code });
  });

  it('that is not taken says so', async () => {
    const answered = postAnswer(endpoint('', 400).send, REQUEST, SHOWN);
    await expect(answered).rejects.toMatchObject({ code: 'vp/not-taken' });
  });
});

describe('what a relying party was sent', () => {
  const sent = (change: object) =>
    JSON.stringify({ vp_token: SHOWN.vpToken, lightseal_anchors: SHOWN.anchors, ...change });

  it('is one presentation and where it is anchored', () => {
    expect(readOnlineAnswer(sent({}), 'document')).toEqual({
      sdJwt: 'a~b~c',
      anchor: JSON.stringify(ANCHOR),
    });
  });

  it.each<readonly [string, string, string]>([
    ['vp/declined', 'a no', JSON.stringify({ error: 'access_denied' })],
    ['vp/malformed', 'no JSON', 'vp_token=a'],
    ['vp/malformed', 'nothing', '{}'],
    ['vp/malformed', 'two presentations', sent({ vp_token: { document: ['a', 'b'] } })],
    ['vp/malformed', 'more than was asked', sent({ vp_token: { document: ['a'], more: ['b'] } })],
    ['vp/malformed', 'another query', sent({ vp_token: { other: ['a'] } })],
    ['vp/malformed', 'no text', sent({ vp_token: { document: [{}] } })],
    ['vp/no-anchor', 'no anchor', sent({ lightseal_anchors: undefined })],
    ['vp/no-anchor', 'no anchor for it', sent({ lightseal_anchors: { document: ['a'] } })],
  ])('%s: %s', (code, _, text) => {
    expect(() => readOnlineAnswer(text, 'document')).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });

  it('is read or refused with a code, whatever it is', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((vp) => sent({ vp_token: vp })),
    );
    fc.assert(
      fc.property(odd, (text) => {
        try {
          expect(typeof readOnlineAnswer(text, 'document').sdJwt).toBe('string');
        } catch (refusal) {
          expect(refusal).toBeInstanceOf(PresentationError);
        }
      }),
    );
  });
});
