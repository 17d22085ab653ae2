/** A document whose content changes at the desk, and the tokens with which its wallet comes for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  parseSdJwt,
  parseStatusToken,
  processDisclosures,
  readStatusReference,
  statusAt,
  type JsonObject,
} from '#core/credential/index.ts';
import { fetchIssuerMetadata, type DocumentAccess } from '#core/exchange/index.ts';
import type { Desk } from '#consortium/desk/index.ts';
import {
  collect,
  makeOffer,
  openDesk,
  PaperLedger,
  post,
  refusalOf,
  send,
  walletPorts,
} from './bench.ts';
import { refillCopies } from '../../support/refill-copies.ts';

const ledger = new PaperLedger();
let now = new Date();
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(ledger, { now: () => now });
});
afterAll(() => desk.stop());

interface Row {
  readonly id: string;
  readonly copies: number;
  readonly changed: boolean;
}

async function rows(at = desk): Promise<readonly Row[]> {
  return (await (await fetch(`${at.url}/desk/issued`)).json()) as Row[];
}

/** A wallet with two copies. */
async function held(at = desk, subject = 'noodle-house') {
  const { copies, access } = await collect(at, await makeOffer(at, subject), 2);
  if (access === undefined) throw new Error('no access');
  const id = (await rows(at)).at(-1)?.id ?? '';
  return { texts: copies.map(({ sdJwt }) => sdJwt), access, id };
}

/** What the wallet gets, and the access that counts from then on. */
async function visit(access: DocumentAccess, at = desk) {
  let next = access;
  const copies = await refillCopies(access, 2, {
    ...walletPorts(at),
    onRenewed: (renewed) => {
      next = renewed;
      return Promise.resolve();
    },
  });
  return { texts: copies.map(({ sdJwt }) => sdJwt), access: next };
}

async function reissue(id: string, changes: JsonObject, at = desk): Promise<unknown> {
  const response = await post(`${at.url}/desk/reissue`, { id, changes });
  return response.ok ? 'done' : ((await response.json()) as { error: string }).error;
}

function claim(text: string, name: string): unknown {
  return processDisclosures(parseSdJwt(text)).claims[name];
}

function statusOf(text: string, issuer = 'market-regulation', of = ledger): number {
  const { idx } = readStatusReference(parseSdJwt(text).payload);
  return statusAt(parseStatusToken(of.tokens.get(`${issuer}/1`) ?? '').list, idx);
}

const MOVED = { domicile: '示例市光华区新址1号' };

