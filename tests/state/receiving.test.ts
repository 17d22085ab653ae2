import { plainCrypto } from '#core/crypto/index.ts';
import { describe, expect, it } from 'vitest';
import { Receiving } from '#state/receiving.svelte.ts';
import { Renewing } from '#state/renewing.svelte.ts';
import { Wallet } from '#state/wallet.svelte.ts';
import { testKey } from '../core/credential/craft.ts';
import { ISSUER_METADATA, no, ok } from '../core/exchange/issuer-by-hand.ts';
import { trustOver, type CaseChange } from '../support/case-builder.ts';
import { OFFER_LINK, PaperIssuer } from './issuer-on-paper.ts';
import {
  chainWith,
  MemoryVault,
  namedKeys,
  openWallet,
  refusal,
  testClock,
  noChance,
} from './ports.ts';

interface Plan {
  readonly issuer?: PaperIssuer;
  readonly trust?: CaseChange;
}

async function visit({ issuer = new PaperIssuer(), trust = {} }: Plan = {}) {
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  const chain = await chainWith(await trustOver([], trust));
  const waits: number[] = [];
  const ports = {
    send: issuer.send,
    keys: namedKeys(),
    clock: testClock(),
    crypto: plainCrypto,
    random: noChance,
    wait: (ms: number) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
  const receiving = new Receiving(wallet, chain, ports);
  return { issuer, vault, wallet, chain, ports, receiving, waits };
}

/** Another visit on the same device. */
async function later({ vault, chain, ports }: Awaited<ReturnType<typeof visit>>) {
  const wallet = new Wallet(
    vault,
    () => 'later',
    () => undefined,
  );
  await wallet.unlock('passphrase');
  const receiving = new Receiving(wallet, chain, ports);
  return { wallet, receiving, renewing: new Renewing(wallet, chain, ports) };
}

describe('receiving', () => {
  it('reads an offer, collects, stores and registers copies, each with its own key', async () => {
    const { receiving, wallet, issuer } = await visit();
    expect(receiving.stage).toBe('idle');
    await receiving.read(OFFER_LINK);
    expect(receiving).toMatchObject({ stage: 'offered', failure: undefined });
    expect(receiving.offeredBy?.id).toBe('market');
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
    const held = wallet.held.find(receiving.documents[0]?.id ?? '');
    expect(held?.copies).toHaveLength(2);
    expect(held?.copies.map(({ anchor }) => anchor?.batch)).toEqual([0, 1]);
    expect(new Set(held?.copies.map(({ privateJwk }) => privateJwk.d)).size).toBe(2);
    expect(await wallet.pending.all()).toEqual([]);
    expect(issuer.count('/credential')).toBe(1);
  });

  it('lets a wrong code be corrected', async () => {
    const { receiving, wallet } = await visit();
    await receiving.read(OFFER_LINK);
    await receiving.accept('000000');
    expect(receiving).toMatchObject({ stage: 'offered', failure: 'exchange/wrong-tx-code' });
    expect(await wallet.pending.all()).toEqual([]);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
  });

  it('redeems once, also when it is pressed twice', async () => {
    const { receiving, issuer, wallet } = await visit();
    await receiving.read(OFFER_LINK);
    await Promise.all([receiving.accept('123456'), receiving.accept('123456')]);
    expect(receiving.stage).toBe('done');
    expect(issuer.count('/token')).toBe(1);
    expect(wallet.held.all).toHaveLength(1);
  });

  it('waits while a batch is open', async () => {
    const issuer = new PaperIssuer();
    issuer.instead.set('anchor', [no(202, {}), no(202, {})]);
    const { receiving, waits, wallet } = await visit({ issuer });
    await receiving.read(OFFER_LINK);
    await receiving.accept('123456');
    expect(waits).toEqual([500, 500]);
    expect(wallet.held.all[0]?.copies.every(({ anchor }) => anchor !== undefined)).toBe(true);
  });

  it.each<readonly [string, string]>([
    ['no offer', 'exchange/malformed-offer'],
    [OFFER_LINK.replaceAll('issuer.example', 'stranger.example'), 'exchange/issuer-not-allowed'],
    [
      'https://app.example/receive#credential_offer_uri=https://stranger.example/offer',
      'exchange/issuer-not-allowed',
    ],
  ])('refuses %s before anything is sent', async (link, code) => {
    const { receiving, issuer } = await visit();
    await receiving.read(link);
    expect(receiving).toMatchObject({ stage: 'idle', failure: code, offer: undefined });
    await receiving.accept('123456');
    expect(issuer.requests).toEqual([]);
    receiving.reset();
    expect(receiving.failure).toBeUndefined();
  });

  it.each<readonly [string, Plan, string]>([
    [
      'of an issuer that the registry does not list',
      { trust: { issuer: null } },
      'exchange/issuer-unknown',
    ],
    [
      'that somebody else has signed',
      { issuer: new PaperIssuer({ signer: testKey('stranger') }) },
      'exchange/not-verified',
    ],
    [
      'for another holder',
      { issuer: new PaperIssuer({ payload: { cnf: { jwk: { ...testKey('x').jwk } } } }) },
      'exchange/other-key',
    ],
  ])('stores no document %s', async (_, plan, code) => {
    const { receiving, wallet } = await visit(plan);
    await receiving.read(OFFER_LINK);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'offered', failure: code });
    expect(wallet.held.all).toEqual([]);
    expect(await wallet.pending.all()).toHaveLength(1);
  });
});

