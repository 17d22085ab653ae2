/** Coming back to issuers: late registrations, further copies, changed content. */
import { describe, expect, it } from 'vitest';
import { contentOf } from '#state/document-content.ts';
import { no } from '../core/exchange/issuer-by-hand.ts';
import { held, heldIn } from './renewed.ts';
import { PaperIssuer } from './issuer-on-paper.ts';
import type { MemoryVault } from './ports.ts';
import { refusal } from './ports.ts';

describe('a late registration', () => {
  it('does not hold up the document and is asked for again', async () => {
    const issuer = new PaperIssuer();
    issuer.instead.set('anchor', [no(500, {})]);
    const { renewing, wallet } = await held(0, {}, issuer);
    expect(wallet.held.all[0]?.copies[0]?.anchor).toBeUndefined();
    await renewing.resume();
    expect(wallet.held.all[0]?.copies.every(({ anchor }) => anchor !== undefined)).toBe(true);
  });
});

describe('copies', () => {
  it('are refilled and registered when few are left, under keys of their own', async () => {
    const { wallet, renewing, id } = await held(1);
    await renewing.resume();
    const copies = wallet.held.find(id)?.copies ?? [];
    expect(copies.map(({ shows }) => shows)).toEqual([0, 0, 1, 0]);
    expect(copies.every(({ anchor }) => anchor !== undefined)).toBe(true);
    expect(new Set(copies.map(({ privateJwk }) => privateJwk.d)).size).toBe(4);
    expect(wallet.held.find(id)?.access?.refreshToken).toBe('refresh-1');
  });

  it('are not asked for while there are enough', async () => {
    const { issuer, renewing } = await held(0);
    await renewing.resume();
    expect(issuer.count('/token')).toBe(1);
  });

  it('stay as they are when the issuer is busy, and it is left alone for a while', async () => {
    const { issuer, wallet, renewing, ports, id } = await held(1);
    const busy = no(503, {});
    issuer.instead.set('token', [busy, busy]);
    await renewing.resume();
    await renewing.resume();
    expect(issuer.count('/token')).toBe(2);
    expect(wallet.held.find(id)?.copies).toHaveLength(2);
    ports.clock.ms += 11 * 60_000;
    await renewing.resume();
    expect(issuer.count('/token')).toBe(3);
  });

  it.each([
    ['ends the access', 'token', 'invalid_grant'],
    ['denies the document', 'credential', 'credential_request_denied'],
  ])(
    'are not asked for again for a month, on later visits neither, once the issuer %s',
    async (_, where, error) => {
      const { issuer, wallet, renewing, later, ports, id } = await held(1);
      issuer.instead.set(where, [no(400, { error })]);
      await renewing.resume();
      const asked = issuer.requests.length;
      ports.clock.ms += 11 * 60_000;
      await renewing.resume();
      expect(issuer.requests).toHaveLength(asked);
      expect(renewing.refillTrouble(heldIn(wallet, id))).toBe('refused');
      await later.resume();
      expect(issuer.requests).toHaveLength(asked);
      ports.clock.ms += 30 * 86_400_000;
      await later.resume();
      expect(issuer.requests.length).toBeGreaterThan(asked);
    },
  );

  it('say that a refill failed, until one succeeds', async () => {
    const { issuer, wallet, renewing, ports, id } = await held(1);
    issuer.instead.set('token', [no(503, {})]);
    expect(renewing.refillTrouble(heldIn(wallet, id))).toBeUndefined();
    await renewing.resume();
    expect(renewing.refillTrouble(heldIn(wallet, id))).toBe('failed');
    expect(renewing.refillTrouble({ ...heldIn(wallet, id), id: 'another' })).toBeUndefined();
    ports.clock.ms += 11 * 60_000;
    await renewing.resume();
    expect(renewing.refillTrouble(heldIn(wallet, id))).toBeUndefined();
    expect(wallet.held.find(id)?.copies).toHaveLength(4);
  });
});

