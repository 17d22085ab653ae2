import { describe, expect, it } from 'vitest';
import { shownNext } from '#state/document-summary.ts';
import type { Pending } from '#state/held-document.ts';
import { Wallet } from '#state/wallet.svelte.ts';
import { documentOf, ISSUER_URL, keep, MemoryVault, openWallet, privateJwkOf } from './ports.ts';
import { testKey } from '../core/credential/craft.ts';

const KEY = { publicJwk: testKey('wallet 0').jwk, privateJwk: privateJwkOf('wallet 0') };
const PENDING: Pending = {
  redemption: {
    credentialIssuer: ISSUER_URL,
    nonceEndpoint: `${ISSUER_URL}/nonce`,
    credentialEndpoint: `${ISSUER_URL}/credential`,
    configurationId: 'business-licence',
    vct: 'vct',
    accessToken: 'token',
  },
  keys: [KEY],
};
const RECEIVED = {
  chainId: 'chain',
  credentialIssuer: ISSUER_URL,
  receivedAtMs: 5,
  copies: [{ sdJwt: 'a~', key: KEY }],
};

async function keptId(wallet: Wallet): Promise<string> {
  const [kept] = await wallet.keepPending([PENDING]);
  return kept?.id ?? '';
}

const USE = { atMs: 0, claims: [] };

describe('a wallet', () => {
  it('is absent, then created and open, then locked, then unlocked', async () => {
    const vault = new MemoryVault();
    const wallet = new Wallet(
      vault,
      () => 'id',
      () => undefined,
    );
    expect(wallet.phase).toBe('starting');
    await wallet.start();
    expect(wallet.phase).toBe('absent');
    await wallet.create('passphrase');
    expect(wallet.phase).toBe('open');
    wallet.lock();
    expect(wallet.phase).toBe('locked');
    await wallet.unlock('passphrase');
    expect(wallet).toMatchObject({ phase: 'open', busy: false, failure: undefined });
    const again = new Wallet(
      vault,
      () => 'id',
      () => undefined,
    );
    await again.start();
    expect(again.phase).toBe('locked');
  });

  it('stays locked at a wrong passphrase, says so, and forgets that at the right one', async () => {
    const wallet = await openWallet();
    wallet.lock();
    await wallet.unlock('wrong');
    expect(wallet).toMatchObject({
      phase: 'locked',
      failure: 'vault/wrong-passphrase',
      busy: false,
    });
    await wallet.unlock('passphrase');
    expect(wallet).toMatchObject({ phase: 'open', failure: undefined });
  });

  it('forgets documents and imported keys at a lock, and has them again at the next unlock', async () => {
    const vault = new MemoryVault();
    let forgotten = 0;
    const wallet = new Wallet(
      vault,
      () => 'id',
      () => forgotten++,
    );
    await wallet.create('passphrase');
    await wallet.add(RECEIVED, await keptId(wallet));
    wallet.leave();
    expect(wallet.documents).toEqual([]);
    expect(forgotten).toBe(1);
    wallet.leave();
    expect(forgotten).toBe(1);
    await wallet.unlock('passphrase');
    expect(wallet.documents).toHaveLength(1);
  });

  it('lists the newest document first', async () => {
    const wallet = await openWallet();
    for (const receivedAtMs of [1, 3, 2]) {
      await wallet.add({ ...RECEIVED, receivedAtMs }, await keptId(wallet));
    }
    wallet.lock();
    await wallet.unlock('passphrase');
    expect(wallet.documents.map((held) => held.receivedAtMs)).toEqual([3, 2, 1]);
  });
});