describe('an offer that was spent', () => {
  /** The connection breaks for good right after the offer was redeemed. */
  async function interrupted() {
    const issuer = new PaperIssuer();
    issuer.instead.set('credential', Array<Error>(4).fill(refusal('network/offline')));
    const first = await visit({ issuer });
    await first.receiving.read(OFFER_LINK);
    await first.receiving.accept('123456');
    expect(first.receiving.failure).toBe('network/offline');
    return first;
  }

  it('loses nothing: the next visit fetches the document with the same keys', async () => {
    const first = await interrupted();
    expect(first.wallet.held.all).toEqual([]);
    const next = await later(first);
    expect(await next.wallet.pending.all()).toHaveLength(1);
    await next.receiving.resume();
    expect(await next.wallet.pending.all()).toEqual([]);
    expect(next.wallet.held.all).toHaveLength(1);
    await next.renewing.resume();
    expect(next.wallet.held.all[0]?.copies.every(({ anchor }) => anchor !== undefined)).toBe(true);
    expect(first.issuer.count('/token')).toBe(1);
    expect(first.ports.keys.made).toHaveLength(2);
  });

  it('goes on in the same visit without redeeming again', async () => {
    const first = await interrupted();
    await first.receiving.accept('123456');
    expect(first.receiving).toMatchObject({ stage: 'done', failure: undefined });
    expect(first.issuer.count('/token')).toBe(1);
    expect(first.wallet.held.all).toHaveLength(1);
  });

  it('waits for the next time as long as there is no connection', async () => {
    const first = await interrupted();
    first.issuer.instead.set('nonce', [refusal('network/offline')]);
    const next = await later(first);
    await next.receiving.resume();
    expect(await next.wallet.pending.all()).toHaveLength(1);
    first.ports.clock.ms += 20_000;
    await next.receiving.resume();
    expect(next.wallet.held.all).toHaveLength(1);
  });

  it.each([
    ['no longer honours it', no(401, {})],
    ['denies it', no(400, { error: 'credential_request_denied' })],
  ])('is given up when its issuer %s', async (_, answer) => {
    const first = await interrupted();
    first.issuer.instead.set('credential', [answer]);
    const next = await later(first);
    await next.receiving.resume();
    expect(await next.wallet.pending.all()).toEqual([]);
    expect(next.wallet.held.all).toEqual([]);
  });

  it('is kept when its issuer refuses one request', async () => {
    const first = await interrupted();
    first.issuer.instead.set('credential', [no(400, { error: 'invalid_credential_request' })]);
    const next = await later(first);
    await next.receiving.resume();
    expect(await next.wallet.pending.all()).toHaveLength(1);
  });

  it('that was put off is remembered with the promise, and not asked for before it is due', async () => {
    const issuer = new PaperIssuer();
    const later202 = no(202, { transaction_id: 'promise 1', interval: 60 });
    const deferred_credential_endpoint = `${ISSUER_METADATA.credential_issuer}/deferred`;
    issuer.instead.set('openid-credential-issuer', [
      ok({ ...ISSUER_METADATA, deferred_credential_endpoint }),
    ]);
    issuer.instead.set('credential', [later202]);
    const first = await visit({ issuer });
    await first.receiving.read(OFFER_LINK);
    await first.receiving.accept('123456');
    expect(first.receiving).toMatchObject({ stage: 'promised', failure: undefined });
    const [kept] = await first.wallet.pending.all();
    expect(kept?.value.redemption.transaction?.id).toBe('promise 1');
    const sent = issuer.requests.length;
    const next = await later(first);
    await next.receiving.resume();
    expect(await next.wallet.pending.all()).toHaveLength(1);
    expect(issuer.requests).toHaveLength(sent);
  });

  it('is named as awaited with the reason, and comes at once when the person tries again', async () => {
    const first = await interrupted();
    first.issuer.instead.set('nonce', [refusal('network/offline')]);
    const { receiving, wallet } = await later(first);
    await receiving.resume();
    const [kept] = await wallet.pending.all();
    const { configurationId, credentialIssuer } = kept?.value.redemption ?? {};
    expect(receiving.awaited).toMatchObject({
      kept: [{ id: kept?.id, configurationId, credentialIssuer, failure: 'network/offline' }],
      givenUp: [],
    });
    await receiving.retry();
    expect(receiving.awaited).toMatchObject({ kept: [], givenUp: [] });
    expect(wallet.held.all).toHaveLength(1);
  });

  it('is named when its issuer gives it no more, until the person has read of it', async () => {
    const first = await interrupted();
    first.issuer.instead.set('credential', [no(400, { error: 'credential_request_denied' })]);
    const { receiving } = await later(first);
    await receiving.resume();
    await receiving.resume();
    const givenUp = [{ failure: 'exchange/denied' }];
    expect(receiving.awaited).toMatchObject({ kept: [], givenUp });
    receiving.awaited.dismiss();
    expect(receiving.awaited).toMatchObject({ kept: [], givenUp: [] });
  });

  it('that the person did not want to wait for comes when they ask for it', async () => {
    const first = await interrupted();
    first.receiving.stop();
    await first.receiving.resume();
    expect(first.receiving.awaited.kept).toHaveLength(1);
    await first.receiving.retry();
    expect(first.wallet.held.all).toHaveLength(1);
  });

  it('is fetched once, however often it is resumed at the same time', async () => {
    const first = await interrupted();
    const next = await later(first);
    await Promise.all([next.receiving.resume(), next.receiving.resume()]);
    expect(next.wallet.held.all).toHaveLength(1);
  });
});
