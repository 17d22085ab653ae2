/** A document that the issuer promises for later. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { JsonObject } from '#core/credential/index.ts';
import { collectCopies, type ExchangeRequest, type Redemption } from '#core/exchange/index.ts';
import { NOW } from '../credential/craft.ts';
import {
  codeOf,
  issuer,
  ISSUER_METADATA,
  no,
  OFFER,
  ok,
  ports,
  URL,
  type Answer,
} from './issuer-by-hand.ts';
import { receiveOne } from '../../support/receive-one.ts';

const METADATA = '/.well-known/openid-credential-issuer/market';
const ORDER = { offer: OFFER, txCode: '123456', copies: 2 };

function later(change: Readonly<Record<string, Answer>> = {}): Record<string, Answer> {
  const metadata = { ...ISSUER_METADATA, deferred_credential_endpoint: `${URL}/deferred` };
  const promise = no(202, { transaction_id: 'promise 1', interval: 60 });
  return issuer({ [METADATA]: ok(metadata), '/market/credential': promise, ...change });
}

/** What a wallet keeps after the issuer has put it off. */
async function promised(answers = later(), log: ExchangeRequest[] = []) {
  const told: Redemption[] = [];
  const wallet = {
    ...ports(answers, log),
    onDeferred: (redemption: Redemption) => {
      told.push(redemption);
      return Promise.resolve();
    },
  };
  const code = await codeOf(receiveOne(ORDER, wallet));
  return { code, redemption: told[0], wallet };
}

describe('a promised document', () => {
  it('is kept as plain data, with the time to ask again', async () => {
    const { code, redemption } = await promised();
    expect(code).toBe('exchange/deferred');
    const transaction = { id: 'promise 1', askAtMs: NOW.getTime() + 60_000 };
    expect(JSON.parse(JSON.stringify(redemption))).toMatchObject({ transaction });
  });

  it('is asked for by its transaction when it is due, not earlier, and verified like any other', async () => {
    const log: ExchangeRequest[] = [];
    const bodies = issuer()['/market/credential'];
    const { redemption, wallet } = await promised(later(), log);
    if (redemption === undefined || typeof bodies !== 'function') throw new Error('no promise');
    const first = log.at(-1) ?? { method: 'POST', url: '', headers: {} };
    const keys = await wallet.createHolderKeys(2);
    const sent = log.length;
    expect(await codeOf(collectCopies(redemption, keys, wallet))).toBe('exchange/deferred');
    expect(log).toHaveLength(sent);
    const due = {
      ...ports(later({ '/market/deferred': () => bodies(first) }), log),
      now: () => new Date(NOW.getTime() + 60_000),
    };
    expect(await collectCopies(redemption, keys, due)).toHaveLength(2);
    expect(log.slice(sent).map(({ url }) => url)).toEqual([`${URL}/deferred`]);
    expect(JSON.parse(log.at(-1)?.body ?? '')).toEqual({ transaction_id: 'promise 1' });
    expect(log.at(-1)?.headers['authorization']).toBe('Bearer token');
    expect(await codeOf(collectCopies(redemption, keys.slice(1), due))).toBe(
      'exchange/wrong-count',
    );
  });

  it.each<readonly [string, JsonObject]>([
    ['without name', { interval: 5 }],
    ['with an empty name', { transaction_id: '', interval: 5 }],
    ['with an endless name', { transaction_id: 'x'.repeat(513), interval: 5 }],
    ['without a time', { transaction_id: 'x' }],
    ['for no time at all', { transaction_id: 'x', interval: 0 }],
  ])('%s is refused and not kept', async (_, body) => {
    const { code, redemption } = await promised(later({ '/market/credential': no(202, body) }));
    expect([code, redemption]).toEqual(['exchange/malformed', undefined]);
  });

  it('is never put off by more than a week, whatever the answer says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 600 }), fc.double(), async (id, interval) => {
        const answer = no(202, { transaction_id: id, interval });
        const { code, redemption } = await promised(later({ '/market/credential': answer }));
        const isKept = redemption?.transaction !== undefined;
        expect(code).toBe(isKept ? 'exchange/deferred' : 'exchange/malformed');
        const waitMs = (redemption?.transaction?.askAtMs ?? NOW.getTime()) - NOW.getTime();
        expect(waitMs).toBeLessThanOrEqual(7 * 86_400_000);
      }),
      { numRuns: 50 },
    );
  });

  it('is not asked for again at once, however little the issuer asks for', async () => {
    const soon = no(202, { transaction_id: 'x', interval: 1e-9 });
    const { redemption } = await promised(later({ '/market/credential': soon }));
    expect(redemption?.transaction?.askAtMs).toBe(NOW.getTime() + 1000);
  });

  it('at an address elsewhere is refused with the metadata', async () => {
    const elsewhere = { ...ISSUER_METADATA, deferred_credential_endpoint: 'https://e.example/d' };
    const { code } = await promised(later({ [METADATA]: ok(elsewhere) }));
    expect(code).toBe('exchange/malformed');
  });
});
