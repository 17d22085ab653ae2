/** A document that the desk promises, and gives when it is ready. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  collectCopies,
  collectDocument,
  parseOfferInput,
  resolveOffer,
  spendOffer,
  type Redemption,
} from '#core/exchange/index.ts';
import type { Desk } from '#consortium/desk/index.ts';
import { openDesk, PaperLedger, post, refusalOf, walletPorts, type MadeOffer } from './bench.ts';

const START = Date.now();
let nowMs = START;
const now = () => new Date(nowMs);
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(new PaperLedger(), { now });
});
afterAll(() => desk.stop());

/** A wallet that was put off, for a minute where nothing else is said. */
async function promised(inMs = 60_000) {
  nowMs = START;
  const readyAt = new Date(START + inMs).toISOString();
  const body = { issuer: 'market-regulation', subjects: ['noodle-house'], readyAt };
  const { link, txCode } = (await (
    await post(`${desk.url}/desk/offers`, body)
  ).json()) as MadeOffer;
  let redemption: Redemption | undefined;
  const ports = {
    ...walletPorts(desk),
    now,
    onDeferred: (promise: Redemption) => {
      redemption = promise;
      return Promise.resolve();
    },
  };
  const offer = await resolveOffer(parseOfferInput(link), ports);
  const [document] = await spendOffer({ offer, txCode, copies: 3 }, ports);
  if (document === undefined) throw new Error('nothing was redeemed');
  const code = await refusalOf(collectDocument(document, ports));
  return { code, ports, ...document, ...(redemption && { redemption }) };
}

describe('a document that is not ready', () => {
  it('is promised, put off again while it is not there, and then given as often as asked for', async () => {
    const { code, redemption, keys, ports } = await promised();
    expect(code).toBe('exchange/deferred');
    expect(redemption.transaction?.askAtMs).toBe(START + 5_000);
    nowMs = START + 6_000;
    expect(await refusalOf(collectCopies(redemption, keys, ports))).toBe('exchange/deferred');
    nowMs = START + 61_000;
    const copies = await collectCopies(redemption, keys, ports);
    expect(copies.map(({ key }) => key)).toEqual([...keys]);
    const again = await collectCopies(redemption, keys, ports);
    expect(again.map(({ sdJwt }) => sdJwt)).toEqual(copies.map(({ sdJwt }) => sdJwt));
  });

  it('is given days later, to a wallet that has come back within an hour of it', async () => {
    const days = 3 * 86_400_000;
    const { redemption, keys, ports } = await promised(days);
    nowMs = START + days + 59 * 60_000;
    expect(await collectCopies(redemption, keys, ports)).toHaveLength(3);
    nowMs = START + days + 60 * 60_000;
    expect(await refusalOf(collectCopies(redemption, keys, ports))).toBe('exchange/token-refused');
  });

  it('is given to nobody who names another promise, or none', async () => {
    const { redemption, keys, ports } = await promised();
    nowMs = START + 61_000;
    const other = { ...redemption, transaction: { id: 'other', askAtMs: 0 } };
    expect(await refusalOf(collectCopies(other, keys, ports))).toBe('exchange/transaction-unknown');
    const stranger = { ...redemption, accessToken: 'x' };
    expect(await refusalOf(collectCopies(stranger, keys, ports))).toBe('exchange/token-refused');
  });

  it('is promised to one set of keys: another tab with keys of its own is not led to them', async () => {
    const { redemption: promise, ports } = await promised();
    const { transaction: _, ...redemption } = promise;
    const others = await ports.createHolderKeys(3);
    expect(await refusalOf(collectCopies(redemption, others, ports))).toBe(
      'exchange/request-refused',
    );
  });

  it('is not promised for a time that is none', async () => {
    const body = {
      issuer: 'market-regulation',
      subjects: ['noodle-house'],
      readyAt: 'soon',
    };
    expect((await post(`${desk.url}/desk/offers`, body)).status).toBe(400);
  });
});
