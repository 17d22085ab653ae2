/** The screens of those who verify: what they hear, keep and show. */
import { profileFingerprint } from '../../src/core/chain/index.ts';
import { codeText, createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { shoot } from './gun.ts';
import { expect, test, useDemo, type OpenDevice } from './harness.ts';

const demo = useDemo();
const COUNTER = { viewport: { width: 1280, height: 800 } };

/** A licence on display, as text. */
async function shownCode(openDevice: OpenDevice): Promise<string> {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await showCode(wallet);
  return codeText(wallet);
}

test('the counter hears a scanner gun, and space calls the next person', async ({ openDevice }) => {
  const code = await shownCode(openDevice);
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  await expect(counter.getByRole('heading', { name: '可以扫下一位' })).toBeVisible();
  await shoot(counter, code, counter.locator('[data-verdict]'));
  await expectVerdict(counter, 'accepted');
  await counter.keyboard.press('Space');
  await expect(counter.locator('[data-verdict]')).toHaveCount(0);
  await expect(counter.getByRole('heading', { name: '可以扫下一位' })).toBeVisible();
});

test('the inspector verifies without a network, says so, and keeps what was seen', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const inspector = await device.visit('/inspector');
  await expect(inspector.getByText('够新')).toBeVisible();
  const code = await shownCode(openDevice);
  await expect(async () => {
    await inspector.reload();
    await expect(inspector.getByText('够新')).toBeVisible();
  }).toPass();
  device.watch.expectTrouble(/ERR_INTERNET_DISCONNECTED/);
  await device.context.setOffline(true);
  await expect(inspector.getByText('无网络，照常查验')).toBeVisible();
  await inspector.getByRole('button', { name: '扫码查验' }).click();
  await paste(inspector, code);
  await expect(inspector.locator('[data-verdict]')).toBeVisible();
  await inspector.getByRole('button', { name: '返回' }).click();
  await inspector.getByRole('button', { name: /食品经营许可证/ }).click();
  await expect(inspector.locator('[data-check=signature]')).toHaveAttribute('data-outcome', 'pass');
});

test('the trust page shows who signed, who was asked, and what is taken on faith', async ({
  openDevice,
}) => {
  const device = await openDevice(COUNTER);
  const trust = await device.visit('/trust');
  await expect(trust.getByText('超过三分之二，成立')).toBeVisible();
  await expect(trust.getByText(/^一致 · /)).toHaveCount(4);
  const { anchor, chainId, issuers } = demo().profile;
  await expect(trust.getByLabel(profileFingerprint(demo().profile).join(' '))).toBeVisible();
  await expect(trust.getByText(anchor.hash.toUpperCase())).toBeVisible();
  await expect(trust.getByText(chainId)).toBeVisible();
  for (const { name } of issuers) {
    await expect(trust.getByText(name['zh-CN']).first()).toBeVisible();
  }
});

test('the language can be changed on the spot and is remembered', async ({ openDevice }) => {
  const device = await openDevice(COUNTER);
  const counter = await device.visit('/counter');
  await counter.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(counter.getByRole('heading', { name: 'Ready for the next code' })).toBeVisible();
  const settings = await device.visit('/settings');
  await expect(settings.getByRole('button', { name: 'English' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await settings.getByRole('button', { name: 'Dark' }).click();
  await expect(settings.locator('html')).toHaveAttribute('data-theme', 'dark');
});
