/** The desk changes a document: the wallet comes for the new one, and shows the old one no more. */
import { codeText, createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo } from './harness.ts';

const demo = useDemo();
const ADDRESS = '示例市光华区新址1号';

test('a document that the desk has changed is received anew, with its history', async ({
  openDevice,
}) => {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();

  const office = await openDevice({ viewport: { width: 1280, height: 800 } });
  const desk = await office.visit('/desk');
  await desk.getByRole('button', { name: '变更' }).click();
  await desk.getByLabel('住所').fill(ADDRESS);
  await desk.getByRole('button', { name: '重新签发' }).click();
  await expect(desk.getByText('已变更，持证人尚未领取')).toBeVisible();

  const refresh = wallet.getByRole('button', { name: '更新状态' });
  const earlier = wallet.getByTestId('earlier-version');
  await expect(async () => {
    await refresh.click();
    await expect(earlier).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(earlier).toContainText('柳荫路18号');
  await expect(wallet.getByText(ADDRESS)).toBeVisible();
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
  await showCode(wallet);
  const counter = await office.visit('/counter');
  await paste(counter, await codeText(wallet));
  await expectVerdict(counter, 'accepted');
});
