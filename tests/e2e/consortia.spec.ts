/** Several consortia on one device: compared before one is taken, kept apart, and the way on after an attack. */
import type { Locator, Page } from '@playwright/test';
import { profileFingerprint, type ConsortiumProfile } from '../../src/core/chain/index.ts';
import { makeProfile, startConsortium, type Consortium } from '../../src/consortium/chain/index.ts';
import type { Mutation } from '../../src/consortium/rpc/index.ts';
import { forgedHistory } from '../support/forger.ts';
import { createWallet, offerOf, receive, unlock } from './citizen.ts';
import { expect, test, useDemo, type Device } from './harness.ts';

const demo = useDemo();
const SECOND_NAME = { 'zh-CN': '示例省数据联盟', en: 'Example Province Data Consortium' };
let second: Consortium;

test.beforeAll(async () => {
  second = await startConsortium({
    ports: [0, 0, 0, 0],
    corsOrigins: [demo().urls.app],
    intervals: { blockMs: 100, idleMs: 2_000 },
  });
});
test.afterAll(async () => {
  await second.stop();
});

const secondProfile = (): ConsortiumProfile => ({
  ...makeProfile(second, []),
  demo: false,
  name: SECOND_NAME,
});
const fingerprintOf = (profile: ConsortiumProfile) => profileFingerprint(profile).join(' ');
const allowSecond = ({ watch }: Device) => {
  watch.expectAsked(second.nodes.map(({ url }) => url));
};

/** Pastes a profile, as it was handed over, and sees its fingerprint. */
async function offer(page: Page, profile: ConsortiumProfile): Promise<void> {
  await page.getByLabel('档案文字').fill(JSON.stringify(profile));
  await page.getByRole('button', { name: '查看指纹' }).click();
  await expect(page.getByLabel(`档案指纹: ${fingerprintOf(profile)}`)).toBeVisible();
}

/** The person has compared it: the app starts again. */
async function take(page: Page): Promise<void> {
  await startingAgain(page, () => page.getByRole('button', { name: '指纹一致，采用' }).click());
}

async function startingAgain(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()]);
  await expect(page.getByRole('heading', { name: '本机已有的联盟' })).toBeVisible();
}

const rowOf = (page: Page, { chainId }: Pick<ConsortiumProfile, 'chainId'>): Locator =>
  page.getByRole('article').filter({ hasText: chainId });

async function expectInUse(page: Page, profile: Pick<ConsortiumProfile, 'chainId'>): Promise<void> {
  await expect(rowOf(page, profile).getByText('使用中')).toBeVisible();
}

/** Names of everything stored of a chain. */
const storedOf = (page: Page, { chainId }: Pick<ConsortiumProfile, 'chainId'>): Promise<string[]> =>
  page.evaluate(
    (prefix) =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('lightseal-chain');
        opening.onerror = () => {
          reject(new Error('not opened'));
        };
        opening.onsuccess = () => {
          const data = opening.result.transaction('data').objectStore('data');
          const asking = data.getAllKeys();
          asking.onsuccess = () => {
            opening.result.close();
            resolve(asking.result.map(String).filter((name) => name.startsWith(prefix)));
          };
        };
      }),
    `${encodeURIComponent(chainId)}/`,
  );

async function verifiedAt(device: Device): Promise<Page> {
  const trust = await device.visit('/trust');
  await expect(trust.locator('li.agrees')).toHaveCount(4);
  return trust;
}

/** The genuine header of the demo at a height, as an anchor. */
async function anchorAt(height: number): Promise<ConsortiumProfile['anchor']> {
  const url = `${demo().urls.nodes[0] ?? ''}/commit?height=${String(height)}`;
  const { result } = (await (await fetch(url)).json()) as {
    result: { signed_header: { commit: { block_id: { hash: string } } } };
  };
  return { height, hash: result.signed_header.commit.block_id.hash.toLowerCase() };
}

