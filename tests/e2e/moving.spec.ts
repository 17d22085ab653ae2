/** Moving codes: shown by a wallet, read by a counter through its camera and by other ways. */
import type { Page } from '@playwright/test';
import { formatBase45 } from '../../src/core/bytes/index.ts';
import { createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste, scan } from './counter.ts';
import { expect, test, useDemo, type OpenDevice } from './harness.ts';

const demo = useDemo();
const COUNTER = { viewport: { width: 1280, height: 800 } };

/** A wallet that shows a licence as a moving code. */
async function showMoving(openDevice: OpenDevice, form: string): Promise<Page> {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await showCode(wallet);
  await wallet.getByRole('button', { name: form, exact: true }).click();
  return wallet;
}

/** Different frames, as they are drawn. */
async function pictures(wallet: Page, count: number): Promise<Buffer[]> {
  const seen = new Map<string, Buffer>();
  await expect(async () => {
    const picture = await wallet.getByTestId('document-code').screenshot();
    seen.set(picture.toString('base64'), picture);
    expect(seen.size).toBeGreaterThanOrEqual(count);
  }).toPass({ intervals: [40] });
  return [...seen.values()].slice(0, count);
}

/** The texts of different frames. */
async function frames(wallet: Page, count: number): Promise<string[]> {
  const seen = new Set<string>();
  const canvas = wallet.getByTestId('document-code').locator('canvas');
  await expect(async () => {
    seen.add((await canvas.getAttribute('data-frame')) ?? '');
    expect(seen.size).toBeGreaterThanOrEqual(count);
  }).toPass({ intervals: [40] });
  return [...seen].slice(0, count);
}

/** The camera is put down and taken up again; nothing that was read is lost by it. */
async function lookAgain(counter: Page): Promise<void> {
  await counter.getByRole('button', { name: '粘贴' }).click();
  await counter.getByRole('button', { name: '摄像头', exact: true }).click();
}

test('a moving code is read through losses and an interruption', async ({ openDevice }) => {
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  const wallet = await showMoving(openDevice, '慢速码');
  await expect(wallet.getByText('动态码，共 4 帧')).toBeVisible();
  const [first, second, ...rest] = await pictures(wallet, 5);

  desk.holdUpMoving([first, undefined, second, undefined]);
  await scan(counter);
  const progress = counter.getByTestId('moving-progress');
  await expect(progress).toContainText('动态码已读 2/4');
  await expect(counter.locator('[data-verdict]')).toHaveCount(0);

  // Looking away, and then back at a code of which every other frame is lost.
  desk.holdUpMoving([first, undefined, ...rest.flatMap((picture) => [picture, undefined])]);
  await lookAgain(counter);
  await expectVerdict(counter, 'accepted');
  await expect(progress).toHaveCount(0);
});

test('a moving code at its usual pace is read as quickly as one', async ({ openDevice }) => {
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  const wallet = await showMoving(openDevice, '动态码');
  desk.holdUpMoving(await pictures(wallet, 4));
  await scan(counter);
  await expectVerdict(counter, 'accepted');
});

test('frames may be pasted, never mixed, and what is newer says so', async ({ openDevice }) => {
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  const wallet = await showMoving(openDevice, '慢速码');
  const [slow = ''] = await frames(wallet, 1);
  await wallet.getByRole('button', { name: '动态码', exact: true }).click();
  const usual = await frames(wallet, 3);

  await paste(counter, slow);
  await expect(counter.getByTestId('moving-progress')).toContainText('动态码已读 1/4');
  await paste(counter, usual[0] ?? '');
  await expect(counter.getByText('这不是刚才在读的那组动态码。')).toBeVisible();
  await counter.getByRole('button', { name: '从头开始' }).click();
  await expect(counter.getByTestId('moving-progress')).toHaveCount(0);

  await paste(counter, usual.join('\n'));
  await expectVerdict(counter, 'accepted');
  // The same once more: it is judged again, and was used.
  await paste(counter, usual.join('\n'));
  await expectVerdict(counter, 'undecided', 'holder/replayed');

  await paste(counter, `LS2:${formatBase45(Uint8Array.of(2, 0, 0))}`);
  await expect(counter.getByText('此码的版本比本应用新。')).toBeVisible();
});
