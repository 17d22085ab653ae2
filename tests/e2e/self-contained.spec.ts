/** A proof that brings along what it is verified against, for a verifier with the anchor and no network. */
import type { Page } from '@playwright/test';
import { createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo, type OpenDevice } from './harness.ts';
import { setStatus } from './status.ts';

const demo = useDemo();
const COUNTER = { viewport: { width: 1280, height: 800 } };
const TROUBLE = /ERR_|Failed to load|Failed to fetch|WebSocket/;

/** A wallet that shows a licence with everything it rests on. */
async function showProof(openDevice: OpenDevice) {
  const phone = await openDevice();
  phone.watch.expectTrouble(TROUBLE);
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
  await showCode(wallet);
  await wallet.getByRole('button', { name: '自带证明' }).click();
  await expect(wallet.getByText(/随码附带区块头/)).toBeVisible();
  return wallet;
}

/** The texts of as many frames as are needed. */
async function frames(wallet: Page): Promise<string> {
  const need = Number(/共 (\d+) 帧/.exec((await wallet.locator('.hold').textContent()) ?? '')?.[1]);
  const seen = new Set<string>();
  const canvas = wallet.getByTestId('document-code').locator('canvas');
  await expect(async () => {
    seen.add((await canvas.getAttribute('data-frame')) ?? '');
    expect(seen.size).toBeGreaterThanOrEqual(need);
  }).toPass({ intervals: [40] });
  return [...seen].join('\n');
}

/** A desk that has been given the app and the profile, and has never reached a node. */
async function freshDesk(openDevice: OpenDevice) {
  const nodes = demo().consortium.nodes;
  const desk = await openDevice(COUNTER);
  desk.watch.expectTrouble(TROUBLE);
  for (const node of nodes) await node.stop();
  const counter = await desk.visit('/counter');
  await desk.readyForOffline(counter);
  await desk.context.setOffline(true);
  return {
    counter,
    backOnline: async () => {
      for (const node of nodes) await node.start();
    },
  };
}

test('is accepted by a verifier that has only the anchor, with the network off', async ({
  openDevice,
}) => {
  const wallet = await showProof(openDevice);
  const { counter, backOnline } = await freshDesk(openDevice);
  try {
    await paste(counter, await frames(wallet));
    await expectVerdict(counter, 'accepted', 'chain/supplied');
    await expect(counter.getByText('数据由持证人随码附带，已由本机验证').first()).toBeVisible();
    // Without what it brings along, the same desk can decide nothing.
    await wallet.getByRole('button', { name: '静态码' }).click();
    const plain = wallet.getByTestId('document-code');
    await paste(counter, (await plain.getAttribute('data-text')) ?? '');
    await expectVerdict(counter, 'undecided');
  } finally {
    await backOnline();
  }
});

test('made before a revocation is refused by a verifier whose data are newer', async ({
  openDevice,
}) => {
  const wallet = await showProof(openDevice);
  await setStatus(demo(), 'revoked');
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  await expect(async () => {
    await paste(counter, await frames(wallet));
    await expectVerdict(counter, 'rejected', 'status/revoked');
  }).toPass();
  // It was the desk's own, later data that decided.
  await expect(counter.locator('[data-code="chain/verified"]')).toBeVisible();
});
