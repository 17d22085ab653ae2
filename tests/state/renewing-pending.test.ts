/** Further copies on their way: promised, lost, or given up. */
import { describe, expect, it } from 'vitest';
import { Renewing } from '#state/renewing.svelte.ts';
import { parseJwt } from '#core/credential/index.ts';
import { testKey } from '../core/credential/craft.ts';
import { ISSUER_METADATA, no, ok } from '../core/exchange/issuer-by-hand.ts';
import type { PaperIssuer } from './issuer-on-paper.ts';
import { openWallet, refusal } from './ports.ts';

import { held, heldIn } from './renewed.ts';

describe('copies that were asked for and have not come', () => {
  const LONG_MS = 3 * 3_600_000;
  const proofKeys = ({ requests }: PaperIssuer) =>
    requests
      .filter(({ url }) => url.endsWith('/credential'))
      .map(({ body }) => JSON.parse(body ?? '') as { proofs: { jwt: string[] } })
      .map(({ proofs }) => proofs.jwt.map((jwt) => JSON.stringify(parseJwt(jwt).header['jwk'])));

  /** The issuer promises further copies for later. */
  async function promised() {
    const all = await held(1);
    const deferred_credential_endpoint = `${ISSUER_METADATA.credential_issuer}/deferred`;
    all.issuer.instead.set('openid-credential-issuer', [
      ok({ ...ISSUER_METADATA, deferred_credential_endpoint }),
    ]);
    all.issuer.instead.set('credential', [no(202, { transaction_id: 'promise 1', interval: 60 })]);
    await all.renewing.resume();
    return all;
  }

  it('are kept with the promise, and fetched with it on a later visit, once', async () => {
    const { issuer, wallet, renewing, later, ports, id } = await promised();
    expect((await wallet.pending.find(id))?.redemption.transaction?.id).toBe('promise 1');
    expect(renewing.refillTrouble(heldIn(wallet, id))).toBeUndefined();
    ports.clock.ms += LONG_MS;
    issuer.instead.set('deferred', [
      no(503, {}),
      no(202, { transaction_id: 'promise 1', interval: 60 }),
    ]);
    for (let visit = 0; visit < 3; visit++) {
      await later.resume();
      ports.clock.ms += LONG_MS;
    }
    expect(wallet.held.find(id)?.copies.map(({ shows }) => shows)).toEqual([0, 0, 1, 0]);
    expect(await wallet.pending.all()).toEqual([]);
    expect(issuer.count('/deferred')).toBe(3);
    expect(issuer.count('/market/credential')).toBe(2);
    expect(issuer.count('/token')).toBe(2);
    expect(ports.keys.made).toHaveLength(4);
  });

  it('are not taken for a document that is to come', async () => {
    const { issuer, wallet, ports, id, receiving } = await promised();
    ports.clock.ms += LONG_MS;
    await receiving.resume();
    expect(issuer.count('/deferred')).toBe(0);
    expect(wallet.held.all.map((document) => document.id)).toEqual([id]);
  });

  it('are asked for with the same keys and no other access after a lost answer', async () => {
    const { issuer, wallet, renewing, later, ports, id } = await held(1);
    issuer.onCredential = () => {
      throw refusal('network/offline');
    };
    await renewing.resume();
    issuer.onCredential = undefined;
    ports.clock.ms += LONG_MS;
    await later.resume();
    expect(wallet.held.find(id)?.copies).toHaveLength(4);
    const [, lost, again] = proofKeys(issuer);
    expect(again).toEqual(lost);
    expect(issuer.count('/token')).toBe(2);
  });

  it.each([
    ['the promise is forgotten', no(400, { error: 'invalid_transaction_id' })],
    ['the access has run out', no(401, {})],
  ])('are asked for afresh when %s', async (_, answer) => {
    const { issuer, wallet, later, ports, id } = await promised();
    issuer.instead.set('deferred', [answer]);
    ports.clock.ms += LONG_MS;
    await later.resume();
    expect(await wallet.pending.all()).toEqual([]);
    ports.clock.ms += LONG_MS;
    await later.resume();
    expect(wallet.held.find(id)?.copies).toHaveLength(4);
    expect(issuer.count('/token')).toBe(3);
    expect(ports.keys.made).toHaveLength(6);
  });

  it('are asked for afresh after copies that do not verify', async () => {
    const { issuer, wallet, renewing, id } = await held(1);
    issuer.change = { signer: testKey('stranger') };
    await renewing.resume();
    expect(wallet.held.find(id)?.copies).toHaveLength(2);
    expect(await wallet.pending.all()).toEqual([]);
  });

  it('go with their document', async () => {
    const { wallet, later, ports, id, receiving } = await promised();
    await receiving.remove(id);
    ports.clock.ms += LONG_MS;
    await receiving.resume();
    await later.resume();
    expect(wallet.held.all).toEqual([]);
    expect(await wallet.pending.all()).toEqual([]);
  });

  it('are asked for by one of two tabs', async () => {
    const { issuer, vault, wallet, renewing, ports, id, chain } = await held(1);
    const tab = await openWallet(vault);
    await Promise.all([renewing.resume(), new Renewing(tab, chain, ports).resume()]);
    expect(issuer.count('/token')).toBe(2);
    await wallet.refresh();
    expect(tab.held.find(id)?.copies).toHaveLength(4);
    expect(wallet.held.find(id)?.copies).toHaveLength(4);
  });
});
