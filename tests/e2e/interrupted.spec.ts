/** What becomes of a document whose issuer falls silent after the offer was spent. */
import type { BrowserContext } from '@playwright/test';
import { createWallet, follow, offerOf, unlock, type Offer } from './citizen.ts';
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

async function accept(page: Page, offer: Offer): Promise<void> {
  await follow(page, offer);
  await page.getByLabel('领取密码').fill(offer.txCode);
  await page.getByRole('button', { name: '领取', exact: true }).click();
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
  await wallet.getByRole('button', { name: '领取', exact: true }).click();
  await expect(wallet.getByRole('link', { name: '查看证照' })).toBeVisible();
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
