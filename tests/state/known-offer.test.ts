/** Offers that are followed twice: in two tabs at once, or again later. */
import { describe, expect, it } from 'vitest';
import { plainCrypto } from '#core/crypto/index.ts';
import { Receiving } from '#state/receiving.svelte.ts';
import { Wallet } from '#state/wallet.svelte.ts';
import { ISSUER_METADATA, no, ok } from '../core/exchange/issuer-by-hand.ts';
import { trustOver } from '../support/case-builder.ts';
import { OFFER_LINK, offerOf, PaperIssuer, TEN } from './issuer-on-paper.ts';
import {
  chainWith,
  ISSUER_URL,
  MemoryVault,
  namedKeys,
  openWallet,
  refusal,
  testClock,
  noChance,
} from './ports.ts';

const ADDRESS = `${ISSUER_URL}/offers/1`;
const LINK = `https://app.example/receive#credential_offer_uri=${encodeURIComponent(ADDRESS)}`;
const THREE = offerOf(TEN.slice(0, 3));
const OFFLINE = Array<Error>(4).fill(refusal('network/offline'));

/** Tabs of one browser, before one issuer. */
async function browser(issuer = new PaperIssuer()) {
  const vault = new MemoryVault();
  const first = await openWallet(vault);
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
  const open = (wallet: Wallet) => ({ wallet, receiving: new Receiving(wallet, chain, ports) });
  const openTab = async () => {
    const wallet = new Wallet(
      vault,
      () => 'of another tab',
      () => undefined,
    );
    await wallet.unlock('passphrase');
    return open(wallet);
  };
  return { issuer, clock, openTab, ...open(first) };
}

/** The same, and the offer was received in the first tab. */
async function received(link: string) {
  const all = await browser();
  const inline = decodeURIComponent(OFFER_LINK.split('=')[1] ?? '');
  all.issuer.instead.set('offers', [{ status: 200, body: inline }]);
  await all.receiving.read(link);
  await all.receiving.accept('123456');
  expect(all.receiving).toMatchObject({ stage: 'done', isOld: false });
  return all;
}

describe('two tabs that accept one offer at the same time', () => {
  it.each([
    ['one document', OFFER_LINK, 1],
    ['three documents', THREE, 3],
  ])('redeem it once, and both have its %s', async (_, link, count) => {
    const { issuer, openTab, wallet, receiving } = await browser();
    const other = await openTab();
    await Promise.all([receiving.read(link), other.receiving.read(link)]);
    await Promise.all([receiving.accept('123456'), other.receiving.accept('123456')]);
    expect(issuer.count('/token')).toBe(1);
    for (const tab of [receiving, other.receiving])
      expect(tab).toMatchObject({ stage: 'done', failure: undefined });
    expect(wallet.held.all).toHaveLength(count);
    const ids = ({ held }: Wallet) => held.all.map(({ id }) => id).sort();
    await wallet.refresh();
    expect(ids(other.wallet)).toEqual(ids(wallet));
    expect(await wallet.pending.all()).toEqual([]);
  });

  it('each redeem where the other was refused', async () => {
    const { issuer, openTab, receiving } = await browser();
    const other = await openTab();
    await Promise.all([receiving.read(OFFER_LINK), other.receiving.read(OFFER_LINK)]);
    await Promise.all([receiving.accept('000000'), other.receiving.accept('123456')]);
    expect(receiving.failure).toBe('exchange/wrong-tx-code');
    expect(other.receiving).toMatchObject({ stage: 'done', isOld: false });
    expect(issuer.count('/token')).toBe(2);
  });
});

