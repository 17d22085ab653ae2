/** The 28 digits: shown on a phone, typed at a desk; nodes that pass them on are believed in nothing. */
import type { Page } from '@playwright/test';
import type { Mutation } from '../../src/consortium/rpc/index.ts';
import { createWallet, digitsOn, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict } from './counter.ts';
import { shoot } from './gun.ts';
import { expect, test, useDemo, type OpenDevice } from './harness.ts';

const demo = useDemo();
const DESK = { viewport: { width: 1280, height: 800 } };

async function showingPhone(openDevice: OpenDevice): Promise<Page> {
  const phone = await openDevice();
  phone.watch.expectTrouble(/ERR_|Failed to load|WebSocket/);
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
  await showCode(wallet);
  return wallet;
}

test('digits of a phone are accepted at a desk, once', async ({ openDevice }) => {
  const wallet = await showingPhone(openDevice);
  const desk = await openDevice(DESK);
  const counter = await desk.visit('/counter');
  await expect(counter.getByRole('heading', { name: '可以扫下一位' })).toBeVisible();
  const digits = await digitsOn(wallet);
  expect(digits).toMatch(/^\d{28}$/);
  await shoot(counter, digits, counter.locator('[data-verdict]'));
  await expectVerdict(counter, 'accepted');
  await counter.keyboard.press('Space');
  await expect(counter.locator('[data-verdict]')).toHaveCount(0);
  // The same code counts as one show for three seconds, whatever reads it.
  await counter.waitForTimeout(3_100);
  await shoot(counter, digits, counter.locator('[data-verdict]'));
  await expectVerdict(counter, 'undecided', 'holder/replayed');
});

test('a wrong digit is told as one, and nothing is judged', async ({ openDevice }) => {
  const wallet = await showingPhone(openDevice);
  const desk = await openDevice(DESK);
  const counter = await desk.visit('/counter');
  const digits = await digitsOn(wallet);
  const wrong = String((Number(digits[20]) + 1) % 10);
  const told = counter.getByText('数字有误，或有两位颠倒。');
  await shoot(counter, digits.slice(0, 20) + wrong + digits.slice(21), told);
  await expect(counter.locator('[data-verdict]')).toHaveCount(0);
});

/** Gives out somebody else's letter. */
const swaps: Mutation = ({ method }, reply) =>
  method.startsWith('mailbox/') && reply.status === 200
    ? { ...reply, body: reply.body.split('').toReversed().join('') }
    : reply;

for (const [name, first] of [
  ['is stopped', 'stopped'],
  ['swaps letters', swaps],
] as const) {
  test(`a node that ${name} does no harm`, async ({ openDevice }) => {
    const wallet = await showingPhone(openDevice);
    const desk = await openDevice(DESK);
    desk.watch.expectTrouble(/ERR_|Failed to load|WebSocket/);
    const counter = await desk.visit('/counter');
    await expect(counter.getByRole('heading', { name: '可以扫下一位' })).toBeVisible();
    // Which two are asked depends on the digits: one after the other is the bad one.
    for (const node of demo().consortium.nodes) {
      const digits = await digitsOn(wallet);
      if (first === 'stopped') await node.stop();
      else node.setMutation(first);
      try {
        await shoot(counter, digits, counter.locator('[data-verdict]'));
        await expectVerdict(counter, 'accepted');
        await counter.keyboard.press('Space');
        await expect(counter.locator('[data-verdict]')).toHaveCount(0);
      } finally {
        node.setMutation(undefined);
        if (first === 'stopped') await node.start();
      }
    }
  });
}