describe('what is received', () => {
  it('is pending until it is stored, in one commit for both', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const id = await keptId(wallet);
    expect(await wallet.pending()).toEqual([{ id, value: PENDING }]);
    const before = vault.commits.length;
    const held = await wallet.add(RECEIVED, id);
    expect(vault.commits).toHaveLength(before + 1);
    expect(vault.commits.at(-1)).toMatchObject({
      put: [{ collection: 'documents', id: held.id }],
      remove: [{ collection: 'pending', id }],
    });
    expect(await wallet.pending()).toEqual([]);
    expect(wallet.document(held.id)?.copies).toEqual([
      { sdJwt: 'a~', privateJwk: KEY.privateJwk, shows: 0 },
    ]);
  });

  it('is kept for each document of an offer, all or none', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    vault.failure = 'vault/full';
    await expect(wallet.keepPending([PENDING, PENDING])).rejects.toMatchObject({
      code: 'vault/full',
    });
    vault.failure = undefined;
    expect(await wallet.pending()).toEqual([]);
    const before = vault.commits.length;
    const kept = await wallet.keepPending([PENDING, PENDING]);
    expect(vault.commits).toHaveLength(before + 1);
    expect(await wallet.pending()).toEqual(kept);
    expect(new Set(kept.map(({ id }) => id)).size).toBe(2);
  });

  it('stays as it is for the same offer once more, in another tab or later', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const [kept] = await wallet.keepPending([PENDING]);
    const tab = new Wallet(
      vault,
      () => 'of the other tab',
      () => undefined,
    );
    await tab.unlock('passphrase');
    const other = { publicJwk: testKey('wallet 1').jwk, privateJwk: privateJwkOf('wallet 1') };
    const second = { ...PENDING, redemption: { ...PENDING.redemption, configurationId: 'second' } };
    const again = await tab.keepPending([{ ...PENDING, keys: [other] }, second]);
    expect(again).toEqual([kept, { id: 'of the other tab', value: second }]);
    expect(await wallet.pending()).toEqual(again);
  });

  it.each([
    ['another issuer', { credentialIssuer: 'https://other.example' }],
    ['another access', { accessToken: 'other' }],
    ['another document', { configurationId: 'other' }],
  ])('is told from what %s gave', async (_, change) => {
    const wallet = await openWallet();
    await wallet.keepPending([PENDING]);
    const redemption = { ...PENDING.redemption, ...change };
    await wallet.keepPending([{ ...PENDING, redemption }]);
    expect(await wallet.pending()).toHaveLength(2);
  });

  it('is neither shown nor lost if it cannot be stored', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const id = await keptId(wallet);
    vault.failure = 'vault/full';
    await expect(wallet.add(RECEIVED, id)).rejects.toMatchObject({ code: 'vault/full' });
    expect(wallet.documents).toEqual([]);
    vault.failure = undefined;
    expect(await wallet.pending()).toEqual([{ id, value: PENDING }]);
    await wallet.dropPending(id);
    expect(await wallet.pending()).toEqual([]);
  });

  it('is stored once, even if two collect it', async () => {
    const wallet = await openWallet();
    const id = await keptId(wallet);
    await Promise.all([wallet.add(RECEIVED, id), wallet.add(RECEIVED, id)]);
    expect(wallet.documents).toHaveLength(1);
  });
});

