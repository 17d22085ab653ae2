/**
 * Every error of OpenID4VCI 1.0 and of the OAuth that it rests on, at the endpoint that answers with it, and what the
 * wallet makes of it: how often it asks, what it says, and whether what was redeemed is kept.
 */
import { describe, expect, it } from 'vitest';
import { plainCrypto } from '#core/crypto/index.ts';
import type { ExchangeResponse } from '#core/exchange/index.ts';
import { Receiving } from '#state/receiving.svelte.ts';
import { Renewing } from '#state/renewing.svelte.ts';
import { ISSUER_METADATA, no, ok } from '../core/exchange/issuer-by-hand.ts';
import { trustOver } from '../support/case-builder.ts';
import { OFFER_LINK, PaperIssuer } from './issuer-on-paper.ts';
import { chainWith, MemoryVault, namedKeys, openWallet, testClock, noChance } from './ports.ts';

/** Asked once and four times: the answer was final, or worth another try. */
const [ONCE, AGAIN] = [1, 4];
const error = (name: string, status = 400): ExchangeResponse => no(status, { error: name });
const MANY = 12;

async function visit(issuer: PaperIssuer) {
  const wallet = await openWallet(new MemoryVault());
  const chain = await chainWith(await trustOver([]));
  const clock = testClock();
  const ports = {
    send: issuer.send,
    keys: namedKeys(),
    clock,
    crypto: plainCrypto,
    random: noChance,
    wait: () => Promise.resolve(),
  };
  const receiving = new Receiving(wallet, chain, ports);
  await receiving.read(OFFER_LINK);
  return { wallet, clock, receiving, renewing: new Renewing(wallet, chain, ports) };
}

const answering = (issuer: PaperIssuer, endpoint: string, answer: ExchangeResponse) =>
  issuer.instead.set(endpoint, Array<ExchangeResponse>(MANY).fill(answer));

describe('the token endpoint: nothing is redeemed, and the offer stays on display', () => {
  it.each<readonly [string, ExchangeResponse, number, string]>([
    ['invalid_request', error('invalid_request'), ONCE, 'exchange/tx-code-needed'],
    ['invalid_grant', error('invalid_grant'), ONCE, 'exchange/offer-unknown'],
    ['invalid_client', error('invalid_client', 401), ONCE, 'exchange/unsupported-issuer'],
    ['unauthorized_client', error('unauthorized_client'), ONCE, 'exchange/unsupported-issuer'],
    [
      'unsupported_grant_type',
      error('unsupported_grant_type'),
      ONCE,
      'exchange/unsupported-issuer',
    ],
    ['invalid_scope', error('invalid_scope'), ONCE, 'exchange/unsupported-issuer'],
    ['an unknown error', error('out_of_paper'), AGAIN, 'exchange/server-failed'],
    ['429', error('temporarily_unavailable', 429), AGAIN, 'exchange/server-failed'],
    ['503', error('temporarily_unavailable', 503), AGAIN, 'exchange/server-failed'],
    ['no JSON', { status: 400, body: 'no' }, ONCE, 'exchange/malformed'],
  ])('%s', async (_, answer, times, code) => {
    const issuer = new PaperIssuer();
    const { wallet, receiving } = await visit(issuer);
    answering(issuer, 'token', answer);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'offered', failure: code });
    expect(issuer.count('/token')).toBe(times);
    expect(await wallet.pending.all()).toEqual([]);
  });
});

/** What becomes of a redeemed offer when the same answer comes the next time too. */
type Fate = 'kept' | 'given up';
const COLLECTED: readonly (readonly [string, ExchangeResponse, number, string, Fate])[] = [
  ['invalid_token', error('invalid_token', 401), ONCE, 'exchange/token-refused', 'given up'],
  [
    'insufficient_scope',
    error('insufficient_scope', 403),
    ONCE,
    'exchange/token-refused',
    'given up',
  ],
  ['invalid_request', error('invalid_request'), ONCE, 'exchange/request-refused', 'kept'],
  [
    'invalid_credential_request',
    error('invalid_credential_request'),
    ONCE,
    'exchange/request-refused',
    'kept',
  ],
  [
    'unknown_credential_configuration',
    error('unknown_credential_configuration'),
    ONCE,
    'exchange/unknown-configuration',
    'kept',
  ],
  [
    'unknown_credential_identifier',
    error('unknown_credential_identifier'),
    ONCE,
    'exchange/unknown-configuration',
    'kept',
  ],
  ['invalid_proof', error('invalid_proof'), ONCE, 'exchange/proof-refused', 'kept'],
  ['invalid_nonce', error('invalid_nonce'), AGAIN, 'exchange/nonce-refused', 'kept'],
  [
    'invalid_encryption_parameters',
    error('invalid_encryption_parameters'),
    ONCE,
    'exchange/unsupported-issuer',
    'kept',
  ],
  [
    'credential_request_denied',
    error('credential_request_denied'),
    ONCE,
    'exchange/denied',
    'given up',
  ],
  ['an unknown error', error('out_of_paper'), AGAIN, 'exchange/server-failed', 'kept'],
  ['429', error('temporarily_unavailable', 429), AGAIN, 'exchange/server-failed', 'kept'],
  ['503', error('temporarily_unavailable', 503), AGAIN, 'exchange/server-failed', 'kept'],
];

