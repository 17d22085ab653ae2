/** What the page about trust shows and does: attack, two tabs, a long sync, a walk on a phone. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Mutation } from '../../src/consortium/rpc/index.ts';
import { forgedHistory } from '../support/forger.ts';
import { slow } from '../support/dishonest-node.ts';
import { LIES } from '../support/lies.ts';
import { expect, test, useDemo } from './harness.ts';

const demo = useDemo();
const DESK = { viewport: { width: 1280, height: 800 } };

/** All but the last node do the same; without a mutation they are honest again. */
function mutateAllButLast(mutation: Mutation | undefined): void {
  for (const node of demo().consortium.nodes.slice(0, -1)) node.setMutation(mutation);
}

const heightOf = async (page: Page) => {
  const lead = await page.locator('.lead').first().textContent();
  return Number(/#([\d,]+)/.exec(lead ?? '')?.[1]?.replaceAll(',', ''));
};

test('a phone walks through it in both languages', async ({ openDevice }) => {
  const device = await openDevice();
  const trust = await device.visit('/trust');
  await expect(trust.getByText('新区块即到即验')).toBeVisible();
  await expect(trust.getByText('超过三分之二，成立')).toBeVisible();
  await expect(trust.getByText('在已验证的区块头中，共识节点没有变动。')).toBeVisible();
  await expect(trust.getByText(/^一致 · /)).toHaveCount(4);
  await trust.getByText('全部已验证的区块头').click();
  await expect(trust.getByRole('row')).not.toHaveCount(0);
  await expect(trust.getByRole('cell', { name: '100%' }).first()).toBeVisible();
  await trust.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(trust.getByText('New blocks arrive at once')).toBeVisible();
  await expect(trust.getByText('Validators over time')).toBeVisible();
  const width = await trust.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
});

test('new blocks are seen without asking', async ({ openDevice }) => {
  const device = await openDevice(DESK);
  const trust = await device.visit('/trust');
  await expect(trust.getByText('新区块即到即验')).toBeVisible();
  await expect(trust.locator('li.agrees')).toHaveCount(4);
  const before = await heightOf(trust);
  await expect.poll(() => heightOf(trust)).toBeGreaterThan(before);
});

test('of two tabs one syncs; when it is closed, the other goes on', async ({ openDevice }) => {
  const device = await openDevice(DESK);
  const first = await device.visit('/trust');
  await expect(first.locator('li.agrees')).toHaveCount(4);
  const second = await device.visit('/trust');
  await expect(second.locator('li.agrees')).toHaveCount(4);
  const asked: string[] = [];
  second.on('request', (request) => {
    if (request.method() === 'POST') asked.push(request.url());
  });
  await second.getByRole('button', { name: '立即更新' }).click();
  const before = await heightOf(second);
  await expect.poll(() => heightOf(second)).toBeGreaterThan(before);
  expect(asked).toEqual([]);
  await first.close();
  const alone = await heightOf(second);
  await expect.poll(() => heightOf(second)).toBeGreaterThan(alone);
  expect(asked).not.toEqual([]);
});

test('a sync that takes long shows how far it is and can be cancelled', async ({ openDevice }) => {
  const device = await openDevice();
  device.watch.expectTrouble(/ERR_|Failed to load/);
  // A block takes two answers, and there is patience for two and a half seconds.
  for (const node of demo().consortium.nodes) node.setMutation(slow(900));
  try {
    const trust = await device.visit('/trust');
    await expect(trust.getByText('验证区块头')).toBeVisible();
    // Not as if all were done before anybody has answered.
    await expect(trust.locator('.work')).not.toContainText('#0');
    await expect(trust.locator('.work progress')).toHaveCount(0);
    await expect(trust.getByText('还没有验证过任何区块')).toHaveCount(0);
    await expect(trust.getByText(/已取 \d+ 个区块/)).toBeVisible();
    await trust.getByRole('button', { name: '取消更新' }).click();
    await expect(trust.getByRole('button', { name: '立即更新' })).toBeVisible();
  } finally {
    for (const node of demo().consortium.nodes) node.setMutation(undefined);
  }
  const trust = await device.visit('/trust');
  await expect(trust.locator('li.agrees')).toHaveCount(4);
});

/** What the nodes said before is no longer said of now. */
const STALE = /此后没有更新成功/;

test('nodes that do not confirm each other are no progress, and it is said so', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const trust = await device.visit('/trust');
  await expect(trust.locator('li.agrees')).toHaveCount(4);
  await expect(trust.getByText(STALE)).toHaveCount(0);
  mutateAllButLast(LIES.find(({ name }) => name === 'another app_hash')?.mutation);
  try {
    await expect(trust.getByText('没有别的节点证实最新的区块，没有采用。')).toBeVisible();
    await expect(trust.getByText(STALE)).toBeVisible();
    await expect(trust.getByText('新区块即到即验')).toHaveCount(0);
    const findings = trust.getByRole('region', { name: '各节点的情况' });
    const lies = findings.getByRole('listitem').filter({ hasText: '给出的数据未通过验证' });
    await expect(lies).toHaveCount(3);
    await expect(lies.filter({ hasText: 'cometbft/wrong-block-id' })).toHaveCount(3);
    await expect(findings.getByText('已应答，没有发现问题')).toHaveCount(1);
  } finally {
    mutateAllButLast(undefined);
  }
  await expect(trust.getByRole('region', { name: '各节点的情况' })).toHaveCount(0);
  await expect(trust.getByText(STALE)).toHaveCount(0);
  await expect(trust.getByText('新区块即到即验')).toBeVisible();
});