describe('copies', () => {
  it('are shown in turn: one that nobody has seen, as long as there is one', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const { held } = await documentOf(3);
    await keep(vault, wallet, held);
    const shown: string[] = [];
    for (let show = 0; show < 4; show++) {
      const { sdJwt } = shownNext(wallet.document('doc') ?? held);
      shown.push(sdJwt);
      await wallet.recordShow('doc', sdJwt, USE);
    }
    expect(new Set(shown.slice(0, 3)).size).toBe(3);
    expect(shown[3]).toBe(shown[0]);
    expect(wallet.document('doc')?.copies.map(({ shows }) => shows)).toEqual([2, 1, 1]);
  });

  it('that are registered come before those that are not', async () => {
    const { held } = await documentOf(2);
    const [first, second] = held.copies;
    if (first === undefined || second === undefined) throw new Error('copies');
    const { anchor: _, ...unregistered } = first;
    const partly = { ...held, copies: [unregistered, { ...second, shows: 1 }] };
    expect(shownNext(partly).sdJwt).toBe(second.sdJwt);
  });

  it('lose nothing when a show and a registration happen at once', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const { held } = await documentOf(2);
    const [first, second] = held.copies;
    if (first?.anchor === undefined || second === undefined) throw new Error('copies');
    await keep(vault, wallet, held);
    const anchor = { ...first.anchor, batch: 77 };
    await Promise.all([
      wallet.recordShow('doc', first.sdJwt, USE),
      wallet.setAnchor('doc', second.sdJwt, anchor),
      wallet.recordShow('doc', first.sdJwt, USE),
    ]);
    const expected = [
      { ...first, shows: 2 },
      { ...second, anchor },
    ];
    expect(wallet.document('doc')?.copies).toEqual(expected);
    wallet.lock();
    await wallet.unlock('passphrase');
    expect(wallet.document('doc')?.copies).toEqual(expected);
  });

  it('are gone with their document, and do not come back by a late change', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const { held } = await documentOf(1);
    await keep(vault, wallet, held);
    await Promise.all([
      wallet.remove('doc'),
      wallet.recordShow('doc', held.copies[0]?.sdJwt ?? '', USE),
    ]);
    expect(wallet.documents).toEqual([]);
    wallet.lock();
    await wallet.unlock('passphrase');
    expect(wallet.documents).toEqual([]);
  });
});

describe('what gives access to the documents of one offer', () => {
  const ACCESS = {
    credentialIssuer: ISSUER_URL,
    configurationId: 'business-licence',
    vct: 'vct',
    refreshToken: 'first',
  };
  const granted = (refreshToken: string): Pending => ({
    ...PENDING,
    redemption: { ...PENDING.redemption, refreshToken },
  });

  it('changes for all of them at once, those that have not come yet too, and for no others', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const tokens = ['first', 'first', 'first', 'other', 'other'];
    const [one, two, , four] = await wallet.keepPending(tokens.map(granted));
    for (const kept of [one, two, four])
      await wallet.add(
        { ...RECEIVED, access: { ...ACCESS, refreshToken: 'stale' } },
        kept?.id ?? '',
      );
    const before = vault.commits.length;
    await wallet.setAccess(one?.id ?? '', { ...ACCESS, refreshToken: 'second' });
    expect(vault.commits).toHaveLength(before + 1);
    const held = [one, two, four].map((kept) => wallet.document(kept?.id ?? '')?.access);
    expect(held.map((access) => access?.refreshToken)).toEqual(['second', 'second', 'other']);
    const pending = await wallet.pending();
    expect(pending.map(({ value }) => value.redemption.refreshToken)).toEqual(['second', 'other']);
  });

  it('stays that of its own issuer', async () => {
    const wallet = await openWallet();
    const elsewhere = { ...PENDING.redemption, credentialIssuer: 'https://other.example' };
    const redemption = { ...elsewhere, refreshToken: 'first' };
    const [mine, theirs] = await wallet.keepPending([granted('first'), { ...PENDING, redemption }]);
    await wallet.add(RECEIVED, mine?.id ?? '');
    await wallet.setAccess(mine?.id ?? '', { ...ACCESS, refreshToken: 'second' });
    const left = await wallet.findPending(theirs?.id ?? '');
    expect(left?.redemption.refreshToken).toBe('first');
  });

  it('is not lost to a document that comes while it changes', async () => {
    const wallet = await openWallet();
    const [one, two] = await wallet.keepPending([granted('first'), granted('first')]);
    await wallet.add(RECEIVED, one?.id ?? '');
    await Promise.all([
      wallet.setAccess(one?.id ?? '', { ...ACCESS, refreshToken: 'second' }),
      wallet.add({ ...RECEIVED, access: ACCESS }, two?.id ?? ''),
    ]);
    expect(wallet.document(two?.id ?? '')?.access?.refreshToken).toBe('second');
    expect(await wallet.pending()).toEqual([]);
  });
});