describe('an offer whose document is held', () => {
  it.each([
    ['as text', OFFER_LINK],
    ['by address', LINK],
  ])('is known again, %s, and nobody is asked', async (_, link) => {
    const { issuer, openTab } = await received(link);
    const asked = issuer.requests.length;
    const tab = await openTab();
    await tab.receiving.read(link);
    expect(tab.receiving).toMatchObject({ stage: 'done', isOld: true, failure: undefined });
    expect(tab.receiving.documents.map(({ id }) => id)).toEqual([tab.wallet.held.all[0]?.id]);
    expect(tab.receiving.offeredBy?.id).toBe('market');
    expect(issuer.requests).toHaveLength(asked);
  });

  it('is known in a tab that had read it before', async () => {
    const { issuer, openTab, receiving } = await browser();
    const late = await openTab();
    await late.receiving.read(OFFER_LINK);
    await receiving.read(OFFER_LINK);
    await receiving.accept('123456');
    await late.receiving.accept('123456');
    expect(late.receiving).toMatchObject({ stage: 'done', isOld: true });
    expect(issuer.count('/token')).toBe(1);
  });

  it('is asked for like any other once the document was removed', async () => {
    const { issuer, openTab, receiving } = await received(OFFER_LINK);
    await receiving.remove(receiving.documents[0]?.id ?? '');
    const tab = await openTab();
    await tab.receiving.read(OFFER_LINK);
    expect(tab.receiving).toMatchObject({ stage: 'offered', isOld: false });
    await tab.receiving.accept('123456');
    expect(tab.receiving.failure).toBe('exchange/offer-used');
    expect(issuer.count('/token')).toBe(2);
  });

  it('is told from another offer of the same issuer', async () => {
    const { openTab } = await received(OFFER_LINK);
    const tab = await openTab();
    await tab.receiving.read(OFFER_LINK.replace('offer%201', 'offer%202'));
    expect(tab.receiving).toMatchObject({ stage: 'offered', isOld: false });
  });
});

describe('an offer that was redeemed, and whose document has not come', () => {
  it('goes on without the code and without being redeemed again', async () => {
    const { issuer, openTab, receiving } = await browser();
    issuer.instead.set('credential', [...OFFLINE]);
    await receiving.read(OFFER_LINK);
    await receiving.accept('123456');
    const tab = await openTab();
    await tab.receiving.read(OFFER_LINK);
    expect(tab.receiving).toMatchObject({ stage: 'offered', canGoOn: true });
    await tab.receiving.accept(undefined);
    expect(tab.receiving).toMatchObject({ stage: 'done', isOld: false });
    expect(issuer.count('/token')).toBe(1);
  });

  it('that comes by itself is shown where the offer stands', async () => {
    const { issuer, receiving } = await browser();
    issuer.instead.set('credential', [...OFFLINE]);
    await receiving.read(OFFER_LINK);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ stage: 'offered', failure: 'network/offline' });
    await receiving.resume();
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
  });

  it('that another tab has fetched is shown in this one too', async () => {
    const { issuer, openTab, receiving } = await browser();
    issuer.instead.set('credential', [...OFFLINE]);
    await receiving.read(OFFER_LINK);
    await receiving.accept('123456');
    await (await openTab()).receiving.resume();
    expect(receiving).toMatchObject({ stage: 'offered', failure: 'network/offline' });
    const asked = issuer.count('/credential');
    await receiving.resume();
    expect(receiving).toMatchObject({ stage: 'done', failure: undefined });
    expect(issuer.count('/credential')).toBe(asked);
  });

  it('names what was given up as used', async () => {
    const { issuer, openTab, receiving } = await browser();
    const denied = no(400, { error: 'credential_request_denied' });
    const late = await openTab();
    await late.receiving.read(THREE);
    await receiving.read(THREE);
    issuer.instead.set('credential', [denied]);
    await receiving.accept('123456');
    const [lost] = receiving.documents;
    issuer.instead.set('credential', [denied]);
    await receiving.resume();
    await late.receiving.accept('123456');
    expect(late.receiving.documents.map(({ state, failure }) => failure ?? state)).toEqual([
      'exchange/offer-used',
      'stored',
      'stored',
    ]);
    expect(lost?.failure).toBe('exchange/denied');
  });

  it('that is promised says so, and nobody is asked before it is due', async () => {
    const issuer = new PaperIssuer();
    const deferred_credential_endpoint = `${ISSUER_METADATA.credential_issuer}/deferred`;
    issuer.instead.set('openid-credential-issuer', [
      ok({ ...ISSUER_METADATA, deferred_credential_endpoint }),
    ]);
    issuer.instead.set('credential', [no(202, { transaction_id: 'promise 1', interval: 60 })]);
    const { openTab, receiving } = await browser(issuer);
    await receiving.read(OFFER_LINK);
    await receiving.accept('123456');
    const asked = issuer.requests.length;
    const tab = await openTab();
    await tab.receiving.read(OFFER_LINK);
    expect(tab.receiving).toMatchObject({ stage: 'promised', failure: undefined });
    await tab.receiving.resume();
    expect(issuer.requests).toHaveLength(asked);
  });
});
