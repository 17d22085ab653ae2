/** Copies that end, and what is fetched in their place. */
import { describe, expect, it } from 'vitest';
import { copiesLeft, shownNext } from '#state/document-summary.ts';
import { no } from '../core/exchange/issuer-by-hand.ts';
import { NOW_MS, type CaseChange } from '../support/case-builder.ts';
import { PaperIssuer } from './issuer-on-paper.ts';
import { refusal } from './ports.ts';

import { held, heldIn } from './renewed.ts';

describe('copies that end', () => {
  const DAY_MS = 86_400_000;
  /** What an issuer dates copies with on that day, counted from the test's. */
  const dated = (fromDay: number, days: number): CaseChange => ({
    payload: {
      iat: NOW_MS / 1000 + fromDay * 86_400,
      exp: NOW_MS / 1000 + (fromDay + days) * 86_400,
    },
  });

  /** Received on day 0, for so many days; nothing was shown. On the day named, the issuer would date them anew. */
  async function later(days: number, today: number) {
    const all = await held(0, {}, new PaperIssuer(dated(0, days)));
    all.ports.clock.ms += today * DAY_MS;
    all.issuer.change = dated(Math.floor(today), days);
    return { ...all, newest: () => heldIn(all.wallet, all.id).copies[0]?.sdJwt };
  }

  it.each([
    ['in the last thirty days of a year', 365, 335, true],
    ['not earlier', 365, 334.9, false],
    ['in the last quarter of a short life', 40, 30, true],
    ['not earlier, though that is within thirty days', 40, 29.9, false],
  ])('are asked for anew, without any show, %s', async (_, days, today, isAsked) => {
    const { issuer, wallet, renewing, id } = await later(days, today);
    await renewing.resume();
    expect(issuer.count('/token')).toBe(isAsked ? 2 : 1);
    expect(heldIn(wallet, id).copies).toHaveLength(isAsked ? 4 : 2);
  });

  it('are shown as long as they are good, and the new ones as soon as they are registered', async () => {
    const { issuer, wallet, renewing, id, ports } = await later(365, 340);
    issuer.instead.set('anchor', [refusal('network/offline')]);
    await renewing.resume();
    const [fresh, , old] = heldIn(wallet, id).copies;
    expect(shownNext(heldIn(wallet, id), ports.clock.ms)).toEqual(old);
    ports.clock.ms += 60_000;
    await renewing.resume();
    const next = shownNext(heldIn(wallet, id), ports.clock.ms);
    expect(next).toMatchObject({ sdJwt: fresh?.sdJwt, shows: 0 });
  });

  it('are not shown once they have ended, though nobody has seen them, while others are good', async () => {
    const { wallet, renewing, id, ports } = await later(365, 340);
    await renewing.resume();
    for (const { sdJwt } of heldIn(wallet, id).copies.slice(0, 2))
      await wallet.held.recordShow(id, sdJwt, { atMs: 0, claims: [] });
    const [fresh, , old] = heldIn(wallet, id).copies;
    expect(shownNext(heldIn(wallet, id), ports.clock.ms)).toEqual(old);
    expect(copiesLeft(heldIn(wallet, id), ports.clock.ms)).toBe(2);
    ports.clock.ms += 30 * DAY_MS;
    expect(shownNext(heldIn(wallet, id), ports.clock.ms)).toEqual(fresh);
    expect(copiesLeft(heldIn(wallet, id), ports.clock.ms)).toBe(0);
  });

  it('are asked for once a day where the issuer gives none that last longer', async () => {
    const { issuer, renewing, ports } = await later(365, 340);
    issuer.change = dated(0, 365);
    for (let hour = 0; hour < 48; hour++) {
      await renewing.resume();
      ports.clock.ms += 3_600_000;
    }
    expect(issuer.count('/token')).toBe(3);
  });

  it('and have ended are replaced, and cannot be shown any more', async () => {
    const { wallet, renewing, id, newest } = await later(365, 400);
    const former = heldIn(wallet, id).copies.map(({ privateJwk }) => privateJwk.d);
    const before = newest();
    await renewing.resume();
    expect(newest()).not.toBe(before);
    expect(heldIn(wallet, id).copies).toHaveLength(2);
    expect(heldIn(wallet, id).earlier).toHaveLength(1);
    for (const secret of former) expect(JSON.stringify(heldIn(wallet, id))).not.toContain(secret);
  });

  it('stay as they are, and it is said so, when the issuer refuses for good', async () => {
    const { issuer, wallet, renewing, id, ports, newest } = await later(365, 400);
    const before = newest();
    expect(renewing.renewal(heldIn(wallet, id))).toBe('coming');
    issuer.instead.set('token', [no(400, { error: 'invalid_grant' })]);
    await renewing.resume();
    expect(renewing.renewal(heldIn(wallet, id))).toBe('refused');
    expect(newest()).toBe(before);
    ports.clock.ms += DAY_MS;
    await renewing.resume();
    expect(issuer.count('/token')).toBe(2);
  });

  it('are not promised where there is no access', async () => {
    const { wallet, renewing, id } = await held(0);
    const { access: _, ...closed } = heldIn(wallet, id);
    expect(renewing.renewal(closed)).toBeUndefined();
  });
});
