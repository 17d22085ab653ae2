/** Trust data from one inspector's phone to another's, with no network on either. */
import type { Page } from '@playwright/test';
import { codeText, createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo, type Device } from './harness.ts';
import { setStatus } from './status.ts';

const demo = useDemo();
const TROUBLE = /ERR_|Failed to load|Failed to fetch|WebSocket/;

async function walletWithCode(phone: Device): Promise<Page> {
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
  await showCode(wallet);
  return wallet;
}

/** @returns The height at which the chain says so. */
async function revoked(): Promise<number> {
  await setStatus(demo(), 'revoked');
  const status = (await (
    await fetch(`${String(demo().urls.nodes[0])}/status`)
  ).json()) as NodeStatus;
  return Number(status.result.sync_info.latest_block_height);
}

interface NodeStatus {
  readonly result: { readonly sync_info: { readonly latest_block_height: string } };
}

/** An inspector who has been online until the chain was beyond a height. */
async function inspector(phone: Device, height = 0) {
  phone.watch.expectTrouble(TROUBLE);
  const page = await phone.visit('/inspector');
  await expect(page.getByText('够新').first()).toBeVisible();
  const own = page.locator('a[href="/trust"] b');
  const heightNow = async () => Number((await own.innerText()).replace(/\D/g, ''));
  await expect.poll(heightNow, { timeout: 15_000 }).toBeGreaterThan(height);
  return { phone, page };
}

async function goOffline({ phone, page }: { readonly phone: Device; readonly page: Page }) {
  await phone.readyForOffline(page);
  await phone.context.setOffline(true);
}

async function judge(page: Page, code: string): Promise<void> {
  await page.getByRole('button', { name: '扫码查验' }).click();
  await paste(page, code);
}

test('a revocation travels from phone to phone, and the document is rejected offline', async ({
  openDevice,
}) => {
  // A colleague has a document as well.
  const colleague = await openDevice();
  const wallet = await walletWithCode(colleague);
  const below = await inspector(await openDevice());
  await goOffline(below);
  const above = await inspector(colleague, await revoked());
  await goOffline(above);

  // The one below shows what it has; the other sends what is beyond that.
  await below.page.getByRole('link', { name: '传递核验包' }).click();
  const want = below.page.getByTestId('want');
  await expect(want.locator('canvas')).toBeVisible();
  await above.phone.holdUp(want);
  await above.page.getByRole('link', { name: '传递核验包' }).click();
  await above.page.getByRole('button', { name: '发送' }).click();
  await above.page.getByRole('button', { name: '扫对方的码' }).click();
  await expect(above.page.getByText(/^从区块 #[\d,]+ 到 #[\d,]+$/)).toBeVisible();
  await expect(above.page.getByRole('img', { name: '核验包动态码' })).toBeVisible();
  const saved = above.page.waitForEvent('download');
  await above.page.getByRole('button', { name: '保存为文件' }).click();

  await below.page.getByLabel('打开文件').setInputFiles(await (await saved).path());
  const taken = below.page.getByTestId('taken');
  await expect(taken).toContainText(/从区块 #[\d,]+ 更新到 #[\d,]+。/);
  await expect(taken).toContainText('更新吊销名单');
  await expect(taken).toContainText('尚未经节点核对');
  await below.page.getByRole('link', { name: '返回' }).click();
  const another = await below.phone.visit('/trust');
  await expect(another.getByText('签名已由本机逐一验证')).toBeVisible();
  await another.close();
  await judge(below.page, await codeText(wallet));
  await expectVerdict(below.page, 'rejected', 'status/revoked');
  await expect(below.page.getByText('核验包来自另一台设备，尚未经节点核对').first()).toBeVisible();

  // Once a node can be asked, it agrees.
  await below.phone.context.setOffline(false);
  await below.page.getByRole('button', { name: '返回' }).click();
  await expect(below.page.getByText('尚未经节点核对')).toHaveCount(0, { timeout: 15_000 });
});
