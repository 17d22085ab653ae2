/** A phone's camera: offers read by it, and what it can do beside filming. The fake one is told that it can. */
import type { Page } from '@playwright/test';
import QRCode from 'qrcode';
import { receiveFrom } from '../support/paper-wallet.ts';
import { createWallet } from './citizen.ts';
import { expect, test, useDemo, type Device } from './harness.ts';

const demo = useDemo();

/** A code as a picture. */
async function pictureOf(text: string): Promise<Uint8Array> {
  const options = { errorCorrectionLevel: 'L', scale: 6 } as const;
  return Uint8Array.from(await QRCode.toBuffer([{ data: text, mode: 'alphanumeric' }], options));
}

/** A camera with a light and a zoom, and another one; the page keeps what it was asked for. */
async function withAbleCamera(device: Device): Promise<void> {
  await device.context.addInitScript(() => {
    const asked: unknown[] = [];
    Object.assign(window, { asked });
    Object.assign(MediaStreamTrack.prototype, {
      getCapabilities: () => ({ torch: true, zoom: { min: 1, max: 5, step: 0.5 } }),
      applyConstraints: (constraints: unknown) => Promise.resolve(asked.push(constraints)),
    });
    // The browser's first, empty page is no secure one and has no cameras.
    if (!isSecureContext) return;
    const cameras = navigator.mediaDevices;
    const open = cameras.getUserMedia.bind(cameras);
    Object.assign(cameras, {
      enumerateDevices: () =>
        Promise.resolve(['rear', 'front'].map((deviceId) => ({ kind: 'videoinput', deviceId }))),
      getUserMedia: (constraints: MediaStreamConstraints) => {
        asked.push(constraints);
        return open({ video: true });
      },
    });
  });
}

const asked = (page: Page) =>
  page.evaluate(() => (window as unknown as { asked: unknown[] }).asked);

test('light, zoom and the other camera are offered where the device has them', async ({
  openDevice,
}) => {
  const device = await openDevice();
  await withAbleCamera(device);
  const inspector = await device.visit('/inspector');
  await inspector.getByRole('button', { name: '扫码查验' }).click();

  await inspector.getByRole('button', { name: '打开补光灯' }).click();
  await expect(inspector.getByRole('button', { name: '关闭补光灯' })).toBeVisible();
  await inspector.getByRole('slider', { name: '变焦' }).fill('2.5');
  await inspector.getByRole('button', { name: '切换摄像头' }).click();
  await expect(inspector.getByRole('button', { name: '打开补光灯' })).toBeVisible();
  expect(await asked(inspector)).toEqual([
    expect.objectContaining({
      video: expect.objectContaining({ facingMode: { ideal: 'environment' } }),
    }),
    { advanced: [{ torch: true }] },
    { advanced: [{ zoom: 2.5 }] },
    expect.objectContaining({
      video: expect.objectContaining({ deviceId: { exact: 'rear' } }),
    }),
  ]);
});

test('nothing is offered that the device does not have; the window stays open under a verdict', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const inspector = await device.visit('/inspector');
  await expect(inspector.getByText('够新')).toBeVisible();
  const code = await (await receiveFrom(demo()))();
  await device.holdUp(await pictureOf(code));
  await inspector.getByRole('button', { name: '扫码查验' }).click();
  await expect(inspector.locator('[data-verdict]')).toBeVisible();
  await expect(inspector.getByText('已读取，可以扫下一位')).toBeVisible();
  await expect(inspector.locator('video')).toBeInViewport();
  await expect(inspector.getByRole('button', { name: '打开补光灯' })).toHaveCount(0);
  await expect(inspector.getByRole('button', { name: '切换摄像头' })).toHaveCount(0);
  await expect(inspector.getByRole('slider')).toHaveCount(0);

  // What stays in view was judged once, and no decoder is left behind.
  await inspector.getByRole('button', { name: '返回' }).click();
  await expect(inspector.getByRole('button', { name: /食品经营许可证/ })).toHaveCount(1);
  const decoders = () => inspector.workers().filter((each) => each.url().includes('scan.worker'));
  expect(decoders()).toHaveLength(1);
  await inspector.locator('a[href="/trust"]').first().click();
  await expect(inspector).toHaveURL(/trust/);
  await expect.poll(decoders).toEqual([]);
});

test('an offer is read off the screen of the desk', async ({ openDevice }) => {
  const desk = await (await openDevice({ viewport: { width: 1280, height: 800 } })).visit('/desk');
  await desk.getByRole('button', { name: '发证', exact: true }).click();
  const code = desk.getByRole('img', { name: '请群众扫此码领取' });
  await expect(code).toBeVisible();
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await wallet.getByRole('link', { name: '领取证照' }).click();
  await phone.holdUp(code);
  await wallet.getByRole('button', { name: '扫码', exact: true }).click();
  await expect(wallet.getByLabel('领取密码')).toBeVisible();
});
