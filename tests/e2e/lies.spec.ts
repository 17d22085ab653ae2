/** One node of four tells every lie there is about blocks: the page about trust names it each time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Worker } from '@playwright/test';
import { formatHex } from '../../src/core/bytes/index.ts';
import type { LightBlock } from '../../src/core/cometbft/index.ts';
import { BUILD_FOLDER } from '../../src/consortium/demo/index.ts';
import { serveApp } from '../../src/consortium/serve/index.ts';
import { ChangingConsortium } from '../support/changing-consortium.ts';
import { drippingServer, gigabyteServer, type EvilServer } from '../support/evil-server.ts';
import { LIES, liesFrom } from '../support/lies.ts';
import { codeText, createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste } from './counter.ts';
import { Device, expect, test, useDemo } from './harness.ts';

const demo = useDemo();
const TROUBLE = /ERR_|Failed to load|access control|CORS|WebSocket/;
const COUNTER = { viewport: { width: 1280, height: 800 } };

function primary() {
  const [node] = demo().consortium.nodes;
  if (node === undefined) throw new Error('there are four nodes');
  return node;
}

/** The page shows a block at least as high as the chain is now. */
async function expectUpToDate(
  trust: Page,
  { height }: { readonly height: number } = demo().consortium.chain,
): Promise<void> {
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
  for (const { name, mutation } of LIES) {
    await test.step(name, async () => {
      node.setMutation(mutation);
      chain.produceBlock(new Set([0, 1, 2, 3]));
      await expectUpToDate(trust);
      await expect(caught, name).toBeVisible();
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

/** Of blocks: height, hash, state, and all votes. */
const gistOf = ({ header, commit }: LightBlock) => [
  header.height,
  formatHex(commit.blockId.hash),
  formatHex(header.appHash),
  commit.signatures.map(({ signature }) => formatHex(signature)).join(),
];

/** The same of all blocks that a page has stored. */
const storedGists = (page: Page): Promise<ReturnType<typeof gistOf>[]> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const hex = (bytes: Uint8Array) =>
          [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        const opening = indexedDB.open('lightseal-chain');
        opening.onsuccess = () => {
          const range = IDBKeyRange.bound('lightseal-changing-1/block/', 'lightseal-changing-1/c');
          const asking = opening.result.transaction('data').objectStore('data').getAll(range);
          asking.onsuccess = () => {
            opening.result.close();
            const blocks = asking.result as LightBlock[];
            resolve(
              blocks.map(({ header, commit }) => [
                header.height,
                hex(commit.blockId.hash),
                hex(header.appHash),
                commit.signatures.map(({ signature }) => hex(signature)).join(),
              ]),
            );
          };
        };
      }),
  );

/** How many votes the helper verifies from now on. */
async function countVotes(helper: Worker | undefined): Promise<() => Promise<number>> {
  if (helper === undefined) throw new Error('no helper');
  await helper.evaluate(() => {
    const counted = globalThis as { votes?: number };
    const verify = crypto.subtle.verify.bind(crypto.subtle);
    crypto.subtle.verify = (...args) => {
      counted.votes = (counted.votes ?? 0) + 1;
      return verify(...args);
    };
  });
  return () => helper.evaluate(() => (globalThis as { votes?: number }).votes ?? 0);
}

test('among sixty-four validators a node that lies midway is replaced and named, and two workers verify the votes', async () => {
  const app = await serveApp({ folder: BUILD_FOLDER, port: 0 });
  const consortium = await ChangingConsortium.start(22, 2, app.origin);
  app.publish(consortium.profile);
  const device = await Device.open(app.origin, mkdtempSync(join(tmpdir(), 'lightseal-many-')));
  try {
    const trust = await device.visit('/trust');
    await expect(trust.locator('li.agrees')).toHaveCount(4);
    const helper = () => trust.workers().find((worker) => worker.url().includes('votes.worker'));
    await expect.poll(helper).toBeDefined();
    const votes = await countVotes(helper());
    const [first] = consortium.profile.nodes;
    const caught = trust.locator('li.invalid').filter({ hasText: first?.name['zh-CN'] ?? '' });
    for (const name of ['another app_hash', 'two signatures swapped', 'another chain_id']) {
      await test.step(name, async () => {
        const lie = LIES.find((each) => each.name === name);
        if (lie === undefined) throw new Error('no such lie');
        // It is honest about the newest block and about two on the way; the third is a lie.
        consortium.height += 6;
        consortium.setMutation(0, liesFrom(consortium.height - 2, lie.mutation));
        await trust.getByRole('button', { name: '立即更新' }).click();
        await expectUpToDate(trust, consortium);
        await expect(caught).toBeVisible();
        await expect(trust.locator('li.agrees')).toHaveCount(3);
        consortium.setMutation(0, undefined);
      });
    }
    // Of one commit it may get none, if its core is busy elsewhere.
    expect(await votes()).toBeGreaterThan(0);
    // One that dies is only missed.
    await helper()?.evaluate(() => {
      close();
    });
    consortium.height += 2;
    await trust.getByRole('button', { name: '立即更新' }).click();
    await expectUpToDate(trust, consortium);
    await expect(trust.locator('li.agrees')).toHaveCount(4);
    // Whoever looks for the witnesses need not scroll past sixty-four validators.
    await expect(trust.getByText('其余 58 项')).toBeVisible();
    const honest = new Map(consortium.chain.map((block) => [block.header.height, gistOf(block)]));
    const stored = await storedGists(trust);
    expect(stored.length).toBeGreaterThan(9);
    expect(stored).toEqual(stored.map(([height]) => honest.get(Number(height))));
    device.watch.judge(new Set([app.origin, ...consortium.urls]));
  } finally {
    await device.close();
    rmSync(device.folder, { recursive: true, force: true });
    await consortium.stop();
    await app.stop();
  }
});
