/** After one visit the app starts without a network, and the counter still verifies. */
import { codeText, createWallet, offerOf, receive, showCode, unlock } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo } from './harness.ts';

const demo = useDemo();

test('with every server stopped and the browser restarted, a licence is shown and verified', async ({
  openDevice,
}) => {
  const device = await openDevice();
  device.watch.expectTrouble(/ERR_CONNECTION_REFUSED|Failed to fetch|Failed to load resource/);
  const wallet = await device.visit('/');
  await device.readyForOffline(wallet);
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await demo().stop();
  await device.restart();

  const again = await device.visit('/');
  await unlock(again);
  await again.getByRole('link', { name: /食品经营许可证/ }).click();
  await showCode(again);
  const text = await codeText(again);
  const counter = await device.visit('/counter');
  await paste(counter, text);
  await expectVerdict(counter, 'accepted');
  await expect(counter.locator('[data-check=freshness]')).toHaveAttribute('data-outcome', 'pass');
});