test('trust that has grown too old says so and leads on', async ({ openDevice }) => {
  const device = await openDevice();
  const trust = await device.visit('/trust');
  await expect(trust.locator('li.agrees')).toHaveCount(4);
  await trust.clock.install({ time: Date.now() + 400 * 86_400_000 });
  await trust.reload();
  await expect(trust.getByText('本机的信任起点太旧了。')).toBeVisible();
  await expect(trust.getByText('已过', { exact: true })).toBeVisible();
  await expect(trust.getByText(STALE)).toBeVisible();
  await trust.getByRole('link', { name: '用新档案重新开始' }).click();
  await expect(trust).toHaveURL(/settings\/consortia/);
});

/** Leaves nothing of a stored record but its name. */
function damage(name: string): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('lightseal-chain');
    opening.onsuccess = () => {
      const writing = opening.result.transaction('data', 'readwrite');
      writing.objectStore('data').put({}, name);
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

test('one honest node among three that lie with stolen keys stops the client for good', async ({
  openDevice,
}) => {
  const device = await openDevice(DESK);
  device.watch.expectTrouble(/ERR_|Failed to load/);
  const trust = await device.visit('/trust');
  await expect(trust.locator('li.agrees')).toHaveCount(4);
  const { chain, chainId } = demo().consortium;
  mutateAllButLast(forgedHistory(chain.rules, 3, chain.height + 1));
  try {
    await expect(trust.getByText('有人签下了两份历史')).toBeVisible();
  } finally {
    mutateAllButLast(undefined);
  }
  await expect(trust.getByText(STALE)).toBeVisible();
  const [download] = await Promise.all([
    trust.waitForEvent('download'),
    trust.getByRole('button', { name: '保存证据' }).click(),
  ]);
  const evidence = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
    format: string;
    chainId: string;
    evidence: unknown[];
  };
  expect(evidence).toMatchObject({ format: 'lightseal/attack-evidence/1', chainId });
  expect(evidence.evidence).toHaveLength(2);
  // All nodes are honest again, and the app was started again: it does not go on by itself.
  await trust.reload();
  await expect(trust.getByText('有人签下了两份历史')).toBeVisible();
  const counter = await device.visit('/counter');
  await expect(counter.getByRole('heading', { name: '可以扫下一位' })).toBeVisible();
  const another = await device.visit('/trust');
  await expect(another.getByText('有人签下了两份历史')).toBeVisible();
  await another.evaluate(damage, `${encodeURIComponent(chainId)}/attack`);
  await another.reload();
  await expect(another.getByText('有人签下了两份历史')).toBeVisible();
  await expect(another.getByText('证据记录已损坏')).toBeVisible();
  await expect(another.getByRole('button', { name: '保存证据' })).toHaveCount(0);
});
