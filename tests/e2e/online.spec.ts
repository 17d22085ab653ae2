/** A counter asks online: by code, by link, and is refused. Nobody else hears of it. */
import type { Page } from '@playwright/test';
import { createWallet, offerOf, receive } from './citizen.ts';
import { expectVerdict } from './counter.ts';
import { expect, test, useDemo } from './harness.ts';

const demo = useDemo();
const CENTRE = '示例市政务服务中心';
const REPORT = /办理食品经营年度报告/;

/** Asks, and goes over to an answer by network. */
async function askOnline(page: Page): Promise<string> {
  await page.getByRole('button', { name: REPORT }).first().click();
  await page.getByRole('button', { name: '改为在线接收应答' }).click();
  const code = page.getByTestId('request-code');
  await expect(code).toHaveAttribute('data-text', /^openid4vp:/);
  return (await code.getAttribute('data-text')) ?? '';
}

async function fetchRequest(wallet: Page): Promise<void> {
  await expect(wallet.getByTestId('request-host')).toHaveText(new URL(demo().urls.desk).host);
  await wallet.getByRole('button', { name: '获取核验要求' }).click();
  await expect(wallet.getByText(CENTRE)).toBeVisible();
  await expect(wallet.locator('[data-concern]')).toHaveCount(0);
}

test('an online request is answered by code and by link, and refused', async ({ openDevice }) => {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
  const desk = await openDevice({ viewport: { width: 1280, height: 800 } });
  const page = await desk.visit('/settings');
  await page.getByRole('button', { name: `演示密钥：${CENTRE}` }).click();
  await expect(page.getByRole('button', { name: '移除密钥' })).toBeVisible();
  await page.getByRole('link', { name: '柜台核验' }).click();

  // Across devices.
  await page.getByRole('button', { name: '提出核验要求' }).click();
  const text = await askOnline(page);
  await wallet.getByRole('link', { name: '返回' }).click();
  await wallet.getByRole('link', { name: '扫核验要求' }).click();
  await wallet.getByRole('button', { name: '粘贴' }).click();
  await wallet.getByLabel('码的文字').fill(text);
  await wallet.getByRole('button', { name: '读取' }).click();
  await fetchRequest(wallet);
  await expect(wallet.locator('[data-claim=legal_representative]')).toBeVisible();
  await wallet.getByRole('button', { name: /^同意出示/ }).click();
  await expect(wallet.getByTestId('answer-sent')).toBeVisible();
  await expectVerdict(page, 'accepted');
  await expect(page.locator('[data-check=holder]')).toHaveAttribute('data-outcome', 'pass');

  // On one device, by the link.
  await page.getByRole('button', { name: '下一位' }).click();
  await askOnline(page);
  const href = await page.getByRole('link', { name: '用本机的证照夹打开' }).getAttribute('href');
  await wallet.evaluate((link) => {
    location.href = link;
  }, href ?? '');
  await fetchRequest(wallet);
  await wallet.getByRole('button', { name: /^同意出示/ }).click();
  await expect(wallet.getByTestId('answer-sent')).toBeVisible();
  await expectVerdict(page, 'accepted');

  // And no.
  await page.getByRole('button', { name: '下一位' }).click();
  const refused = await askOnline(page);
  await wallet.evaluate(
    (parameters) => {
      location.href = `/answer#${parameters}`;
    },
    refused.split('?')[1] ?? '',
  );
  await fetchRequest(wallet);
  await wallet.getByRole('button', { name: '拒绝' }).click();
  await expect(page.getByText('持证人拒绝出示。')).toBeVisible();
});
