/** The main job: from the desk into the wallet, onto the screen, before the camera, to a verdict. */
import { createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, scan } from './counter.ts';
import { expect, test, useDemo } from './harness.ts';
import { NO_NEW_ONE, setStatus } from './status.ts';

const demo = useDemo();
const COUNTER = { viewport: { width: 1280, height: 800 } };

test('a food licence is received, shown, scanned and accepted; revoked, it is rejected', async ({
  openDevice,
}) => {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  const code = await showCode(wallet);

  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  await desk.holdUp(code);
  await scan(counter);
  await expectVerdict(counter, 'accepted');
  for (const id of ['chain', 'issuer', 'signature', 'anchor', 'status', 'holder', 'freshness']) {
    await expect(counter.locator(`[data-check=${id}]`)).toHaveAttribute('data-outcome', 'pass');
  }

  phone.watch.expectTrouble(NO_NEW_ONE);
  await setStatus(demo(), 'revoked');
  await desk.holdUp(code);
  await scan(counter);
  await expectVerdict(counter, 'rejected', 'status/revoked');
});

test('the desk issues and revokes from its own page', async ({ openDevice }) => {
  const device = await openDevice(COUNTER);
  const desk = await device.visit('/desk');
  await desk.getByRole('button', { name: '发证', exact: true }).click();
  const link = await desk.getByTestId('offer-link').textContent();
  const txCode = await desk.getByTestId('tx-code').textContent();
  const wallet = await device.visit('/');
  await createWallet(wallet);
  await receive(wallet, { link: link?.trim() ?? '', txCode: (txCode ?? '').replaceAll(/\D/g, '') });
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
});
