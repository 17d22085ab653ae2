/** A wallet whose issuer is busy: in a reception, at a refill, for a print. */
import { describe, expect, it } from 'vitest';
import { plainCrypto } from '#core/crypto/index.ts';
import { patientSender } from '#core/exchange/index.ts';
import { Receiving } from '#state/receiving.svelte.ts';
import { Renewing } from '#state/renewing.svelte.ts';
import { ISSUER_METADATA, no, ok } from '../core/exchange/issuer-by-hand.ts';
import { trustOver } from '../support/case-builder.ts';
import { OFFER_LINK, offerOf, PaperIssuer, TEN } from './issuer-on-paper.ts';
import { chainWith, namedKeys, openWallet, testClock, noChance, refusal } from './ports.ts';

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
  const ports = { send, keys: namedKeys(), clock, crypto: plainCrypto, random: noChance, wait };
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

describe('what is kept', () => {
  const failed = Array<Error>(40).fill(refusal('network/offline'));

  /** A heartbeat for so many seconds; how often the issuer was asked. */
  async function beats(
    { issuer, clock, receiving }: Awaited<ReturnType<typeof offered>>,
    s: number,
  ) {
    const before = issuer.count('/nonce');
    for (let beat = 0; beat < s / 20; beat++) {
      await receiving.resume();
      clock.ms += 20_000;
    }
    return issuer.count('/nonce') - before;
  }

  async function broken(link = OFFER_LINK) {
    const all = await offered(link);
    all.issuer.instead.set('nonce', [...failed]);
    await all.receiving.accept('123456');
    return all;
  }

  it('is asked for ever more seldom while there is no answer', async () => {
    const all = await broken();
    expect(await beats(all, 620)).toBe(5);
    expect(await beats(all, 3600)).toBe(5);
    expect(await beats(all, 3600)).toBe(4);
    all.issuer.instead.clear();
    expect(await beats(all, 900)).toBe(1);
    expect(all.wallet.held.all).toHaveLength(1);
  });

  it.each(['the wallet is opened', 'the person tries again'])(
    'is asked for at once again when %s',
    async (what) => {
      const all = await broken();
      await beats(all, 3600);
      if (what === 'the wallet is opened') all.receiving.forgetPauses();
      else await all.receiving.accept(undefined);
      expect(await beats(all, 60)).toBe(2);
    },
  );

  it('is asked for again as soon as something else has come', async () => {
    const all = await broken(offerOf(TEN.slice(0, 2)));
    await beats(all, 620);
    all.issuer.instead.clear();
    all.clock.ms += 900_000;
    all.issuer.instead.set('credential', [no(400, { error: 'invalid_credential_request' })]);
    await all.receiving.resume();
    expect(all.wallet.held.all).toHaveLength(1);
    await all.receiving.resume();
    expect(all.wallet.held.all).toHaveLength(2);
  });
});

/** A wallet with one copy that was not shown yet. */
async function fewLeft() {
  const all = await offered();
  await all.receiving.accept('123456');
  const [held] = all.wallet.held.all;
  const sdJwt = held?.copies[0]?.sdJwt ?? '';
  await all.wallet.held.recordShow(held?.id ?? '', sdJwt, { atMs: 0, claims: [] });
  return all;
}

describe('a refill', () => {
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

describe('a refill that fails', () => {
  it('is tried ever more seldom, and at once when the person wants it', async () => {
    const { issuer, clock, renewing } = await fewLeft();
    issuer.instead.set('token', Array<Error>(40).fill(refusal('network/offline')));
    const minutes: number[] = [];
    for (let minute = 0; minute < 600; minute++) {
      const asked = issuer.count('/token');
      await renewing.resume();
      if (issuer.count('/token') > asked) minutes.push(minute);
      clock.ms += 60_000;
    }
    expect(minutes).toEqual([0, 10, 30, 70, 150, 270, 390, 510]);
    const asked = issuer.count('/token');
    await renewing.tryAgain();
    expect(issuer.count('/token')).toBe(asked + 1);
  });
});

describe('a registration', () => {
  it('that fails is asked for ever more seldom', async () => {
    const { issuer, clock, receiving, renewing } = await offered();
    issuer.instead.set('anchor', Array<Error>(40).fill(refusal('network/offline')));
    await receiving.accept('123456');
    const before = issuer.count('/anchor');
    for (let beat = 0; beat < 180; beat++) {
      await renewing.resume();
      clock.ms += 20_000;
    }
    expect(issuer.count('/anchor') - before).toBe(3 + 29);
  });

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
