/** What becomes of a document whose issuer falls silent after the offer was spent. */
import type { BrowserContext } from '@playwright/test';
import { accept, createWallet, follow, offerOf, unlock } from './citizen.ts';
import { expect, test, useDemo, type Device } from './harness.ts';
import type { Page } from '@playwright/test';

const demo = useDemo();
const TROUBLE = /ERR_|Failed to load|status of/;

/** The desk takes the code and then answers nothing more. */
async function fallSilent(context: BrowserContext): Promise<void> {
  await context.route('**/credential', (route) => route.abort());
}

async function speakAgain(context: BrowserContext): Promise<void> {
  await context.unroute('**/credential');
}

async function walletOf(device: Device): Promise<Page> {
  const wallet = await device.visit('/');
  device.watch.expectTrouble(TROUBLE);
  await createWallet(wallet);
  return wallet;
}

test('trying again goes on from where the desk fell silent', async ({ openDevice }) => {
  const device = await openDevice();
  const wallet = await walletOf(device);
  await fallSilent(device.context);
  await accept(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByRole('alert')).toBeVisible({ timeout: 30_000 });
  await speakAgain(device.context);
  await wallet.getByRole('button', { name: '继续领取' }).click();
  await expect(wallet.getByRole('link', { name: '查看证照' })).toBeVisible();
});

test('an offer that was left is named in the wallet, and comes when it is asked for', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const wallet = await walletOf(device);
  await fallSilent(device.context);
  await accept(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByRole('alert')).toBeVisible({ timeout: 30_000 });
  await wallet.getByRole('button', { name: '关闭' }).first().click();
  await wallet.getByRole('link', { name: '返回' }).click();
  const awaited = wallet.getByRole('status').filter({ hasText: '还有 1 份待领取' });
  // It has just been asked for: it is not by itself before twenty seconds have passed.
  await expect(awaited).toContainText(/食品经营许可证\s*连接不上/);
  await speakAgain(device.context);
  await awaited.getByRole('button', { name: '再试一次' }).click();
  await expect(wallet.getByRole('link', { name: /食品经营许可证/ })).toHaveCount(1);
  await expect(awaited).toHaveCount(0);
});

test('after a reload in the middle, the document comes by itself once', async ({ openDevice }) => {
  const device = await openDevice();
  const wallet = await walletOf(device);
  await fallSilent(device.context);
  const redeemed = wallet.waitForResponse(/\/token$/);
  await accept(wallet, await offerOf(demo(), 'food-business-licence'));
  await redeemed;
  await wallet.waitForRequest(/\/credential$/);
  await wallet.goto(`${demo().urls.app}/`);
  await unlock(wallet);
  await expect(wallet.getByRole('heading', { name: '我的证照' })).toBeVisible();
  const second = await device.visit('/');
  await speakAgain(device.context);
  await unlock(second);
  const documents = second.getByRole('link', { name: /食品经营许可证/ });
  await expect(documents).toHaveCount(1, { timeout: 30_000 });
  await wallet.reload();
  await unlock(wallet);
  await expect(wallet.getByRole('link', { name: /食品经营许可证/ })).toHaveCount(1);
});

test('a second tab with the same offer gets the same document, and there is one', async ({
  openDevice,
}) => {
  test.setTimeout(180_000);
  const device = await openDevice();
  const wallet = await walletOf(device);
  await fallSilent(device.context);
  const offer = await offerOf(demo(), 'food-business-licence');
  const redeemed = wallet.waitForResponse(/\/token$/);
  await accept(wallet, offer);
  await redeemed;
  await expect(wallet.getByRole('alert')).toBeVisible({ timeout: 30_000 });
  const second = await device.visit('/');
  await unlock(second);
  await follow(second, offer);
  await speakAgain(device.context);
  // Redeemed in the other tab, so no code is asked for; and what is kept comes by itself, in both.
  await expect(second.getByLabel('领取密码')).toHaveCount(0);
  for (const tab of [second, wallet])
    await expect(tab.getByRole('link', { name: '查看证照' })).toBeVisible({ timeout: 60_000 });
  await wallet.getByRole('link', { name: '关闭' }).click();
  await expect(wallet.getByRole('link', { name: /食品经营许可证/ })).toHaveCount(1);
});

test('two tabs that accept one offer at the same time redeem it once, and a third knows it', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const wallet = await walletOf(device);
  let redeemed = 0;
  await device.context.route('**/token', async (route) => {
    redeemed++;
    await route.continue();
  });
  const offer = await offerOf(demo(), 'food-business-licence');
  const second = await device.visit('/');
  await unlock(second);
  for (const tab of [wallet, second]) {
    await follow(tab, offer);
    await tab.getByLabel('领取密码').fill(offer.txCode);
  }
  const press = (tab: Page) => tab.getByRole('button', { name: '领取', exact: true }).click();
  await Promise.all([press(wallet), press(second)]);
  for (const tab of [wallet, second])
    await expect(tab.getByRole('link', { name: '查看证照' })).toBeVisible({ timeout: 30_000 });
  expect(redeemed).toBe(1);
  const third = await device.visit('/');
  await unlock(third);
  await follow(third, offer);
  await expect(third.getByText('已在你的证照夹里，不必再领')).toBeVisible();
  await third.getByRole('link', { name: '查看证照' }).click();
  await expect(third.getByText('食品经营许可证').first()).toBeVisible();
  await third.getByRole('link', { name: '返回' }).first().click();
  await expect(third.getByRole('link', { name: /食品经营许可证/ })).toHaveCount(1);
});

test('of several documents, those that have come stay when the person stops', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const wallet = await walletOf(device);
  let asked = 0;
  await device.context.route('**/credential', async (route) => {
    // The second is not answered before the person has stopped.
    if (++asked !== 2) return route.continue();
    await expect(wallet.getByText('正在领取第 2 份，共 3 份')).toBeVisible();
    await wallet.getByRole('button', { name: '停止' }).click();
    await expect(wallet.getByText('还有 2 份待领取')).toBeVisible();
    await route.continue();
  });
  const types = ['citizen-identity', 'driving-licence', 'vehicle-licence'];
  await accept(wallet, await offerOf(demo(), ...types));
  const documents = wallet.locator('a[href^="/document#"]');
  await expect(documents).toHaveCount(2);
  await expect(wallet.getByText('还有 1 份待领取')).toBeVisible();
  await wallet.getByRole('button', { name: '继续领取' }).click();
  await expect(documents).toHaveCount(3);
});
