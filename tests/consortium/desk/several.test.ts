/** An offer of several documents: one code, one token, and each document for itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessOf,
  collectDocument,
  notifyIssuer,
  parseOfferInput,
  resolveOffer,
  spendOffer,
  type DeliveryNotice,
  type DocumentAccess,
  type RedeemedDocument,
} from '#core/exchange/index.ts';
import type { Desk } from '#consortium/desk/index.ts';
import {
  makeOffer,
  openDesk,
  PaperLedger,
  post,
  refusalOf,
  send,
  walletPorts,
  type WalletKey,
} from './bench.ts';
import { refillCopies } from '../../support/refill-copies.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(new PaperLedger());
});
afterAll(() => desk.stop());

interface Row {
  readonly id: string;
  readonly vct: string;
  readonly delivery?: { readonly event: string };
}

async function rows(): Promise<readonly Row[]> {
  return (await (await fetch(`${desk.url}/desk/issued`)).json()) as Row[];
}

/** Two documents that can be fetched: a food business licence and a business licence. */
async function redeemed() {
  const { link, txCode } = await makeOffer(desk, 'noodle-house', 'technology-company');
  const offer = await resolveOffer(parseOfferInput(link), walletPorts(desk));
  const [food, business] = await spendOffer({ offer, txCode, copies: 2 }, walletPorts(desk));
  if (food === undefined || business === undefined) throw new Error('not two');
  return { offer, txCode, food, business };
}

function collect(document: RedeemedDocument<WalletKey>, notices: DeliveryNotice[] = []) {
  const onNotice = (notice: DeliveryNotice) => notices.push(notice);
  return collectDocument(document, { ...walletPorts(desk), onNotice });
}

function accessTo({ redemption }: RedeemedDocument<WalletKey>): DocumentAccess {
  const access = accessOf(redemption);
  if (access === undefined) throw new Error('no access');
  return access;
}

/** What a visit changes the token into. */
async function visit(access: DocumentAccess): Promise<string> {
  let next = access;
  const copies = await refillCopies(access, 2, {
    ...walletPorts(desk),
    onRenewed: (renewed) => {
      next = renewed;
      return Promise.resolve();
    },
  });
  expect(copies).toHaveLength(2);
  return next.refreshToken;
}

describe('an offer of two documents', () => {
  it('names both, and gives each when it is asked for, in any order', async () => {
    const { offer, food, business } = await redeemed();
    expect(offer.configurationIds).toEqual(['food-business-licence', 'business-licence']);
    const before = (await rows()).length;
    for (const document of [business, food]) {
      const { copies, vct } = await collect(document);
      expect([copies.length, vct]).toEqual([2, document.redemption.vct]);
    }
    const issued = (await rows()).slice(before).map(({ vct }) => vct);
    expect(issued).toEqual([business.redemption.vct, food.redemption.vct]);
  });

  it('is used as soon as one of them was asked for', async () => {
    const { offer, txCode, food } = await redeemed();
    const again = () => refusalOf(spendOffer({ offer, txCode, copies: 2 }, walletPorts(desk)));
    expect(await again()).toBe('accepted');
    await collect(food);
    expect(await again()).toBe('exchange/offer-used');
  });

  it('opens no third', async () => {
    const { food } = await redeemed();
    const redemption = { ...food.redemption, configurationId: 'e-invoice' };
    expect(await refusalOf(collect({ ...food, redemption }))).toBe(
      'exchange/unknown-configuration',
    );
  });

  it('takes the word of the wallet for the document that it is about', async () => {
    const { food, business } = await redeemed();
    const notices: DeliveryNotice[] = [];
    const before = (await rows()).length;
    await collect(food, notices);
    await collect(business, notices);
    const [first, second] = notices;
    if (first === undefined || second === undefined) throw new Error('no notices');
    await notifyIssuer(first, 'credential_accepted', { send, wait: () => Promise.resolve() });
    await notifyIssuer(second, 'credential_failure', { send, wait: () => Promise.resolve() });
    const told = (await rows()).slice(before).map(({ delivery }) => delivery?.event);
    expect(told).toEqual(['credential_accepted', 'credential_failure']);
  });

  it('promises each for itself where they are not ready', async () => {
    const readyAt = new Date(Date.now() + 60_000).toISOString();
    const subjects = ['noodle-house', 'technology-company'];
    const order = { issuer: 'market-regulation', subjects, readyAt };
    const made = (await (await post(`${desk.url}/desk/offers`, order)).json()) as {
      link: string;
      txCode: string;
    };
    const promises: string[] = [];
    const ports = {
      ...walletPorts(desk),
      onDeferred: ({ transaction }: { transaction?: { id: string } }) => {
        promises.push(transaction?.id ?? '');
        return Promise.resolve();
      },
    };
    const offer = await resolveOffer(parseOfferInput(made.link), ports);
    for (const each of await spendOffer({ offer, txCode: made.txCode, copies: 2 }, ports))
      expect(await refusalOf(collectDocument(each, ports))).toBe('exchange/deferred');
    expect(new Set(promises).size).toBe(2);
  });
});

describe('what gives access to both', () => {
  it('is one token, which each visit changes for both', async () => {
    const { food, business } = await redeemed();
    await collect(food);
    await collect(business);
    const first = accessTo(food);
    expect(accessTo(business).refreshToken).toBe(first.refreshToken);
    const second = await visit(first);
    const third = await visit({ ...accessTo(business), refreshToken: second });
    expect(new Set([first.refreshToken, second, third]).size).toBe(3);
    expect(await refusalOf(visit(first))).toBe('exchange/access-ended');
    expect(await refusalOf(visit({ ...first, refreshToken: third }))).toBe('accepted');
  });

  it('is what the other has by then, for a document that is issued late', async () => {
    const { food, business } = await redeemed();
    await collect(food);
    const second = await visit(accessTo(food));
    const third = await visit({ ...accessTo(food), refreshToken: second });
    await collect(business);
    expect(await refusalOf(visit(accessTo(business)))).toBe('exchange/access-ended');
    const late = { ...accessTo(business), refreshToken: third };
    expect(await refusalOf(visit(late))).toBe('accepted');
  });

  it('goes on for one when the other is revoked', async () => {
    const { food, business } = await redeemed();
    await collect(food);
    await collect(business);
    const { id = '' } = (await rows()).at(-2) ?? {};
    await post(`${desk.url}/desk/revoke`, { id, status: 'revoked' });
    const second = await visit(accessTo(business));
    const revoked = { ...accessTo(food), refreshToken: second };
    expect(await refusalOf(visit(revoked))).toBe('exchange/denied');
  });
});