test('another consortium is compared, taken, used beside the first, and removed', async ({
  openDevice,
}) => {
  const device = await openDevice();
  allowSecond(device);
  const wallet = await device.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  const page = await device.visit('/settings/consortia');
  await expectInUse(page, demo().profile);

  await offer(page, secondProfile());
  await page.getByRole('button', { name: '不采用' }).click();
  await expect(rowOf(page, second)).toHaveCount(0);

  await offer(page, secondProfile());
  await take(page);
  await expectInUse(page, second);
  // The other tab has started again as well: it is locked, and its document belongs elsewhere.
  await wallet.goto(new URL('/', wallet.url()).href);
  await unlock(wallet);
  await expect(wallet.getByRole('heading', { name: '其他联盟的证照' })).toBeVisible();
  await expect(wallet.getByRole('link', { name: '选择联盟' })).toBeVisible();

  const trust = await verifiedAt(device);
  await expect(trust.getByRole('heading', { name: SECOND_NAME['zh-CN'] })).toBeVisible();
  expect(await storedOf(page, demo().profile)).not.toEqual([]);
  expect(await storedOf(page, second)).not.toEqual([]);

  // The app's server still offers its demo; it does not take the place of what people have taken.
  await startingAgain(page, async () => {
    await page.reload();
  });
  await expectInUse(page, second);
  await startingAgain(page, () =>
    rowOf(page, demo().profile).getByRole('button', { name: '改用此联盟' }).click(),
  );
  await expectInUse(page, demo().profile);
  await expect(rowOf(page, second)).toBeVisible();

  await rowOf(page, second).getByRole('button', { name: '移除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click();
  await expect(rowOf(page, second)).toHaveCount(0);
  expect(await storedOf(page, second)).toEqual([]);
  expect(await storedOf(page, demo().profile)).not.toEqual([]);
});

test('what is no profile is refused in words', async ({ openDevice }) => {
  const device = await openDevice();
  const page = await device.visit('/settings/consortia');
  await page.getByLabel('档案文字').fill('{"version":1}');
  await page.getByRole('button', { name: '查看指纹' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: '指纹一致，采用' })).toHaveCount(0);
});

test('a profile that begins below what is verified rolls back only if the person agrees', async ({
  openDevice,
}) => {
  const device = await openDevice();
  await verifiedAt(device);
  const page = await device.visit('/settings/consortia');
  const anchor = await anchorAt(demo().profile.anchor.height + 1);
  await offer(page, { ...demo().profile, anchor });
  await page.getByRole('button', { name: '指纹一致，采用' }).click();
  const dialog = page.getByRole('dialog', { name: '退回到较早的区块？' });
  await dialog.getByRole('button', { name: '保留现有数据' }).click();
  await expectInUse(page, demo().profile);
  await offer(page, { ...demo().profile, anchor });
  await page.getByRole('button', { name: '指纹一致，采用' }).click();
  await startingAgain(page, () => dialog.getByRole('button', { name: '删除较新的区块' }).click());
  await expect(page.getByLabel(fingerprintOf({ ...demo().profile, anchor }))).toBeVisible();
  await verifiedAt(device);
});

test('after an attack only a compared profile with a new anchor leads on', async ({
  openDevice,
}) => {
  const device = await openDevice();
  device.watch.expectTrouble(/ERR_|Failed to load/);
  const trust = await verifiedAt(device);
  const { chain } = demo().consortium;
  mutateAllButLast(forgedHistory(chain.rules, 3, chain.height + 1));
  try {
    await expect(trust.getByText('有人签下了两份历史')).toBeVisible();
  } finally {
    mutateAllButLast(undefined);
  }
  await trust.getByRole('link', { name: '用新档案重新开始' }).click();
  await expect(trust.getByText('已停止')).toBeVisible();

  await offer(trust, { ...demo().profile, clockDriftMs: 9_000 });
  await expect(trust.getByText('不能据此重新开始')).toBeVisible();
  await expect(trust.getByRole('button', { name: '指纹一致，采用' })).toHaveCount(0);
  await trust.getByRole('button', { name: '不采用' }).click();

  const renewed = { ...demo().profile, anchor: await anchorAt(chain.height - 1) };
  await offer(trust, renewed);
  await take(trust);
  await expect(trust.getByText('已停止')).toHaveCount(0);
  await expect(trust.getByLabel(fingerprintOf(renewed))).toBeVisible();
  const afresh = await verifiedAt(device);
  await expect(afresh.getByText('有人签下了两份历史')).toHaveCount(0);
});

function mutateAllButLast(mutation: Mutation | undefined): void {
  for (const node of demo().consortium.nodes.slice(0, -1)) node.setMutation(mutation);
}

test('a profile goes from one device to another as a moving code', async ({ openDevice }) => {
  const profile = secondProfile();
  const knowing = await openDevice();
  allowSecond(knowing);
  const shower = await knowing.visit('/settings/consortia');
  await offer(shower, profile);
  await take(shower);
  await rowOf(shower, profile).getByRole('button', { name: '以动态码出示档案' }).click();
  const code = shower.getByRole('img', { name: `${SECOND_NAME['zh-CN']}的档案动态码` });
  const pictures = new Map<string, Buffer>();
  await expect(async () => {
    const picture = await code.screenshot();
    pictures.set(picture.toString('base64'), picture);
    expect(pictures.size).toBeGreaterThanOrEqual(8);
  }).toPass({ intervals: [40] });

  const asking = await openDevice();
  asking.holdUpMoving([...pictures.values()]);
  const reader = await asking.visit('/settings/consortia');
  await reader.getByRole('button', { name: '扫描动态码' }).click();
  await expect(reader.getByLabel(`档案指纹: ${fingerprintOf(profile)}`)).toBeVisible();
  await expect(reader.getByText('本机还没有这个联盟。')).toBeVisible();
});
