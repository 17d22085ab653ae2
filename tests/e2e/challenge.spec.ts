/** A counter asks, a citizen agrees and answers; every way around that is refused. */
import { p256 } from '@noble/curves/nist.js';
import type { Page } from '@playwright/test';
import { parseBase64Url } from '../../src/core/bytes/index.ts';
import { encodeRequest, formatRequest, requestSignBytes } from '../../src/core/qr/index.ts';
import { chainTag } from '../../src/core/verify/index.ts';
import { receiveFrom } from '../support/paper-wallet.ts';
import { createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, paste, scan } from './counter.ts';
import { expect, test, useDemo, type Device, type OpenDevice } from './harness.ts';

const demo = useDemo();
const DESK = { viewport: { width: 1280, height: 800 } };
const CENTRE = '示例市政务服务中心';
const ACCOUNTING = '示例市财务集中核算中心';
const REPORT = '办理食品经营年度报告';
const SUPPLIER = '核对供货单位资质';

/** A phone with a food licence, at home. */
async function citizen(openDevice: OpenDevice): Promise<{ phone: Device; wallet: Page }> {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await phone.readyForOffline(wallet);
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
  await wallet.getByRole('link', { name: '返回' }).click();
  return { phone, wallet };
}

/** A counter with the key of an office, or without any, that has synced. */
async function counterOf(openDevice: OpenDevice, office?: string) {
  const desk = await openDevice(DESK);
  const page = await desk.visit('/settings');
  await desk.readyForOffline(page);
  if (office !== undefined) {
    await page.getByRole('button', { name: `演示密钥：${office}` }).click();
    await expect(page.getByRole('button', { name: '移除密钥' })).toBeVisible();
  }
  await page.getByRole('link', { name: '柜台核验' }).click();
  await expect(page.getByRole('heading', { name: '可以扫下一位' })).toBeVisible();
  return { desk, page };
}

async function ask(page: Page, purpose: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: '提出核验要求' }).click();
  await page.getByRole('button', { name: purpose }).click();
  await expect(page.getByTestId('request-code')).toBeVisible();
}

const requestText = async (page: Page) =>
  (await page.getByTestId('request-code').getAttribute('data-text')) ?? '';
const answerText = async (page: Page) =>
  (await page.getByTestId('answer-code').getAttribute('data-text')) ?? '';

/** Reads a request as text, up to the question whether to agree. */
async function readRequest(wallet: Page, text: string): Promise<void> {
  await wallet.getByRole('link', { name: '扫核验要求' }).click();
  await wallet.getByRole('button', { name: '粘贴' }).click();
  await wallet.getByLabel('码的文字').fill(text);
  await wallet.getByRole('button', { name: '读取' }).click();
}

async function agree(wallet: Page): Promise<string> {
  await wallet.getByRole('button', { name: /^同意出示/ }).click();
  await expect(wallet.getByTestId('answer-code')).toBeVisible();
  return answerText(wallet);
}

/** As long as a code stays in view it is judged once, so it has to be away for a moment. */
async function pasteAgain(page: Page, text: string): Promise<void> {
  await expect(page.locator('[data-verdict]')).toHaveCount(0);
  await page.getByRole('button', { name: '粘贴' }).click();
  await page.waitForTimeout(3_100);
  await paste(page, text);
}

async function goOffline(...devices: readonly Device[]): Promise<void> {
  for (const device of devices) {
    device.watch.expectTrouble(/ERR_INTERNET_DISCONNECTED|Failed to fetch|Failed to load resource/);
    await device.context.setOffline(true);
  }
}

test('with both devices offline: request, consent, answer, accepted; and never again', async ({
  openDevice,
}) => {
  const { phone, wallet } = await citizen(openDevice);
  const { desk, page } = await counterOf(openDevice, CENTRE);
  await goOffline(phone, desk);

  await ask(page, new RegExp(REPORT));
  await phone.holdUp(page.getByTestId('request-code'));
  await wallet.getByRole('link', { name: '扫核验要求' }).click();
  await expect(wallet.getByText(CENTRE)).toBeVisible();
  await expect(wallet.getByText('登记簿中的单位')).toBeVisible();
  await expect(wallet.getByText(REPORT)).toBeVisible();
  await expect(wallet.locator('[data-concern]')).toHaveCount(0);
  await expect(wallet.locator('[data-claim=legal_representative]')).toBeVisible();
  const answer = await agree(wallet);

  await desk.holdUp(wallet.getByTestId('answer-code'));
  await page.getByRole('button', { name: '图片' }).click();
  await page.getByRole('button', { name: '摄像头' }).click();
  await expectVerdict(page, 'accepted');
  for (const id of ['holder', 'purpose']) {
    await expect(page.locator(`[data-check=${id}]`)).toHaveAttribute('data-outcome', 'pass');
  }
  await expect(page.getByText('持证人已当场应答本窗口的要求')).toBeVisible();

  await page.getByRole('button', { name: '下一位' }).click();
  await pasteAgain(page, answer);
  await expectVerdict(page, 'undecided', 'holder/replayed');
  await page
    .getByTestId('ask-offer')
    .getByRole('button', { name: `提出要求：${REPORT}` })
    .click();
  await pasteAgain(page, answer);
  await expectVerdict(page, 'undecided', 'holder/replayed');

  await wallet.getByRole('button', { name: '完成' }).click();
  await wallet.getByRole('link', { name: /食品经营许可证/ }).click();
  await expect(wallet.getByTestId('use')).toContainText([CENTRE]);
});

