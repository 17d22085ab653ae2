/** One node of four misbehaves: no verdict changes, and the page about trust names it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Mutation } from '../../src/consortium/rpc/index.ts';
import {
  dropsValidators,
  html,
  otherAppHash,
  otherChain,
  slow,
} from '../support/dishonest-node.ts';
import { codeText, createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo, Device } from './harness.ts';

const demo = useDemo();
const COUNTER = { viewport: { width: 1280, height: 800 } };
/** What the page says of a node: that its answer was not good, or that there was none. */
const INVALID = 'invalid';
const SILENT = 'silent';

interface Fault {
  readonly name: string;
  readonly mutation: Mutation | 'stopped';
  readonly outcome: string;
}

const FAULTS: readonly Fault[] = [
  { name: 'lies about a header', mutation: otherAppHash, outcome: INVALID },
  { name: 'answers with a web page', mutation: html, outcome: INVALID },
  { name: 'is slow', mutation: slow(8_000), outcome: SILENT },
  // The header that it names is the right one, but what it hands out is no block.
  { name: 'drops validators', mutation: dropsValidators, outcome: INVALID },
  { name: 'answers for another chain', mutation: otherChain('another-chain'), outcome: INVALID },
  { name: 'is stopped', mutation: 'stopped', outcome: SILENT },
];

let phone: Device | undefined;
let wallet: Page | undefined;

/** The phone goes on showing its code; every counter is a device that has not seen any of them. */
test.beforeAll(async () => {
  phone = await Device.open(demo().urls.app, mkdtempSync(join(tmpdir(), 'lightseal-phone-')));
  wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
  await showCode(wallet);
});

test.afterAll(async () => {
  await phone?.close();
  if (phone !== undefined) rmSync(phone.folder, { recursive: true, force: true });
});

async function shownNow(): Promise<string> {
  if (wallet === undefined) throw new Error('nothing is shown');
  return await codeText(wallet);
}

for (const { name, mutation, outcome } of FAULTS) {
  // The first node is asked first; of the later ones it is enough to see those that lie or are gone.
  const places = mutation === otherAppHash || mutation === 'stopped' ? [0, 2] : [0];
  for (const node of places) {
    test(`node ${node + 1} ${name}`, async ({ openDevice }) => {
      const faulty = demo().consortium.nodes[node];
      if (faulty === undefined) throw new Error('there are four nodes');
      const device = await openDevice(COUNTER);
      device.watch.expectTrouble(/ERR_|Failed to load|access control|CORS/);
      if (mutation === 'stopped') await faulty.stop();
      else faulty.setMutation(mutation);
      try {
        const counter = await device.visit('/counter');
        await paste(counter, await shownNow());
        await expectVerdict(counter, 'accepted');
        const trust = await device.visit('/trust');
        const named = trust.locator(`li.${outcome}`);
        await expect(named.filter({ hasText: faulty.name['zh-CN'] })).toBeVisible();
        await expect(trust.locator('li.agrees')).toHaveCount(3);
      } finally {
        faulty.setMutation(undefined);
        if (mutation === 'stopped') await faulty.start();
      }
    });
  }
}
