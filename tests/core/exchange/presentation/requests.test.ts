import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signJwt, type JsonObject } from '#core/credential/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  fetchRequestObject,
  looksLikeOnlineRequest,
  openRequestObject,
  parseRequestLink,
  REQUEST_TYP,
} from '#core/exchange/index.ts';
import { NOW, NOW_MS } from '../../../support/case-builder.ts';
import {
  ENDPOINT,
  linkOf,
  REFERENCE,
  REQUEST_URI,
  SIGNED,
  signedRequest,
  UNSIGNED,
} from '../../../support/online-request.ts';
import { PURPOSE, VERIFIER_ID, VERIFIER_KEY } from '../../../support/request-builder.ts';
import { testKey, VCT } from '../../credential/craft.ts';
import { refusalOf } from '../../../support/refusal.ts';

const keyOf = (id: string) => (id === VERIFIER_ID ? VERIFIER_KEY : undefined);

const open = (jwt: string, clientId = VERIFIER_ID, now = NOW) =>
  openRequestObject(jwt, clientId, keyOf, now);

describe('a link', () => {
  it.each([
    'openid4vp://?',
    'OPENID4VP:?',
    'haip-vp://?',
    'https://app.example/answer#',
    'http://localhost:4173/answer?',
  ])('%s with a request that nobody has signed', (base) => {
    expect(looksLikeOnlineRequest(linkOf(UNSIGNED, base))).toBe(true);
    expect(parseRequestLink(linkOf(UNSIGNED, base))).toMatchObject({
      kind: 'request',
      request: {
        clientId: `redirect_uri:${ENDPOINT}`,
        signedBy: undefined,
        responseUri: ENDPOINT,
        state: 'counter 3',
        purpose: undefined,
        query: { credentials: [{ id: 'document', vctValues: [VCT] }] },
      },
    });
  });

  it('leads to a signed request, or holds it', () => {
    expect(parseRequestLink(REFERENCE)).toEqual({
      kind: 'reference',
      clientId: VERIFIER_ID,
      uri: REQUEST_URI,
    });
    const inline = linkOf({ client_id: VERIFIER_ID, request: 'a.b.c' });
    expect(parseRequestLink(inline)).toEqual({
      kind: 'object',
      clientId: VERIFIER_ID,
      jwt: 'a.b.c',
    });
  });

  it('may name places that have a query part', () => {
    const uri = `${REQUEST_URI}?session=a%20b&n=1`;
    expect(parseRequestLink(linkOf({ client_id: VERIFIER_ID, request_uri: uri }))).toMatchObject({
      uri,
    });
    const responseUri = `${ENDPOINT}?desk=3`;
    const request = {
      ...UNSIGNED,
      client_id: `redirect_uri:${responseUri}`,
      response_uri: responseUri,
    };
    expect(parseRequestLink(linkOf(request))).toMatchObject({ request: { responseUri } });
  });

  it.each<readonly [string, JsonObject]>([
    ['vp/unsupported-mode', { response_type: 'code' }],
    ['vp/unsupported-mode', { response_mode: 'direct_post.jwt' }],
    ['vp/unsupported-mode', { response_mode: null }],
    ['vp/malformed', { response_type: null }],
    ['vp/unsupported-client', { client_id: 'x509_san_dns:hall.example' }],
    ['vp/unsupported-client', { client_id: 'https://hall.example' }],
    ['vp/malformed', { client_id: null }],
    ['vp/malformed', { client_id: 'redirect_uri:' + ' ' }],
    ['vp/client-mismatch', { client_id: 'redirect_uri:https://other.example/answers/1' }],
    ['vp/client-mismatch', { client_id: VERIFIER_ID }],
    ['vp/bad-destination', { response_uri: 'http://hall.example/answers/1' }],
    ['vp/bad-destination', { response_uri: 'javascript:alert(1)' }],
    ['vp/bad-destination', { response_uri: `${ENDPOINT}#there` }],
    ['vp/bad-destination', { response_uri: `${ENDPOINT}?a b` }],
    ['vp/bad-destination', { response_uri: `${ENDPOINT}?${'q'.repeat(1025)}` }],
    ['vp/malformed', { response_uri: null }],
    ['vp/malformed', { redirect_uri: ENDPOINT }],
    ['vp/malformed', { nonce: null }],
    ['vp/malformed', { nonce: 'short' }],
    ['vp/malformed', { nonce: 'not safe in a URL' }],
    ['vp/malformed', { nonce: 'n'.repeat(257) }],
    ['vp/malformed', { state: '' }],
    ['vp/malformed', { state: 's'.repeat(513) }],
    ['vp/bad-query', { dcql_query: null }],
    ['vp/bad-query', { dcql_query: { credentials: [] } }],
    ['vp/unsupported', { scope: 'openid' }],
    ['vp/unsupported', { transaction_data: ['e30'] }],
    ['vp/malformed', { lightseal_purpose: 'Not An Id' }],
  ])('%s: %j', (code, change) => {
    expect(refusalOf(() => parseRequestLink(linkOf({ ...UNSIGNED, ...change })))).toBe(code);
  });

  it.each<readonly [string, string, string]>([
    ['vp/too-large', 'of 32 KiB and one', `openid4vp://?state=${'s'.repeat(32 * 1024)}`],
    ['vp/malformed', 'of another scheme', linkOf(UNSIGNED, 'mailto:?')],
    ['vp/malformed', 'with a parameter twice', `${linkOf(UNSIGNED)}&nonce=abcdefgh`],
    ['vp/malformed', 'with a broken escape', `${linkOf({ ...UNSIGNED, state: null })}&state=%E4`],
    ['vp/malformed', 'with a query that is no JSON', 'openid4vp://?dcql_query=%7B'],
    [
      'vp/malformed',
      'with a query that says a thing twice',
      'openid4vp://?dcql_query={"a":1,"a":2}',
    ],
    ['vp/malformed', 'without parameters', 'openid4vp://'],
    ['vp/malformed', 'with two forms at once', `${REFERENCE}&request=a.b.c`],
    ['vp/malformed', 'that says nobody', linkOf({ request_uri: REQUEST_URI })],
    [
      'vp/bad-destination',
      'to a plain address',
      linkOf({ client_id: 'a', request_uri: 'http://h.example/1' }),
    ],
    [
      'vp/bad-destination',
      'to a part of a page',
      linkOf({ client_id: 'a', request_uri: 'https://h.example/1?q#f' }),
    ],
  ])('%s: a link %s', (code, _, link) => {
    expect(refusalOf(() => parseRequestLink(link))).toBe(code);
  });

  it('of anything at all is read, or refused with a code', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }).map((text) => `openid4vp://?${text}`),
      fc
        .dictionary(
          fc.constantFrom(...Object.keys(UNSIGNED), 'request', 'request_uri'),
          fc.jsonValue(),
        )
        .map((odd) => linkOf({ ...UNSIGNED, ...(odd as JsonObject) })),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const input = parseRequestLink(text);
          if (input.kind === 'request')
            expect(input.request.clientId).toBe(`redirect_uri:${input.request.responseUri}`);
        } catch (refusal) {
          expect(isRefusal(refusal) && refusal.code).toMatch(/^vp\//);
        }
      }),
    );
  });
});