describe('a document that its issuer has changed', () => {
  const MOVED = { payload: { domicile: '示例市新址' } };
  const REVOKED = { status: 1 };

  it('replaces what was held, in one write, when the old copies are revoked', async () => {
    const { issuer, vault, wallet, renewing, ports, id } = await held(1, REVOKED);
    const [former] = wallet.held.find(id)?.copies ?? [];
    issuer.change = MOVED;
    ports.clock.ms += 1000;
    const before = vault.commits.length;
    await renewing.resume();
    const now = wallet.held.find(id);
    expect(now?.copies.map(({ shows }) => shows)).toEqual([0, 0]);
    expect(contentOf(now?.copies[0]?.sdJwt ?? '')['domicile']).toBe('示例市新址');
    expect(now?.earlier).toEqual([
      {
        sdJwt: former?.sdJwt,
        receivedAtMs: ports.clock.ms - 1000,
        replacedAtMs: ports.clock.ms,
      },
    ]);
    expect(now).toMatchObject({ receivedAtMs: ports.clock.ms });
    expect(now?.uses).toHaveLength(1);
    const [access, swap] = vault.commits.slice(before);
    expect(access?.put?.[0]?.value).toMatchObject({ access: { refreshToken: 'refresh-1' } });
    expect(swap?.put?.[0]?.value).toMatchObject({ copies: [{}, {}], earlier: [{}] });
  });

  it('keeps no key with which the earlier version could be shown', async () => {
    const { issuer, wallet, renewing, id } = await held(0, REVOKED);
    const former = wallet.held.find(id)?.copies.map(({ privateJwk }) => privateJwk.d) ?? [];
    issuer.change = MOVED;
    await renewing.resume();
    const stored = JSON.stringify(wallet.held.find(id));
    expect(former).toHaveLength(2);
    for (const secret of former) expect(stored).not.toContain(secret);
  });

  it('is noticed at a refill too, before the device knows that the old copies are revoked', async () => {
    const { issuer, wallet, renewing, id } = await held(1);
    issuer.change = MOVED;
    await renewing.resume();
    expect(wallet.held.find(id)?.copies).toHaveLength(2);
    expect(wallet.held.find(id)?.earlier).toHaveLength(1);
  });

  it('replaces revoked copies by others of the same content', async () => {
    const { wallet, renewing, id } = await held(0, REVOKED);
    await renewing.resume();
    expect(wallet.held.find(id)?.copies.map(({ shows }) => shows)).toEqual([0, 0]);
    expect(wallet.held.find(id)?.earlier).toHaveLength(1);
  });

  it.each<readonly [string, (issuer: PaperIssuer, vault: MemoryVault) => void]>([
    ['no connection', ({ instead }) => instead.set('credential', [refusal('network/offline')])],
    ['a lost token answer', ({ instead }) => instead.set('token', [refusal('network/offline')])],
    ['a copy that does not verify', (issuer) => (issuer.change = { jwtHeader: { kid: 'x' } })],
    ['no room in the vault', (_, vault) => (vault.failure = 'vault/full')],
  ])('keeps what is held at %s, and is fetched the next time', async (_, spoil) => {
    const { issuer, vault, wallet, renewing, ports, id } = await held(0, REVOKED);
    const before = wallet.held.find(id)?.copies;
    issuer.change = MOVED;
    spoil(issuer, vault);
    await renewing.resume();
    expect(wallet.held.find(id)?.copies).toEqual(before);
    expect(wallet.held.find(id)?.earlier).toBeUndefined();
    vault.failure = undefined;
    issuer.change = MOVED;
    ports.clock.ms += 11 * 60_000;
    await renewing.resume();
    expect(wallet.held.find(id)?.earlier).toHaveLength(1);
  });

  it('that is revoked for good is asked about once', async () => {
    const { issuer, wallet, renewing, ports, id } = await held(0, REVOKED);
    issuer.instead.set('token', [no(400, { error: 'invalid_grant' })]);
    await renewing.resume();
    ports.clock.ms += 11 * 60_000;
    await renewing.resume();
    expect(issuer.count('/token')).toBe(2);
    expect(wallet.held.find(id)?.earlier).toBeUndefined();
    expect(renewing.refillTrouble(heldIn(wallet, id))).toBeUndefined();
  });
});
