import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkClaims,
  claimOrder,
  TYPE_LIST,
  isUscc,
  parseSdJwt,
  parseStatusToken,
  readStatusReference,
  statusAt,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { parseOfferInput } from '#core/exchange/index.ts';
import { DEMO_ISSUERS, SUBJECTS, type Desk } from '#consortium/desk/index.ts';
import { APP, collect, INVOICE, makeOffer, openDesk, PaperLedger, post, until } from './bench.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(new PaperLedger());
});
afterAll(() => desk.stop());

async function errorOf(path: string, body: JsonObject, headers = {}): Promise<unknown> {
  const response = await post(`${desk.url}${path}`, body, headers);
  return [response.status, ((await response.json()) as { error?: string }).error];
}

describe('the forms', () => {
  const secret = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

  it.each(SUBJECTS.map((subject) => [subject.id, subject] as const))(
    '%s can be signed as it is and says that it is an example',
    (_, { vct, claims, holder }) => {
      const extra = claimOrder(vct).includes('claim_secret') ? { claim_secret: secret } : {};
      expect(() => checkClaims(vct, { ...claims, ...extra })).not.toThrow();
      expect(holder).toContain('示例');
    },
  );

  it('belong to an issuer that may issue their type', () => {
    for (const { issuer, vct } of SUBJECTS)
      expect(DEMO_ISSUERS.find(({ id }) => id === issuer)?.vcts).toContain(vct);
  });

  it('of invoices add up, line by line', () => {
    const cents = (text: unknown): number => Math.round(Number(text) * 100);
    for (const { claims } of SUBJECTS.filter(({ vct }) => vct === INVOICE)) {
      const items = claims['items'] as JsonObject[];
      const [amount, tax] = ['amount', 'tax'].map((field) =>
        items.reduce((sum, item) => sum + cents(item[field]), 0),
      );
      expect(amount).toBe(cents(claims['amount_excl_tax']));
      expect(tax).toBe(cents(claims['tax_amount']));
      expect((amount ?? 0) + (tax ?? 0)).toBe(cents(claims['amount_incl_tax']));
      expect(isUscc(claims['seller_tax_id'] as string)).toBe(true);
    }
  });

  it('are shown with their types and issuers', async () => {
    const response = await fetch(`${desk.url}/desk/subjects`, { headers: { origin: APP } });
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    const forms = (await response.json()) as { types: { vct: string }[]; subjects: unknown[] };
    const every = TYPE_LIST.map(({ vct }) => vct).sort();
    expect(forms.types.map(({ vct }) => vct).sort()).toEqual(every);
    expect([...new Set(SUBJECTS.map(({ vct }) => vct))].sort()).toEqual(every);
    expect(forms.subjects).toHaveLength(SUBJECTS.length);
  });
});

describe('making an offer', () => {
  it('gives a link for the wallet, a code of six digits and an end', async () => {
    const made = await makeOffer(desk);
    expect(made.txCode).toMatch(/^\d{6}$/);
    expect(made.link.startsWith(`${APP}/receive#credential_offer_uri=http%3A`)).toBe(true);
    expect(parseOfferInput(made.link)).toEqual({ kind: 'reference', uri: made.offerUri });
    expect(Date.parse(made.expiresAt)).toBeGreaterThan(Date.now());
  });

  it('never puts the transaction code into the offer', async () => {
    const made = await makeOffer(desk);
    expect(await (await fetch(made.offerUri)).text()).not.toContain(made.txCode);
  });

  it('is refused for what the desk does not have', async () => {
    const good = { issuer: 'market-regulation', subjects: ['noodle-house'] };
    const path = '/desk/offers';
    expect(await errorOf(path, { ...good, subjects: ['x'] })).toEqual([
      404,
      'desk/unknown-subject',
    ]);
    expect(await errorOf(path, { ...good, issuer: 'x' })).toEqual([404, 'desk/unknown-issuer']);
  });

  it.each<readonly [string, Json]>([
    ['no list', 'noodle-house'],
    ['no form at all', []],
    ['more than ten', Array.from({ length: 11 }, () => 'noodle-house')],
    ['a form of another issuer', ['noodle-house', 'hotel-invoice']],
    ['two forms of one type', ['noodle-house', 'tea-shop']],
  ])('is refused for %s', async (_, subjects) => {
    const order = { issuer: 'market-regulation', subjects };
    expect(await errorOf('/desk/offers', order)).toEqual([400, 'desk/malformed']);
  });

  it('is refused to pages of another origin', async () => {
    const good = { issuer: 'market-regulation', subjects: ['noodle-house'] };
    const foreign = { origin: 'https://evil.example' };
    expect(await errorOf('/desk/offers', good, foreign)).toEqual([400, 'desk/malformed']);
    expect(await errorOf('/desk/revoke', { id: 'x' }, foreign)).toEqual([400, 'desk/malformed']);
  });
});