describe('a signed request', () => {
  it('is of whoever the registry lists', async () => {
    expect(open(await signedRequest())).toMatchObject({
      clientId: VERIFIER_ID,
      signedBy: VERIFIER_ID,
      purpose: PURPOSE,
      responseUri: ENDPOINT,
    });
    expect(open(await signedRequest({ exp: null, iss: VERIFIER_ID, state: null })).state).toBe(
      undefined,
    );
  });

  it.each<readonly [string, string, JsonObject]>([
    ['vp/client-mismatch', 'of another client', { client_id: 'other' }],
    ['vp/client-mismatch', 'of a client without a name', { client_id: `redirect_uri:${ENDPOINT}` }],
    ['vp/malformed', 'issued by another', { iss: 'other' }],
    ['vp/malformed', 'with a time that is none', { exp: 'soon' }],
    ['vp/expired', 'that is over', { exp: NOW_MS / 1000 - 121 }],
    ['vp/bad-query', 'without a query', { dcql_query: null }],
    ['vp/unsupported-mode', 'for another way', { response_mode: 'fragment' }],
  ])('%s: %s', async (code, _, change) => {
    const jwt = await signedRequest(change);
    expect(refusalOf(() => open(jwt))).toBe(code);
  });

  it('is refused if another key has signed it, or any character was changed', async () => {
    const stolen = await signedRequest({}, testKey('stranger'));
    expect(refusalOf(() => open(stolen))).toBe('vp/forged');
    const jwt = await signedRequest();
    fc.assert(
      fc.property(
        fc.nat(jwt.length - 1),
        fc.constantFrom('A', 'Q', 'g', 'w', '_', '.'),
        (at, char) => {
          fc.pre(jwt[at] !== char);
          const changed = jwt.slice(0, at) + char + jwt.slice(at + 1);
          expect(refusalOf(() => open(changed))).toMatch(/^vp\/(forged|malformed)$/);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is refused under an algorithm that is not the key’s, and as another kind of token', async () => {
    const { sign } = VERIFIER_KEY;
    const payload = { ...SIGNED, aud: 'https://self-issued.me/v2' };
    const as = (header: JsonObject, body: JsonObject = payload) => signJwt(header, body, sign);
    const unsigned = await as({ alg: 'none', typ: REQUEST_TYP });
    expect(refusalOf(() => open(unsigned))).toBe('vp/forged');
    const other = await as({ alg: 'ES256', typ: 'JWT' });
    expect(refusalOf(() => open(other))).toBe('vp/malformed');
    const elsewhere = await as(
      { alg: 'ES256', typ: REQUEST_TYP },
      { ...payload, aud: 'https://w.example' },
    );
    expect(refusalOf(() => open(elsewhere))).toBe('vp/malformed');
  });

  it('is not opened for a client that the registry does not list, or cannot', async () => {
    const jwt = await signedRequest({ client_id: 'bureau' });
    expect(refusalOf(() => open(jwt, 'bureau'))).toBe('vp/unregistered');
    expect(refusalOf(() => open(jwt, 'x509_hash:abc'))).toBe('vp/unsupported-client');
    expect(refusalOf(() => open('a'.repeat(32 * 1024 + 1)))).toBe('vp/too-large');
  });

  it('is fetched without a word about the person', async () => {
    const asked: unknown[] = [];
    const send = (status: number) => (request: unknown) => {
      asked.push(request);
      return Promise.resolve({ status, body: ' a.b.c\n' });
    };
    expect(await fetchRequestObject(send(200), REQUEST_URI)).toBe('a.b.c');
    expect(asked).toEqual([
      { method: 'GET', url: REQUEST_URI, headers: { accept: `application/${REQUEST_TYP}` } },
    ]);
    await expect(fetchRequestObject(send(404), REQUEST_URI)).rejects.toMatchObject({
      code: 'vp/server-failed',
    });
  });
});
