import { describe, expect, it } from 'vitest';
import { Wallet } from '#state/wallet.svelte.ts';
import { MemoryVault, openWallet, privateJwkOf } from './ports.ts';
import { keptId, KEY, PENDING, RECEIVED } from './received.ts';
import { testKey } from '../core/credential/craft.ts';

describe('what is pending', () => {
  it('stays until it is stored, in one commit for both', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const id = await keptId(wallet);
    expect(await wallet.pending.all()).toEqual([{ id, value: PENDING }]);
    const before = vault.commits.length;
    const held = await wallet.held.add(RECEIVED, id);
    if (held === undefined) throw new Error('not added');
    expect(vault.commits).toHaveLength(before + 1);
    expect(vault.commits.at(-1)).toMatchObject({
      put: [{ collection: 'documents', id: held.id }],
      remove: [{ collection: 'pending', id }],
    });
    expect(await wallet.pending.all()).toEqual([]);
    expect(wallet.held.find(held.id)?.copies).toEqual([
      { sdJwt: 'a~', privateJwk: KEY.privateJwk, shows: 0 },
    ]);
  });

  it('is kept for each document of an offer, all or none', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    vault.failure = 'vault/full';
    await expect(wallet.pending.keep([PENDING, PENDING])).rejects.toMatchObject({
      code: 'vault/full',
    });
    vault.failure = undefined;
    expect(await wallet.pending.all()).toEqual([]);
    const before = vault.commits.length;
    const kept = await wallet.pending.keep([PENDING, PENDING]);
    expect(vault.commits).toHaveLength(before + 1);
    expect(await wallet.pending.all()).toEqual(kept);
    expect(new Set(kept.map(({ id }) => id)).size).toBe(2);
  });

  it('stays as it is for the same offer once more, in another tab or later', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const [kept] = await wallet.pending.keep([PENDING]);
    const tab = new Wallet(
      vault,
      () => 'of the other tab',
      () => undefined,
    );
    await tab.unlock('passphrase');
    const other = { publicJwk: testKey('wallet 1').jwk, privateJwk: privateJwkOf('wallet 1') };
    const second = { ...PENDING, redemption: { ...PENDING.redemption, configurationId: 'second' } };
    const again = await tab.pending.keep([{ ...PENDING, keys: [other] }, second]);
    expect(again).toEqual([kept, { id: 'of the other tab', value: second }]);
    expect(await wallet.pending.all()).toEqual(again);
  });

  it.each([
    ['another issuer', { credentialIssuer: 'https://other.example' }],
    ['another access', { accessToken: 'other' }],
    ['another document', { configurationId: 'other' }],
  ])('is told from what %s gave', async (_, change) => {
    const wallet = await openWallet();
    await wallet.pending.keep([PENDING]);
    const redemption = { ...PENDING.redemption, ...change };
    await wallet.pending.keep([{ ...PENDING, redemption }]);
    expect(await wallet.pending.all()).toHaveLength(2);
  });

  it('is neither shown nor lost if it cannot be stored', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const id = await keptId(wallet);
    vault.failure = 'vault/full';
    await expect(wallet.held.add(RECEIVED, id)).rejects.toMatchObject({ code: 'vault/full' });
    expect(wallet.held.all).toEqual([]);
    vault.failure = undefined;
    expect(await wallet.pending.all()).toEqual([{ id, value: PENDING }]);
    await wallet.pending.drop(id);
    expect(await wallet.pending.all()).toEqual([]);
  });

  it('is stored once, even if two collect it', async () => {
    const wallet = await openWallet();
    const id = await keptId(wallet);
    await Promise.all([wallet.held.add(RECEIVED, id), wallet.held.add(RECEIVED, id)]);
    expect(wallet.held.all).toHaveLength(1);
  });

  it('that another tab has stored, and shown since, stays as that tab has it', async () => {
    const vault = new MemoryVault();
    const [wallet, tab] = [await openWallet(vault), await openWallet(vault)];
    const id = await keptId(wallet);
    await tab.held.add(RECEIVED, id);
    await tab.held.recordShow(id, 'a~', { atMs: 0, claims: [] });
    const added = await wallet.held.add({ ...RECEIVED, receivedAtMs: 9 }, id);
    expect(added).toEqual(tab.held.find(id));
    expect(added).toMatchObject({ receivedAtMs: 5, copies: [{ shows: 1 }] });
    expect(wallet.held.all).toEqual([added]);
  });

  it('and was given up is not added', async () => {
    const wallet = await openWallet();
    const id = await keptId(wallet);
    await wallet.pending.drop(id);
    expect(await wallet.held.add(RECEIVED, id)).toBeUndefined();
    expect(wallet.held.all).toEqual([]);
  });

  it('is not brought back by news of it, once it was given up', async () => {
    const { pending } = await openWallet();
    const [one, two] = await pending.keep([PENDING, PENDING]);
    const redemption = { ...PENDING.redemption, accessToken: 'renewed' };
    await pending.drop(one?.id ?? '');
    await pending.update(one?.id ?? '', redemption);
    await pending.update(two?.id ?? '', redemption);
    expect(await pending.all()).toEqual([{ id: two?.id, value: { ...PENDING, redemption } }]);
  });
});