describe('the register', () => {
  it('lists what was issued, and when it is anchored', async () => {
    await collect(desk, await makeOffer(desk, 'school-canteen'), 2);
    const row = await until(async () => {
      const response = await fetch(`${desk.url}/desk/issued`);
      const rows = (await response.json()) as { holder: string; anchored: boolean }[];
      return rows.find(({ holder, anchored }) => anchored && holder.includes('食堂'));
    });
    expect(row).toMatchObject({
      issuer: 'market-regulation',
      title: '食品经营许可证',
      status: 'valid',
      copies: 2,
    });
  });

  it('refuses an unknown document and an unknown status', async () => {
    const unknown = { id: 'x', status: 'revoked' };
    expect(await errorOf('/desk/revoke', unknown)).toEqual([404, 'desk/unknown-document']);
    expect(await errorOf('/desk/revoke', { id: 'x', status: 'gone' })).toEqual([
      400,
      'desk/malformed',
    ]);
  });

  it('survives a restart with its statuses, and anchors what had no anchor yet', async () => {
    const home = mkdtempSync(join(tmpdir(), 'desk-'));
    try {
      const first = await openDesk(new PaperLedger(), { home, intervals: { batchOpenMs: 60_000 } });
      const { copies } = await collect(first, await makeOffer(first), 2);
      const [row] = (await (await fetch(`${first.url}/desk/issued`)).json()) as { id: string }[];
      await post(`${first.url}/desk/revoke`, { id: row?.id ?? '', status: 'revoked' });
      await first.stop();
      const ledger = new PaperLedger();
      const second = await openDesk(ledger, { home });
      const { idx } = readStatusReference(parseSdJwt(copies[0]?.sdJwt ?? '').payload);
      const token = parseStatusToken(ledger.tokens.get('market-regulation/1') ?? '');
      expect(statusAt(token.list, idx)).toBe(1);
      const log = await until(() => {
        const batches = ledger.batches.get('market-regulation') ?? [];
        return Promise.resolve(batches.length === 2 ? batches : undefined);
      });
      expect(log.every(({ count }) => count === 256)).toBe(true);
      await second.stop();
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  it('is not replaced when it cannot be read', async () => {
    const home = mkdtempSync(join(tmpdir(), 'desk-'));
    try {
      writeFileSync(join(home, 'desk.json'), '{"version":1');
      const code = 'desk/home-unreadable';
      await expect(openDesk(new PaperLedger(), { home })).rejects.toMatchObject({ code });
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe('the server', () => {
  it('says so when its port is taken', async () => {
    const port = Number(new URL(desk.url).port);
    const second = openDesk(new PaperLedger(), { port });
    await expect(second).rejects.toMatchObject({ code: 'desk/port-taken' });
  });

  it('lets any page collect, and answers nothing that a cache may keep', async () => {
    const path = '/.well-known/openid-credential-issuer/tax';
    const response = await fetch(desk.url + path, {
      headers: { origin: 'https://wallet.example' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['GET', '/.well-known/openid-credential-issuer/nobody', 404, 'invalid_request'],
    ['POST', '/nobody/nonce', 404, 'invalid_request'],
    ['GET', '/tax/status/2', 404, 'invalid_request'],
    ['POST', '/tax/token', 400, 'unsupported_grant_type'],
    ['POST', '/tax/credential', 401, 'invalid_token'],
  ])('answers %s %s with %d %s', async (method, path, status, error) => {
    const response = await fetch(desk.url + path, { method });
    expect([response.status, await response.json()]).toEqual([status, { error }]);
  });

  it('refuses a body that is too large', async () => {
    const body = 'x'.repeat(70_000);
    expect((await fetch(`${desk.url}/tax/token`, { method: 'POST', body })).status).toBe(413);
  });
});
