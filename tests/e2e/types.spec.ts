/**
 * Every type of document through its whole life: issued, received with all that its office issues, shown, verified,
 * printed, revoked; and what becomes of a print with its document.
 */
import type { Page } from '@playwright/test';
import { DEMO_ISSUERS } from '../../src/consortium/desk/index.ts';
import { accept, createWallet, offerOf, receive, shownOnce } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo } from './harness.ts';
import { NO_NEW_ONE, setStatus } from './status.ts';

const demo = useDemo();
/** By office, which types it issues. */
const OFFICES = DEMO_ISSUERS.map(({ vcts }) => vcts.map((vct) => vct.split('/').at(-2) ?? ''));

/** Receives all that an office issues in one offer, and goes home. Where each document is then found. */
async function receiveAll(wallet: Page, types: readonly string[]): Promise<readonly string[]> {
  await accept(wallet, await offerOf(demo(), ...types));
  const documents = wallet.locator('a[href^="/document#"]');
  // Each is registered by then, in batches of its own.
  await expect(documents).toHaveCount(types.length, { timeout: 45_000 });
  const links = await documents.evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  await wallet.getByRole('link', { name: '关闭' }).click();
  return links;
}

/** From the page of a document to the text of its print, and home again. */
async function printedOnce(wallet: Page): Promise<string> {
  await wallet.getByRole('link', { name: '打印' }).click();
  await wallet.getByRole('button', { name: /^生成打印件/ }).click();
  const paper = wallet.getByTestId('paper');
  await expect(paper).toContainText('打印件 · 未核实持有人');
  const text = (await paper.getAttribute('data-text')) ?? '';
  await wallet.getByRole('button', { name: '关闭' }).click();
  await expect(wallet.getByTestId('use').first()).toContainText('打印');
  await wallet.getByRole('link', { name: '返回' }).first().click();
  return text;
}

test('a print is judged, never accepted, and goes with its document', async ({ openDevice }) => {
  const phone = await openDevice();
  const desk = await openDevice({ viewport: { width: 1280, height: 800 } });
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'e-invoice'));
  phone.watch.expectTrouble(NO_NEW_ONE);
  const text = await printedOnce(wallet);
  const counter = await desk.visit('/counter');
  await paste(counter, text);
  await expectVerdict(counter, 'undecided', 'holder/printed');
  for (const status of ['suspended', 'revoked'] as const) {
    await setStatus(demo(), status);
    await counter.reload();
    await paste(counter, text);
    await expectVerdict(counter, 'rejected', `status/${status}`);
  }
});

test('all twelve types are issued, received, shown, printed, verified and revoked', async ({
  openDevice,
}) => {
  test.setTimeout(240_000);
  const phone = await openDevice();
  const desk = await openDevice({ viewport: { width: 1280, height: 800 } });
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  const counter = await desk.visit('/counter');
  const codes: string[] = [];
  for (const types of OFFICES) {
    for (const link of await receiveAll(wallet, types)) {
      await wallet.locator(`a[href="${link}"]`).click();
      await expect(wallet.locator('.face')).toBeVisible();
      const text = await shownOnce(wallet);
      codes.push(text);
      await paste(counter, text);
      await expectVerdict(counter, 'accepted');
      await counter.getByRole('button', { name: '下一位' }).click();
      await wallet.locator(`a[href="${link}"]`).click();
      await paste(counter, await printedOnce(wallet));
      await expectVerdict(counter, 'undecided', 'holder/printed');
      await counter.getByRole('button', { name: '下一位' }).click();
    }
  }
  await expect(wallet.getByRole('heading', { name: '我的证照' })).toContainText('12');
  phone.watch.expectTrouble(NO_NEW_ONE);
  await setStatus(demo(), 'revoked');
  await counter.reload();
  for (const text of codes) {
    await paste(counter, text);
    await expectVerdict(counter, 'rejected', 'status/revoked');
    await counter.getByRole('button', { name: '下一位' }).click();
  }
  await expect(wallet.getByText('已吊销', { exact: true })).toHaveCount(12);
});
