/** A disk that is full, storage that is blocked, and two tabs of one wallet. */
import type { Page } from '@playwright/test';
import { codeText, createWallet, follow, offerOf, receive, showCode, unlock } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo, type OpenDevice } from './harness.ts';

const demo = useDemo();

/** From now on there is no room left for this page. */
async function fill(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.set(globalThis, 'isFull', true));
}

/** Before the app starts: a database that can be full. */
function stubQuota(): void {
  const store = IDBObjectStore.prototype;
  const put = Reflect.get(store, 'put') as (this: IDBObjectStore, ...args: unknown[]) => IDBRequest;
  Reflect.set(store, 'put', function (this: IDBObjectStore, ...args: unknown[]) {
    if (!Reflect.has(globalThis, 'isFull')) return put.apply(this, args);
    throw new DOMException('full', 'QuotaExceededError');
  });
}

/** Before the app starts: a browser that hands out no storage. */
function blockStorage(): void {
  const refuse = (): never => {
    throw new DOMException('blocked', 'SecurityError');
  };
  IDBFactory.prototype.open = refuse;
  Object.defineProperty(globalThis, 'localStorage', { get: refuse });
}

/** How many blocks the browser has stored. */
function countBlocks(): Promise<number> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('lightseal-chain');
    opening.onsuccess = () => {
      if (!opening.result.objectStoreNames.contains('data')) {
        resolve(0);
        return;
      }
      const asking = opening.result.transaction('data').objectStore('data').getAllKeys();
      asking.onsuccess = () => {
        opening.result.close();
        resolve(
          asking.result.filter((key) => typeof key === 'string' && key.includes('/block/')).length,
        );
      };
    };
  });
}

async function shownCode(openDevice: OpenDevice): Promise<string> {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await showCode(wallet);
  return await codeText(wallet);
}

test('a full disk is said in words and loses nothing that was confirmed', async ({
  openDevice,
}) => {
  const device = await openDevice();
  device.watch.expectTrouble(/status of 4\d\d/);
  await device.context.addInitScript(stubQuota);
  const wallet = await device.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await wallet.goBack();
  const offer = await offerOf(demo(), 'e-invoice');
  await wallet.goto(`${demo().urls.app}/`);
  await unlock(wallet);
  await fill(wallet);
  await follow(wallet, offer);
  await wallet.getByLabel('领取密码').fill(offer.txCode);
  await wallet.getByRole('button', { name: '领取', exact: true }).click();
  await expect(wallet.getByRole('alert')).toContainText('空间');
  await wallet.goto(`${demo().urls.app}/`);
  await unlock(wallet);
  await expect(wallet.getByRole('link', { name: /食品经营许可证/ })).toHaveCount(1);
});

test('a counter verifies on a device that stores nothing', async ({ openDevice }) => {
  const text = await shownCode(openDevice);
  const desk = await openDevice({ viewport: { width: 1280, height: 800 } });
  await desk.context.addInitScript(blockStorage);
  const counter = await desk.visit('/counter');
  await paste(counter, text);
  await expectVerdict(counter, 'accepted');
  const wallet = await desk.visit('/');
  await expect(wallet.getByRole('alert')).toBeVisible();
});

test('what one tab receives and erases, the other learns when it is looked at', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const first = await device.visit('/');
  await createWallet(first);
  const second = await device.visit('/');
  await unlock(second);
  await expect(second.getByRole('heading', { name: '我的证照' })).toBeVisible();
  await receive(first, await offerOf(demo(), 'food-business-licence'));
  await second.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(second.getByRole('link', { name: /食品经营许可证/ })).toHaveCount(1);
  await first.goto(`${demo().urls.app}/settings`);
  await first
    .getByRole('button', { name: /清除|删除/ })
    .first()
    .click();
  await first
    .getByRole('dialog')
    .getByRole('button', { name: /清除|删除/ })
    .click();
  await expect(first.getByRole('button', { name: '建立我的证照夹' })).toBeVisible();
  await second.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(second.getByRole('button', { name: '建立我的证照夹' })).toBeVisible();
});

test('a counter goes on with new blocks when the disk is full', async ({ openDevice }) => {
  const text = await shownCode(openDevice);
  const desk = await openDevice({ viewport: { width: 1280, height: 800 } });
  // Before anything is stored: Chromium asks about the quota only now and then.
  const browser = await desk.context.newCDPSession(await desk.context.newPage());
  const { origin } = new URL(demo().urls.app);
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  const trust = await desk.visit('/trust');
  await expect(trust.locator('li.agrees')).toHaveCount(4);
  const { chain } = demo().consortium;
  const lead = trust.locator('.lead').first();
  const height = async () =>
    Number(/#([\d,]+)/.exec((await lead.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  const follow = async () => {
    chain.produceBlock(new Set([0, 1, 2, 3]));
    await expect.poll(height).toBeGreaterThanOrEqual(chain.height);
  };
  for (let blocks = 0; blocks < 3; blocks++) await follow();
  await expect(trust.getByRole('alert')).toHaveCount(0);
  expect(await trust.evaluate(countBlocks)).toBe(0);
  const counter = await desk.visit('/counter');
  await paste(counter, text);
  await expectVerdict(counter, 'accepted');
});
