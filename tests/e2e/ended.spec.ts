/** Documents that have ended: revoked, suspended and expired are each told apart, in the wallet and at a desk. */
import type { Page } from '@playwright/test';
import { createWallet, offerOf, receive, shownOnce } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo } from './harness.ts';
import { NO_NEW_ONE, setStatus } from './status.ts';

const DAY_MS = 86_400_000;
const LIFE_MS = 10 * 60_000;
/** Copies are signed as of the beginning of the day. */
const demo = useDemo({
  intervals: {
    blocks: { blockMs: 100, idleMs: 2_000 },
    desk: { batchOpenMs: 200, documentValidityMs: (Date.now() % DAY_MS) + LIFE_MS },
  },
});

/** Receives a document and shows it once: its code, and home again. */
async function shown(wallet: Page, type: string): Promise<string> {
  await receive(wallet, await offerOf(demo(), type));
  return await shownOnce(wallet);
}

async function later(page: Page): Promise<void> {
  await page.clock.setSystemTime(Date.now() + LIFE_MS);
}

test('revoked, suspended and expired are set apart, told apart, and none is accepted', async ({
  openDevice,
}) => {
  test.setTimeout(180_000);
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  phone.watch.expectTrouble(NO_NEW_ONE);
  const types = ['food-business-licence', 'citizen-identity', 'marriage-certificate'] as const;
  const [food, identity, marriage] = [
    await shown(wallet, types[0]),
    await shown(wallet, types[1]),
    await shown(wallet, types[2]),
  ];
  await setStatus(demo(), 'revoked', types[0]);
  await setStatus(demo(), 'suspended', types[1]);
  const desk = await openDevice({ viewport: { width: 1280, height: 800 } });
  const counter = await desk.visit('/counter');
  await paste(counter, marriage);
  await expectVerdict(counter, 'accepted');
  await later(counter);
  for (const [text, code] of [
    [food, 'status/revoked'],
    [identity, 'status/suspended'],
    [marriage, 'validity/expired'],
  ] as const) {
    await counter.getByRole('button', { name: '下一位' }).click();
    await paste(counter, text);
    await expectVerdict(counter, 'rejected', code);
  }

  // It asks for copies in place of those that have ended: by a clock that runs ahead, which the desk refuses.
  phone.watch.expectTrouble(/400 \(Bad Request\).*\/credential/);
  await later(wallet);
  const apart = wallet.getByRole('heading', { name: '不可用' });
  const rows = wallet.locator('h3:has-text("不可用") ~ a');
  await expect(apart).toBeVisible();
  await expect(rows).toHaveCount(3, { timeout: 75_000 });
  await expect(wallet.getByText('没有找到')).toHaveCount(0);
  for (const [row, chip, words] of [
    [/食品经营许可证/, '已吊销', '这份证照已吊销，不能再出示。'],
    [/居民身份凭证/, '已停用', '这份证照已停用，暂时不能出示。'],
    [/结婚证/, '已过期', '这份证照已过期，不能再出示。'],
  ] as const) {
    await expect(rows.filter({ hasText: row })).toContainText(chip);
    await rows.filter({ hasText: row }).click();
    await expect(wallet.getByText(words)).toBeVisible();
    await expect(wallet.getByRole('link', { name: '出示', exact: true })).toHaveCount(0);
    await wallet.getByRole('link', { name: '返回' }).first().click();
  }
});
