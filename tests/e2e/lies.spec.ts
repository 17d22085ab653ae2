/** One node of four tells every lie there is about blocks: the page about trust names it each time. */
import type { Page } from '@playwright/test';
import { drippingServer, gigabyteServer, type EvilServer } from '../support/evil-server.ts';
import { LIES } from '../support/lies.ts';
import { codeText, createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { expect, test, useDemo } from './harness.ts';

const demo = useDemo();
const TROUBLE = /ERR_|Failed to load|access control|CORS|WebSocket/;
const COUNTER = { viewport: { width: 1280, height: 800 } };

function primary() {
  const [node] = demo().consortium.nodes;
  if (node === undefined) throw new Error('there are four nodes');
  return node;
}

/** The page shows a block at least as high as the chain is now. */
async function expectUpToDate(trust: Page): Promise<void> {
  const { height } = demo().consortium.chain;
  const shown = async () => {
    const lead = await trust.locator('.lead').first().textContent();
    return Number(/#([\d,]+)/.exec(lead ?? '')?.[1]?.replaceAll(',', ''));
  };
  await expect.poll(shown).toBeGreaterThanOrEqual(height);
}

test('whatever the first node says, the others are enough, and it is named', async ({
  openDevice,
}) => {
  test.setTimeout(240_000);
  const { chain } = demo().consortium;
  const node = primary();
  const device = await openDevice(COUNTER);
  const trust = await device.visit('/trust');
  await expect(trust.locator('li.agrees')).toHaveCount(4);
  const caught = trust.locator('li.invalid').filter({ hasText: node.name['zh-CN'] });
  for (const { name, mutation, leavesHeader } of LIES) {
    await test.step(name, async () => {
      node.setMutation(mutation);
      chain.produceBlock(new Set([0, 1, 2, 3]));
      await expectUpToDate(trust);
      if (!leavesHeader) await expect(caught, name).toBeVisible();
      await expect(trust.locator('li.agrees').nth(2), name).toBeVisible();
      await expect(trust.locator('li.conflicts'), name).toHaveCount(0);
      node.setMutation(undefined);
    });
  }
  chain.produceBlock(new Set([0, 1, 2, 3]));
  await expect(trust.locator('li.agrees')).toHaveCount(4);
});

const SERVERS = [
  { name: 'a body of a gigabyte', start: gigabyteServer, outcome: 'invalid', mostBytes: 64 << 20 },
  { name: 'a byte a second', start: drippingServer, outcome: 'silent', mostBytes: 60 },
] as const;

for (const { name, start, outcome, mostBytes } of SERVERS) {
  test(`${name} holds nobody up`, async ({ openDevice }) => {
    const phone = await openDevice();
    phone.watch.expectTrouble(TROUBLE);
    const wallet = await phone.visit('/');
    await createWallet(wallet);
    await receive(wallet, await offerOf(demo(), 'food-business-licence'));
    await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
    const node = primary();
    const port = Number(new URL(node.url).port);
    await node.stop();
    let evil: EvilServer | undefined;
    try {
      evil = await start(port);
      const device = await openDevice(COUNTER);
      device.watch.expectTrouble(TROUBLE);
      const counter = await device.visit('/counter');
      await showCode(wallet);
      await paste(counter, await codeText(wallet));
      await expectVerdict(counter, 'accepted');
      const trust = await device.visit('/trust');
      const named = trust.locator(`li.${outcome}`).filter({ hasText: node.name['zh-CN'] });
      await expect(named).toBeVisible();
      expect(evil.longest()).toBeLessThan(mostBytes);
    } finally {
      await evil?.stop();
      await node.start();
    }
  });
}
