/** Several documents: asked for and answered with one code, and shown together; judged each by itself. */
import type { Page } from '@playwright/test';
import { createWallet, offerOf, receive } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo, type OpenDevice } from './harness.ts';

const demo = useDemo();
const DESK = { viewport: { width: 1280, height: 800 } };
const CENTRE = '示例市政务服务中心';
const QUESTIONS = [/办理食品经营年度报告/, /核对企业登记信息/];

async function walletWith(openDevice: OpenDevice, ...types: readonly string[]): Promise<Page> {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  for (const type of types) {
    await receive(wallet, await offerOf(demo(), type));
    await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
    await wallet.getByRole('link', { name: '返回' }).click();
  }
  return wallet;
}

async function officeOf(openDevice: OpenDevice): Promise<Page> {
  const desk = await openDevice(DESK);
  const page = await desk.visit('/settings');
  await page.getByRole('button', { name: `演示密钥：${CENTRE}` }).click();
  await expect(page.getByRole('button', { name: '移除密钥' })).toBeVisible();
  await page.getByRole('link', { name: '柜台核验' }).click();
  return page;
}

/** Asks for both documents with one code. */
async function askForBoth(page: Page): Promise<string> {
  await page.getByRole('button', { name: '提出核验要求' }).click();
  await page.getByLabel('一次要求多项').check();
  for (const name of QUESTIONS) await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: '一并要求 2 项' }).click();
  return (await page.getByTestId('request-code').getAttribute('data-text')) ?? '';
}

async function readRequest(wallet: Page, request: string): Promise<void> {
  await wallet.getByRole('link', { name: '扫核验要求' }).click();
  await wallet.getByRole('button', { name: '粘贴' }).click();
  await wallet.getByLabel('码的文字').fill(request);
  await wallet.getByRole('button', { name: '读取' }).click();
  await expect(wallet.locator('[data-part]')).toHaveCount(2);
}

async function textOf(page: Page, code: string): Promise<string> {
  await expect(page.getByTestId(code)).toBeVisible();
  return (await page.getByTestId(code).getAttribute('data-text')) ?? '';
}

test('two licences are asked for and shown together, and each has its own verdict', async ({
  openDevice,
}) => {
  const wallet = await walletWith(openDevice, 'food-business-licence', 'business-licence');
  const page = await officeOf(openDevice);
  const request = await askForBoth(page);

  // The desk is told which one was left out, and its request stays open for the whole answer.
  await readRequest(wallet, request);
  await expect(wallet.locator('[data-concern]')).toHaveCount(0);
  await wallet.getByRole('checkbox').first().uncheck();
  await wallet.getByRole('button', { name: '同意出示 1 份' }).click();
  await paste(page, await textOf(wallet, 'answer-code'));
  await expectVerdict(page, 'undecided', 'purpose/incomplete');
  await expect(page.locator('[data-unanswered]')).toContainText('食品经营许可证');

  await wallet.getByRole('button', { name: '完成' }).click();
  await readRequest(wallet, request);
  await wallet.getByRole('button', { name: '同意出示 2 份' }).click();
  const answer = await textOf(wallet, 'answer-code');

  await paste(page, answer);
  await expectVerdict(page, 'accepted');
  const each = page.locator('[data-document-verdict]');
  await expect(each).toHaveCount(2);
  await each.first().locator('summary').first().click();
  await expect(each.first().locator('[data-check=purpose]')).toHaveAttribute(
    'data-outcome',
    'pass',
  );
  await paste(page, answer);
  await expectVerdict(page, 'undecided');
  await expect(each.first()).toHaveAttribute('data-document-verdict', 'undecided');

  await page.getByRole('button', { name: '下一位' }).click();
  await wallet.getByRole('button', { name: '完成' }).click();
  await wallet.getByRole('button', { name: '出示证照' }).click();
  await wallet.getByRole('link', { name: '同时出示多份证照' }).click();
  await expect(wallet.getByRole('checkbox')).toHaveCount(2);
  for (const box of await wallet.getByRole('checkbox').all()) await box.check();
  await wallet.getByRole('button', { name: '出示 2 份' }).click();
  // However far the choice was scrolled, the code is there to be scanned.
  await expect(wallet.getByTestId('document-code')).toBeInViewport({ ratio: 1 });
  await paste(page, await textOf(wallet, 'document-code'));
  await expectVerdict(page, 'accepted');
  await expect(page.locator('[data-document-verdict=accepted]')).toHaveCount(2);
  await expect(page.getByText('核验不证明各份证照同属一人')).toBeVisible();
  await expect(each.filter({ hasText: '示例市光印科技有限公司（示例） · 通过' })).toHaveCount(1);
});