test('an answer to one office’s request is worthless before another', async ({ openDevice }) => {
  const { wallet } = await citizen(openDevice);
  const centre = await counterOf(openDevice, CENTRE);
  const accounting = await counterOf(openDevice, ACCOUNTING);
  await ask(centre.page, new RegExp(REPORT));
  await ask(accounting.page, new RegExp(SUPPLIER));
  await readRequest(wallet, await requestText(centre.page));
  const answer = await agree(wallet);
  await paste(accounting.page, answer);
  await expectVerdict(accounting.page, 'rejected', 'holder/other-audience');
  await paste(centre.page, answer);
  await expectVerdict(centre.page, 'accepted');
});

test('whoever has no key is called unknown, gets only the face, and can be refused', async ({
  openDevice,
}) => {
  const { wallet } = await citizen(openDevice);
  const { page } = await counterOf(openDevice);
  await ask(page, /食品经营许可证/);
  const text = await requestText(page);
  await readRequest(wallet, text);
  await expect(wallet.getByText('未知的询问方')).toBeVisible();
  await expect(wallet.locator('[data-concern="request/unsigned"]')).toBeVisible();
  await wallet.getByRole('button', { name: '拒绝' }).click();
  await expect(wallet.getByRole('heading', { name: '我的证照' })).toBeVisible();
  await readRequest(wallet, text);
  await paste(page, await agree(wallet));
  await expectVerdict(page, 'accepted');
});

test('an old photograph of a code is not accepted, and a request is one tap away', async ({
  openDevice,
}) => {
  const { phone, wallet } = await citizen(openDevice);
  await wallet.getByRole('link', { name: /食品经营许可证/ }).click();
  const photograph = await (await showCode(wallet)).screenshot({ animations: 'disabled' });
  const { desk, page } = await counterOf(openDevice, CENTRE);
  await page.clock.install();
  await page.clock.fastForward('01:10');
  await goOffline(phone, desk);
  await desk.holdUp(photograph);
  await scan(page);
  await expectVerdict(page, 'undecided', 'holder/stale');
  const offer = page.getByTestId('ask-offer');
  await offer.getByRole('button', { name: '提出核验要求' }).click();
  await page.getByRole('button', { name: new RegExp(REPORT) }).click();
  await expect(page.getByTestId('request-code')).toBeVisible();
});

test('whoever asks for more than the registry allows is marked, field by field', async ({
  openDevice,
}) => {
  const { wallet } = await citizen(openDevice);
  await readRequest(wallet, await overAsking());
  await expect(wallet.getByText(CENTRE)).toBeVisible();
  await expect(wallet.locator('[data-concern="request/over-asking"]')).toBeVisible();
  const within = wallet.locator('[data-claim=legal_representative]');
  const beyond = wallet.locator('[data-claim=domicile]');
  await expect(within).toHaveAttribute('data-flag', 'false');
  await expect(within.getByRole('switch')).toBeChecked();
  await expect(beyond).toHaveAttribute('data-flag', 'true');
  await expect(beyond.getByText('超出对方可以要求的范围')).toBeVisible();
  await expect(beyond.getByRole('switch')).not.toBeChecked();
});

test('an inspector asks too; where only answers are accepted, a code that was not asked for is not', async ({
  openDevice,
}) => {
  const { wallet } = await citizen(openDevice);
  const unasked = await (await receiveFrom(demo()))();
  const phone = await openDevice();
  const page = await phone.visit('/settings');
  await page.getByRole('button', { name: `演示密钥：${CENTRE}` }).click();
  await page.getByRole('switch', { name: '只接受应答码' }).check();
  await page.goto(`${demo().urls.app}/inspector`);
  await page.getByRole('button', { name: '扫码查验' }).click();
  await paste(page, unasked);
  await expectVerdict(page, 'undecided', 'holder/unasked');

  await page.getByTestId('ask-offer').getByRole('button', { name: '提出核验要求' }).click();
  await page.getByRole('button', { name: new RegExp(REPORT) }).click();
  await readRequest(wallet, await requestText(page));
  const answer = await agree(wallet);
  await page.getByRole('button', { name: '扫对方的应答码' }).click();
  await paste(page, answer);
  await expectVerdict(page, 'accepted');
  await expect(page.locator('[data-check=purpose]')).toHaveAttribute('data-outcome', 'pass');
});

/** A request that no counter of ours makes: signed by the office, for a field it has no right to. */
async function overAsking(): Promise<string> {
  const headers = { origin: demo().urls.app };
  const answer = await fetch(`${demo().urls.desk}/desk/verifiers`, { headers });
  const { keys } = (await answer.json()) as {
    keys: { verifier: string; chainId: string; key: { d: string } }[];
  };
  const office = keys.find(({ verifier }) => verifier === 'service-centre');
  if (office === undefined) throw new Error('no such office');
  const content = {
    chainTag: chainTag(office.chainId),
    nonce: new Uint8Array(16).fill(1),
    expiresS: Math.floor(Date.now() / 1000) + 120,
    verifier: office.verifier,
    purpose: 'food-annual-report',
    query: {
      vct: 'https://lightseal.example/vct/food-business-licence/1',
      claims: ['legal_representative', 'domicile'],
    },
  };
  const signature = p256.sign(requestSignBytes(content), parseBase64Url(office.key.d));
  return formatRequest(encodeRequest({ ...content, signature }));
}
