/** The desk's notification endpoint. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notifyIssuer, type DeliveryNotice } from '#core/exchange/index.ts';
import type { JsonObject } from '#core/credential/index.ts';
import type { ReceivePorts } from '../../support/receive-one.ts';
import type { Desk } from '#consortium/desk/index.ts';
import {
  collect,
  makeOffer,
  openDesk,
  PaperLedger,
  post,
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

async function delivered() {
  const notices: DeliveryNotice[] = [];
  const onNotice = (notice: DeliveryNotice) => notices.push(notice);
  const ports: ReceivePorts<WalletKey> = { ...walletPorts(desk), onNotice };
  const { access } = await collect(desk, await makeOffer(desk), 1, ports);
  const [notice] = notices;
  if (notice === undefined || access === undefined) throw new Error('no notice');
  return { notice, access, notices, ports };
}

async function delivery(): Promise<unknown> {
  const rows = (await (await fetch(`${desk.url}/desk/issued`)).json()) as {
    delivery?: { event: string };
  }[];
  return rows.at(-1)?.delivery?.event;
}

async function answer({ endpoint, accessToken }: DeliveryNotice, body: JsonObject | string) {
  const headers = { authorization: `Bearer ${accessToken}` };
  const response =
    typeof body === 'string'
      ? await fetch(endpoint, { method: 'POST', headers, body })
      : await post(endpoint, body, headers);
  const text = await response.text();
  return [response.status, text === '' ? '' : (JSON.parse(text) as { error: string }).error];
}

describe('the desk', () => {
  it('lets the page of a wallet read when to come back', async () => {
    const { headers } = await fetch(`${desk.url}/market/nonce`, { method: 'POST' });
    expect(headers.get('access-control-expose-headers')).toBe('retry-after');
  });

  it('notes what a wallet tells, as often as it tells it', async () => {
    const { notice } = await delivered();
    expect(await delivery()).toBeUndefined();
    for (const event of ['credential_accepted', 'credential_deleted'] as const) {
      await notifyIssuer(notice, event, { send, wait: () => Promise.resolve() });
      await notifyIssuer(notice, event, { send, wait: () => Promise.resolve() });
      expect(await delivery()).toBe(event);
    }
    const good = { notification_id: notice.id, event: 'credential_failure' };
    expect(await answer(notice, good)).toEqual([204, '']);
    expect(await delivery()).toBe('credential_failure');
  });

  it('gives each visit an id of its own, and the same one when it is asked again', async () => {
    const { notices, access, ports } = await delivered();
    await refillCopies(access, 1, { ...ports, onRenewed: () => Promise.resolve() });
    expect(new Set(notices.map(({ id }) => id)).size).toBe(2);
  });

  it.each<readonly [string, JsonObject | string, string]>([
    ['an id of another', { notification_id: 'x', event: 'credential_accepted' }, 'id'],
    ['no id', { event: 'credential_accepted' }, 'request'],
    ['an unknown event', { notification_id: 'x', event: 'credential_lost' }, 'request'],
    ['no event', { notification_id: 'x' }, 'request'],
    ['no JSON', 'event', 'request'],
  ])('refuses %s', async (_, body, what) => {
    const { notice } = await delivered();
    expect(await answer(notice, body)).toEqual([400, `invalid_notification_${what}`]);
    expect(await delivery()).toBeUndefined();
  });

  it('refuses a stranger', async () => {
    const { notice } = await delivered();
    const body = { notification_id: notice.id, event: 'credential_deleted' };
    expect(await answer({ ...notice, accessToken: 'x' }, body)).toEqual([401, 'invalid_token']);
    expect(await delivery()).toBeUndefined();
  });
});
