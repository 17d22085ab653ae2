/** The wallet's side of collecting a document: what it sends, accepts and refuses. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#core/credential/index.ts';
import { CodedError } from '#core/errors.ts';
import { resolveOffer, type ExchangeRequest } from '#core/exchange/index.ts';
import { HOLDER, NOW_S, testKey, VCT } from '../credential/craft.ts';
import {
  codeOf,
  issuer,
  ISSUER_METADATA,
  no,
  OFFER,
  ok,
  ports,
  receive,
  SERVER_METADATA,
  URL,
  type Wrong,
} from './issuer-by-hand.ts';
import { receiveOne } from '../../support/receive-one.ts';

describe('receiving', () => {
  it('asks in the order and form of the standard, and for no more copies than offered', async () => {
    const log: ExchangeRequest[] = [];
    const order = { offer: OFFER, txCode: '123456', copies: 9 };
    const { copies } = await receiveOne(order, ports(issuer(), log));
    expect(copies).toHaveLength(2);
    expect(log.map(({ method, url }) => `${method} ${url.slice(22)}`)).toEqual([
      'GET /.well-known/openid-credential-issuer/market',
      'GET /.well-known/oauth-authorization-server/market',
      'POST /market/token',
      'POST /market/nonce',
      'POST /market/credential',
    ]);
    expect(log[2]?.body).toBe(
      'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Apre-authorized_code' +
        '&pre-authorized_code=secret%20code&tx_code=123456',
    );
    expect(log[4]?.headers['authorization']).toBe('Bearer token');
    const request = JSON.parse(log[4]?.body ?? '') as JsonObject;
    expect(Object.keys(request)).toEqual(['credential_configuration_id', 'proofs']);
  });

  it('asks by identifier when the issuer names one', async () => {
    const log: ExchangeRequest[] = [];
    const token = ok({
      access_token: 'token',
      token_type: 'Bearer',
      authorization_details: [
        { credential_configuration_id: 'business-licence', credential_identifiers: ['one'] },
      ],
    });
    const order = { offer: OFFER, txCode: '123456', copies: 1 };
    await receiveOne(order, ports(issuer({ '/market/token': token }), log));
    expect(JSON.parse(log[4]?.body ?? '')).toHaveProperty('credential_identifier', 'one');
  });

  it('sends nothing to an issuer that the profile does not list', async () => {
    const log: ExchangeRequest[] = [];
    const stranger = { ...OFFER, credentialIssuer: 'https://stranger.example' };
    const ask = ports(issuer(), log);
    const code = 'exchange/issuer-not-allowed';
    expect(await codeOf(resolveOffer({ kind: 'offer', offer: stranger }, ask))).toBe(code);
    const uri = 'https://stranger.example/offer';
    expect(await codeOf(resolveOffer({ kind: 'reference', uri }, ask))).toBe(code);
    const order = { offer: stranger, txCode: '1', copies: 1 };
    expect(await codeOf(receiveOne(order, ask))).toBe(code);
    expect(log).toEqual([]);
  });
});

describe('metadata', () => {
  const first = '/.well-known/openid-credential-issuer/market';
  const second = '/.well-known/oauth-authorization-server/market';

  it.each([
    ['of another issuer', first, ok({ ...ISSUER_METADATA, credential_issuer: `${URL}/x` })],
    [
      'with an endpoint elsewhere',
      first,
      ok({ ...ISSUER_METADATA, nonce_endpoint: 'https://e.example/n' }),
    ],
    [
      'with a server elsewhere',
      first,
      ok({ ...ISSUER_METADATA, authorization_servers: ['https://e.example'] }),
    ],
    [
      'with a batch of nothing',
      first,
      ok({ ...ISSUER_METADATA, batch_credential_issuance: { batch_size: 0 } }),
    ],
    ['of another server', second, ok({ ...SERVER_METADATA, issuer: 'https://e.example' })],
    [
      'with a token endpoint elsewhere',
      second,
      ok({ ...SERVER_METADATA, token_endpoint: 'https://e.example/t' }),
    ],
    ['that is HTML', first, { status: 200, body: '<html>' }],
    ['with a repeated key', second, { status: 200, body: '{"issuer":"a","issuer":"b"}' }],
  ])('%s is refused', async (_, path, answer) => {
    expect(await receive(issuer({ [path]: answer }))).toBe('exchange/malformed');
  });

  it('that asks for more than this wallet can is unsupported', async () => {
    const encrypted = {
      ...ISSUER_METADATA,
      credential_response_encryption: { encryption_required: true },
    };
    const { nonce_endpoint: _, ...without } = ISSUER_METADATA;
    expect(await receive(issuer({ [first]: ok(encrypted) }))).toBe('exchange/unsupported-issuer');
    expect(await receive(issuer({ [first]: ok(without) }))).toBe('exchange/unsupported-issuer');
  });

  it('without the offered configuration is of no use', async () => {
    const none = { ...ISSUER_METADATA, credential_configurations_supported: {} };
    expect(await receive(issuer({ [first]: ok(none) }))).toBe('exchange/unknown-configuration');
  });

  it.each([
    ['of another algorithm', { proof_signing_alg_values_supported: ['ES384'] }],
    [
      'of an attested key',
      { proof_signing_alg_values_supported: ['ES256'], key_attestations_required: {} },
    ],
  ])('that wants a proof %s is of no use', async (_, jwt) => {
    const licence = ISSUER_METADATA.credential_configurations_supported['business-licence'];
    const wanting = {
      ...ISSUER_METADATA,
      credential_configurations_supported: {
        'business-licence': { ...licence, proof_types_supported: { jwt } },
      },
    };
    expect(await receive(issuer({ [first]: ok(wanting) }))).toBe('exchange/unknown-configuration');
  });

  it('that cannot be had, or is too large, is said to be so', async () => {
    expect(await receive({})).toBe('exchange/server-failed');
    const large = { status: 200, body: `{"a":"${'x'.repeat(1 << 20)}"}` };
    expect(await receive(issuer({ [first]: large }))).toBe('exchange/too-large');
  });
});

describe('refusals of the token endpoint', () => {
  it.each([
    [400, { error: 'invalid_grant', error_reason: 'wrong-tx-code' }, 'wrong-tx-code'],
    [400, { error: 'invalid_tx_code' }, 'wrong-tx-code'],
    [400, { error: 'invalid_grant', error_reason: 'too-many-tries' }, 'too-many-tries'],
    [400, { error: 'invalid_grant', error_reason: 'offer-used' }, 'offer-used'],
    [400, { error: 'invalid_grant', error_reason: 'offer-expired' }, 'offer-expired'],
    [400, { error: 'invalid_grant', error_reason: 'toString' }, 'offer-unknown'],
    [400, { error: 'invalid_grant' }, 'offer-unknown'],
    [400, { error: 'invalid_request' }, 'tx-code-needed'],
    [400, { error: 'something' }, 'server-failed'],
    [500, { error: 'invalid_grant' }, 'server-failed'],
    [200, { access_token: 'a', token_type: 'DPoP' }, 'malformed'],
    [200, { access_token: 'a b', token_type: 'Bearer' }, 'malformed'],
  ])('%d %j means %s', async (status, body, code) => {
    expect(await receive(issuer({ '/market/token': no(status, body) }))).toBe(`exchange/${code}`);
  });

  it('are spared when there is no code to send', async () => {
    expect(await receive(issuer(), '')).toBe('exchange/tx-code-needed');
  });
});

describe('answers of the credential endpoint', () => {
  it.each([
    [202, { transaction_id: 'x', interval: 5 }, 'malformed'],
    [400, { error: 'invalid_transaction_id' }, 'transaction-unknown'],
    [401, {}, 'token-refused'],
    [400, { error: 'invalid_proof' }, 'proof-refused'],
    [400, { error: 'invalid_nonce' }, 'nonce-refused'],
    [400, { error: 'unknown_credential_configuration' }, 'unknown-configuration'],
    [400, { error: 'unknown_credential_identifier' }, 'unknown-configuration'],
    [400, { error: 'invalid_credential_request' }, 'request-refused'],
    [400, { error: 'credential_request_denied' }, 'denied'],
    [400, { error: 'something' }, 'server-failed'],
    [503, {}, 'server-failed'],
    [200, {}, 'malformed'],
    [200, { credentials: ['text'] }, 'malformed'],
    [200, { credentials: [] }, 'wrong-count'],
    [200, { credentials: [{ credential: 'x' }, { credential: 'y' }] }, 'not-verified'],
  ])('%d %j means %s', async (status, body, code) => {
    const answers = issuer({ '/market/credential': no(status, body) });
    expect(await receive(answers)).toBe(`exchange/${code}`);
  });

  it.each([
    ['of another type', { vct: `${VCT}0` }, 'other-type'],
    ['bound to another key', { holder: HOLDER }, 'other-key'],
    ['all bound to one key', { holder: testKey('wallet 0') }, 'other-key'],
    ['of an unknown key of the issuer', { kid: 'k2' }, 'issuer-unknown'],
    ['signed by somebody else', { signer: testKey('forger') }, 'not-verified'],
    ['that are expired already', { exp: NOW_S }, 'not-verified'],
  ])('with copies %s are refused', async (_, wrong: Wrong, code) => {
    expect(await receive(issuer({}, wrong))).toBe(`exchange/${code}`);
  });

  it('are asked for again when the line or the server failed, with the same keys', async () => {
    let calls = 0;
    const proofs = new Set<string>();
    const good = issuer()['/market/credential'];
    const answers = issuer({
      '/market/credential': (request) => {
        const body = JSON.parse(request.body ?? '') as { proofs: { jwt: string[] } };
        proofs.add(body.proofs.jwt.map((jwt) => jwt.split('.')[0]).join());
        calls += 1;
        if (calls === 1) throw new Error('connection reset');
        if (calls === 2) return { status: 503, body: '' };
        if (calls === 3) return no(400, { error: 'invalid_nonce' });
        return typeof good === 'function' ? good(request) : { status: 500, body: '' };
      },
    });
    expect(await receive(answers)).toBe('accepted');
    expect(calls).toBe(4);
    expect(proofs.size).toBe(1);
  });

  it('are not asked for again when the answer is final, or the user gave up', async () => {
    class Cancelled extends CodedError {}
    for (const failure of [new Cancelled('network/cancelled', ''), no(401, {})]) {
      let calls = 0;
      const answers = issuer({
        '/market/credential': () => {
          calls += 1;
          if (failure instanceof Error) throw failure;
          return failure;
        },
      });
      expect(await receive(answers)).not.toBe('accepted');
      expect(calls).toBe(1);
    }
  });
});