describe('a changed document', () => {
  it('revokes the copies that are out, and gives new ones for the access that came with it', async () => {
    const first = await held();
    expect(await reissue(first.id, MOVED)).toBe('done');
    expect(first.texts.map((text) => statusOf(text))).toEqual([1, 1]);
    expect(await rows()).toContainEqual(
      expect.objectContaining({ id: first.id, changed: true, copies: 0 }),
    );
    const second = await visit(first.access);
    expect(second.texts.map((text) => claim(text, 'domicile'))).toEqual([
      MOVED.domicile,
      MOVED.domicile,
    ]);
    expect(second.texts.map((text) => claim(text, 'licence_number'))).toEqual(
      first.texts.map((text) => claim(text, 'licence_number')),
    );
    await post(`${desk.url}/desk/revoke`, { id: first.id, status: 'valid' });
    expect(second.texts.map((text) => statusOf(text))).toEqual([0, 0]);
    expect(first.texts.map((text) => statusOf(text))).toEqual([1, 1]);
  });

  it('is listed under the name that it says now', async () => {
    const { id } = await held();
    expect(await reissue(id, MOVED)).toBe('done');
    expect(await rows()).toContainEqual(
      expect.objectContaining({ id, holder: expect.stringContaining('老灶面馆') as unknown }),
    );
    const name = '示例市光华区新灶面馆（示例）';
    expect(await reissue(id, { operator_name: name })).toBe('done');
    expect(await rows()).toContainEqual(expect.objectContaining({ id, holder: name }));
  });

  it('gives the new content for an access that was opened before the change', async () => {
    const { access, id } = await held();
    const copies = await refillCopies(access, 1, {
      ...walletPorts(desk),
      onRenewed: async () => {
        await reissue(id, MOVED);
      },
    });
    expect(claim(copies[0]?.sdJwt ?? '', 'domicile')).toBe(MOVED.domicile);
    expect(statusOf(copies[0]?.sdJwt ?? '')).toBe(0);
  });

  it('is still changed after a restart', async () => {
    const home = mkdtempSync(join(tmpdir(), 'lightseal-desk-'));
    const first = await openDesk(ledger, { home });
    const { texts, access, id } = await held(first);
    await reissue(id, MOVED, first);
    await first.stop();
    const later = new PaperLedger();
    const second = await openDesk(later, { home });
    expect(texts.map((text) => statusOf(text, 'market-regulation', later))).toEqual([1, 1]);
    const moved = access.credentialIssuer.replace(first.url, second.url);
    const fresh = await visit({ ...access, credentialIssuer: moved }, second);
    expect(claim(fresh.texts[0] ?? '', 'domicile')).toBe(MOVED.domicile);
    await second.stop();
    rmSync(home, { recursive: true });
  });

  it('shows its texts to the page of the desk, and no secret', async () => {
    const { id } = await held(desk, 'hotel-invoice');
    const answer = await fetch(`${desk.url}/desk/issued/${id}`);
    const { claims } = (await answer.json()) as { claims: JsonObject };
    expect(claims['seller_name']).toContain('示例');
    expect(claims['claim_secret']).toBeUndefined();
    expect(claims['items']).toBeUndefined();
    expect(await reissue(id, { claim_secret: 'A'.repeat(43) })).toBe('desk/not-changeable');
  });

  it('is refused for what is not known, not valid, or not fit to be signed', async () => {
    const { id, texts } = await held();
    expect(await reissue('x', MOVED)).toBe('desk/unknown-document');
    expect(await reissue(id, {})).toBe('desk/malformed');
    expect(await reissue(id, { valid_until: 'never' })).toBe('desk/unfit-claims');
    expect(statusOf(texts[0] ?? '')).toBe(0);
    await post(`${desk.url}/desk/revoke`, { id, status: 'revoked' });
    expect(await reissue(id, MOVED)).toBe('desk/not-changeable');
    const foreign = { origin: 'https://evil.example' };
    expect((await post(`${desk.url}/desk/reissue`, { id, changes: MOVED }, foreign)).status).toBe(
      400,
    );
    const look = await fetch(`${desk.url}/desk/issued/${id}`, { headers: foreign });
    expect(look.status).toBe(400);
  });
});

describe('a refresh token', () => {
  it('is another one for each visit, and the former one ends when it is used', async () => {
    const { access } = await held();
    const second = await visit(access);
    const third = await visit(second.access);
    expect(new Set([access, second.access, third.access].map((a) => a.refreshToken)).size).toBe(3);
    expect(await refusalOf(visit(access))).toBe('exchange/access-ended');
    expect(await refusalOf(visit(third.access))).toBe('accepted');
  });

  it('goes on being good when the answer to it was lost, and whichever answer came is good', async () => {
    const { access } = await held();
    const lost = await visit(access);
    const lostToo = await visit(access);
    const came = await visit(access);
    expect(await refusalOf(visit(lostToo.access))).toBe('accepted');
    expect(await refusalOf(visit(access))).toBe('exchange/access-ended');
    expect(await refusalOf(visit(lost.access))).toBe('exchange/access-ended');
    expect(await refusalOf(visit(came.access))).toBe('exchange/access-ended');
  });

  it('is taken twenty times in an hour for one document, and the twenty-first is no end', async () => {
    const { access } = await held();
    const { tokenEndpoint } = await fetchIssuerMetadata(access.credentialIssuer, send);
    const body = `grant_type=refresh_token&refresh_token=${access.refreshToken}`;
    const ask = () => fetch(tokenEndpoint, { method: 'POST', body });
    for (let times = 0; times < 20; times++) expect((await ask()).status).toBe(200);
    const answer = await ask();
    expect([answer.status, await answer.json()]).toEqual([
      429,
      { error: 'temporarily_unavailable' },
    ]);
    expect(await refusalOf(visit(access))).toBe('exchange/server-failed');
    expect(await refusalOf(visit((await held()).access))).toBe('accepted');
    now = new Date(now.getTime() + 60 * 60_000);
    expect((await ask()).status).toBe(200);
    now = new Date();
  });
});