describe('the credential endpoint', () => {
  it.each(COLLECTED)('%s', async (_, answer, times, code, fate) => {
    const issuer = new PaperIssuer();
    const { wallet, receiving } = await visit(issuer);
    answering(issuer, 'credential', answer);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'offered', failure: code });
    expect(issuer.count('/market/credential')).toBe(times);
    expect(issuer.count('/nonce')).toBe(times);
    expect(await wallet.pending.all()).toHaveLength(1);
    await receiving.resume();
    expect(await wallet.pending.all()).toHaveLength(fate === 'kept' ? 1 : 0);
    expect(issuer.count('/token')).toBe(1);
  });
});

describe('the nonce endpoint, which has no errors of its own', () => {
  it.each<readonly [string, ExchangeResponse, number, string]>([
    ['400', error('invalid_request'), AGAIN, 'exchange/server-failed'],
    ['503', error('temporarily_unavailable', 503), AGAIN, 'exchange/server-failed'],
    ['no nonce', ok({}), ONCE, 'exchange/malformed'],
  ])('%s', async (_, answer, times, code) => {
    const issuer = new PaperIssuer();
    const { wallet, receiving } = await visit(issuer);
    answering(issuer, 'nonce', answer);
    await receiving.accept('123456');
    expect(receiving.failure).toBe(code);
    expect(issuer.count('/nonce')).toBe(times);
    await receiving.resume();
    expect(await wallet.pending.all()).toHaveLength(1);
  });
});

describe('the deferred endpoint: asked once for each visit', () => {
  it.each<readonly [string, ExchangeResponse, Fate]>([
    ['invalid_transaction_id', error('invalid_transaction_id'), 'given up'],
    ['credential_request_denied', error('credential_request_denied'), 'given up'],
    ['invalid_token', error('invalid_token', 401), 'given up'],
    ['invalid_credential_request', error('invalid_credential_request'), 'kept'],
    ['an unknown error', error('out_of_paper'), 'kept'],
    ['503', error('temporarily_unavailable', 503), 'kept'],
    ['later still', no(202, { transaction_id: 'promise 1', interval: 60 }), 'kept'],
  ])('%s', async (_, answer, fate) => {
    const issuer = new PaperIssuer();
    const deferred_credential_endpoint = `${ISSUER_METADATA.credential_issuer}/deferred`;
    issuer.instead.set('openid-credential-issuer', [
      ok({ ...ISSUER_METADATA, deferred_credential_endpoint }),
    ]);
    issuer.instead.set('credential', [no(202, { transaction_id: 'promise 1', interval: 5 })]);
    const { wallet, clock, receiving } = await visit(issuer);
    await receiving.accept('123456');
    answering(issuer, 'deferred', answer);
    clock.ms += 5000;
    await receiving.resume();
    expect(issuer.count('/deferred')).toBe(1);
    expect(await wallet.pending.all()).toHaveLength(fate === 'kept' ? 1 : 0);
  });
});

describe('the token endpoint, asked with a refresh token', () => {
  it.each<readonly [string, ExchangeResponse, 'asked again' | 'left alone']>([
    ['invalid_grant', error('invalid_grant'), 'left alone'],
    ['invalid_client', error('invalid_client', 401), 'left alone'],
    ['unauthorized_client', error('unauthorized_client'), 'left alone'],
    ['unsupported_grant_type', error('unsupported_grant_type'), 'left alone'],
    ['invalid_scope', error('invalid_scope'), 'left alone'],
    ['invalid_request', error('invalid_request'), 'left alone'],
    ['429', error('temporarily_unavailable', 429), 'asked again'],
    ['503', error('temporarily_unavailable', 503), 'asked again'],
  ])('%s', async (_, answer, then) => {
    const issuer = new PaperIssuer();
    const { wallet, clock, receiving, renewing } = await visit(issuer);
    await receiving.accept('123456');
    const id = receiving.documents[0]?.id ?? '';
    const [copy] = wallet.held.find(id)?.copies ?? [];
    await wallet.held.recordShow(id, copy?.sdJwt ?? '', { atMs: 0, claims: [] });
    answering(issuer, 'token', answer);
    for (const asked of [2, then === 'asked again' ? 3 : 2]) {
      await renewing.resume();
      clock.ms += 11 * 60_000;
      expect(issuer.count('/token')).toBe(asked);
    }
    expect(wallet.held.find(id)?.copies).toHaveLength(2);
  });
});
