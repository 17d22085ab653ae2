import { describe, expect, it } from 'vitest';
import { shownNext } from '#state/document-summary.ts';
import type { Pending } from '#state/held-document.ts';
import { NOW_MS } from '../support/case-builder.ts';
import { documentOf, ISSUER_URL, keep, MemoryVault, openWallet } from './ports.ts';
import { keptId, PENDING, RECEIVED } from './received.ts';

const USE = { atMs: 0, claims: [] };

describe('what is held', () => {
  it('lists the newest document first', async () => {
    const wallet = await openWallet();
    for (const receivedAtMs of [1, 3, 2]) {
      await wallet.held.add({ ...RECEIVED, receivedAtMs }, await keptId(wallet));
    }
    wallet.lock();
    await wallet.unlock('passphrase');
    expect(wallet.held.all.map((held) => held.receivedAtMs)).toEqual([3, 2, 1]);
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
      const { sdJwt } = shownNext(wallet.held.find('doc') ?? held, NOW_MS);
      shown.push(sdJwt);
      await wallet.held.recordShow('doc', sdJwt, USE);
    }
    expect(new Set(shown.slice(0, 3)).size).toBe(3);
    expect(shown[3]).toBe(shown[0]);
    expect(wallet.held.find('doc')?.copies.map(({ shows }) => shows)).toEqual([2, 1, 1]);
  });

  it('that are registered come before those that are not', async () => {
    const { held } = await documentOf(2);
    const [first, second] = held.copies;
    if (first === undefined || second === undefined) throw new Error('copies');
    const { anchor: _, ...unregistered } = first;
    const partly = { ...held, copies: [unregistered, { ...second, shows: 1 }] };
    expect(shownNext(partly, NOW_MS).sdJwt).toBe(second.sdJwt);
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
      wallet.held.recordShow('doc', first.sdJwt, USE),
      wallet.held.setAnchor('doc', second.sdJwt, anchor),
      wallet.held.recordShow('doc', first.sdJwt, USE),
    ]);
    const expected = [
      { ...first, shows: 2 },
      { ...second, anchor },
    ];
    expect(wallet.held.find('doc')?.copies).toEqual(expected);
    wallet.lock();
    await wallet.unlock('passphrase');
    expect(wallet.held.find('doc')?.copies).toEqual(expected);
  });

  it('are gone with their document, and do not come back by a late change', async () => {
    const vault = new MemoryVault();
    const wallet = await openWallet(vault);
    const { held } = await documentOf(1);
    await keep(vault, wallet, held);
    await Promise.all([
      wallet.held.remove('doc'),
      wallet.held.recordShow('doc', held.copies[0]?.sdJwt ?? '', USE),
    ]);
    expect(wallet.held.all).toEqual([]);
    wallet.lock();
    await wallet.unlock('passphrase');
    expect(wallet.held.all).toEqual([]);
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
    const [one, two, , four] = await wallet.pending.keep(tokens.map(granted));
    for (const kept of [one, two, four])
      await wallet.held.add(
        { ...RECEIVED, access: { ...ACCESS, refreshToken: 'stale' } },
        kept?.id ?? '',
      );
    const before = vault.commits.length;
    await wallet.held.setAccess(one?.id ?? '', { ...ACCESS, refreshToken: 'second' });
    expect(vault.commits).toHaveLength(before + 1);
    const held = [one, two, four].map((kept) => wallet.held.find(kept?.id ?? '')?.access);
    expect(held.map((access) => access?.refreshToken)).toEqual(['second', 'second', 'other']);
    const pending = await wallet.pending.all();
    expect(pending.map(({ value }) => value.redemption.refreshToken)).toEqual(['second', 'other']);
  });

  it('stays that of its own issuer', async () => {
    const wallet = await openWallet();
    const elsewhere = { ...PENDING.redemption, credentialIssuer: 'https://other.example' };
    const redemption = { ...elsewhere, refreshToken: 'first' };
    const [mine, theirs] = await wallet.pending.keep([
      granted('first'),
      { ...PENDING, redemption },
    ]);
    await wallet.held.add(RECEIVED, mine?.id ?? '');
    await wallet.held.setAccess(mine?.id ?? '', { ...ACCESS, refreshToken: 'second' });
    const left = await wallet.pending.find(theirs?.id ?? '');
    expect(left?.redemption.refreshToken).toBe('first');
  });

  it('is not lost to a document that comes while it changes', async () => {
    const wallet = await openWallet();
    const [one, two] = await wallet.pending.keep([granted('first'), granted('first')]);
    await wallet.held.add(RECEIVED, one?.id ?? '');
    await Promise.all([
      wallet.held.setAccess(one?.id ?? '', { ...ACCESS, refreshToken: 'second' }),
      wallet.held.add({ ...RECEIVED, access: ACCESS }, two?.id ?? ''),
    ]);
    expect(wallet.held.find(two?.id ?? '')?.access?.refreshToken).toBe('second');
    expect(await wallet.pending.all()).toEqual([]);
  });
});
