/** A wallet whose issuer is busy: in a reception, at a refill, for a print. */
import { describe, expect, it } from 'vitest';
import { plainCrypto } from '#core/crypto/index.ts';
import { patientSender } from '#core/exchange/index.ts';
import { Receiving } from '#state/receiving.svelte.ts';
import { Renewing } from '#state/renewing.svelte.ts';
import { ISSUER_METADATA, no, ok } from '../core/exchange/issuer-by-hand.ts';
import { trustOver } from '../support/case-builder.ts';
import { OFFER_LINK, offerOf, PaperIssuer, TEN } from './issuer-on-paper.ts';
import { chainWith, namedKeys, openWallet, testClock } from './ports.ts';

const busy = (retryAfter: string) => ({ ...no(429, {}), retryAfter });

/** An offer has been read; waiting moves the clock. */
async function offered(link = OFFER_LINK) {
  const issuer = new PaperIssuer();
  const wallet = await openWallet();
  const chain = await chainWith(await trustOver([]));
  const clock = testClock();
  const waits: number[] = [];
  const wait = (ms: number) => {
    waits.push(ms);
    clock.ms += ms;
    return Promise.resolve();
  };
  const send = patientSender(issuer.send, clock);
  const ports = { send, keys: namedKeys(), clock, crypto: plainCrypto, wait };
  const receiving = new Receiving(wallet, chain, ports);
  const renewing = new Renewing(wallet, chain, ports);
  await receiving.read(link);
  return { issuer, wallet, clock, waits, receiving, renewing };
}

describe('receiving', () => {
  it('goes on by itself when the issuer wants to be asked soon', async () => {
    const { issuer, waits, receiving } = await offered();
    issuer.instead.set('token', [busy('3')]);
    issuer.instead.set('credential', [busy('5')]);
    await receiving.accept('123456');
    expect(receiving.stage).toBe('done');
    expect(waits).toEqual([3000, 5000]);
  });

  it('breaks off with all that was redeemed kept, and takes it up when it may', async () => {
    const { issuer, wallet, clock, receiving } = await offered(offerOf(TEN));
    issuer.instead.set('credential', [busy('600')]);
    await receiving.accept('123456');
    expect(receiving).toMatchObject({ failure: 'exchange/busy', canGoOn: true });
    expect(receiving.documents.map(({ state }) => state)).toEqual(TEN.map(() => 'waiting'));
    const asked = issuer.requests.length;
    await receiving.resume();
    expect(issuer.requests).toHaveLength(asked);
    expect(await wallet.pending.all()).toHaveLength(10);
    clock.ms += 600_000;
    await receiving.resume();
    expect(wallet.held.all).toHaveLength(10);
    expect(issuer.count('/credential')).toBe(11);
  });
});

describe('a refill', () => {
  /** A wallet with one copy that was not shown yet. */
  async function fewLeft() {
    const all = await offered();
    await all.receiving.accept('123456');
    const [held] = all.wallet.held.all;
    const sdJwt = held?.copies[0]?.sdJwt ?? '';
    await all.wallet.held.recordShow(held?.id ?? '', sdJwt, { atMs: 0, claims: [] });
    return all;
  }

  it.each([
    ['is busy', busy('1800'), 'token'],
    ['promises copies for later', no(202, { transaction_id: 'x', interval: 1800 }), 'credential'],
  ])('is not tried earlier than an issuer wants that %s', async (_, answer, where) => {
    const { issuer, wallet, clock, renewing } = await fewLeft();
    const deferred_credential_endpoint = `${ISSUER_METADATA.credential_issuer}/deferred`;
    issuer.instead.set('openid-credential-issuer', [
      ok({ ...ISSUER_METADATA, deferred_credential_endpoint }),
    ]);
    issuer.instead.set(where, [answer]);
    await renewing.resume();
    const asked = issuer.requests.length;
    clock.ms += 1_799_999;
    await renewing.resume();
    expect(issuer.requests).toHaveLength(asked);
    clock.ms += 1;
    await renewing.resume();
    expect(wallet.held.all[0]?.copies).toHaveLength(4);
  });

  it('is not tried at once by an issuer that names no time', async () => {
    const { issuer, clock, renewing } = await fewLeft();
    issuer.instead.set('token', [busy('-1')]);
    await renewing.resume();
    clock.ms += 60_000;
    await renewing.resume();
    expect(issuer.count('/token')).toBe(2);
  });
});

describe('a registration', () => {
  it('that is late since the issuer is busy is fetched when it may be', async () => {
    const { issuer, wallet, clock, receiving, renewing } = await offered();
    issuer.instead.set('anchor', [busy('300')]);
    await receiving.accept('123456');
    const asked = issuer.requests.length;
    await renewing.resume();
    expect(issuer.requests).toHaveLength(asked);
    clock.ms += 300_000;
    await renewing.resume();
    expect(wallet.held.all[0]?.copies.every(({ anchor }) => anchor !== undefined)).toBe(true);
  });
});
