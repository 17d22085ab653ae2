/** What a citizen does, in the words of the screens. */
import type { Page } from '@playwright/test';
import type { Demo } from '../../src/consortium/demo/index.ts';
import { expect } from './harness.ts';

export const PASSPHRASE = '示例口令 correct horse';

/** An offer as the desk hands it out. */
export interface Offer {
  readonly link: string;
  readonly txCode: string;
}

interface Form {
  readonly id: string;
  readonly issuer: string;
  readonly vct: string;
}

/** First visit: sets the passphrase. */
export async function createWallet(page: Page): Promise<void> {
  await page.getByRole('button', { name: '建立我的证照夹' }).click();
  await page.getByLabel('口令', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('再输一次口令').fill(PASSPHRASE);
  await page.getByRole('button', { name: '建立证照夹' }).click();
  await expect(page.getByRole('heading', { name: '我的证照' })).toBeVisible();
}

export async function unlock(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await page.getByLabel('口令', { exact: true }).fill(passphrase);
  await page.locator('button[type=submit]').click();
}

/** Asks the desk for an offer of these types of one issuer, as its page does. */
export async function offerOf(demo: Demo, ...types: readonly string[]): Promise<Offer> {
  const headers = { origin: demo.urls.app, 'content-type': 'application/json' };
  const desk = `${demo.urls.desk}/desk`;
  const { subjects } = (await (await fetch(`${desk}/subjects`)).json()) as { subjects: Form[] };
  const forms = types.map((type) => {
    const form = subjects.find(({ vct }) => vct.includes(`/${type}/`));
    if (form === undefined) throw new Error(`the desk has no form for ${type}`);
    return form;
  });
  const body = JSON.stringify({ issuer: forms[0]?.issuer, subjects: forms.map(({ id }) => id) });
  const answer = await fetch(`${desk}/offers`, { method: 'POST', headers, body });
  return (await answer.json()) as Offer;
}

/** Follows the link, and types the code. */
export async function accept(page: Page, offer: Offer): Promise<void> {
  await follow(page, offer);
  await page.getByLabel('领取密码').fill(offer.txCode);
  await page.getByRole('button', { name: '领取', exact: true }).click();
}

/** Receives a document, waits until it is stored and registered, and looks at it. */
export async function receive(page: Page, offer: Offer): Promise<void> {
  await accept(page, offer);
  await page.getByRole('link', { name: '查看证照' }).click();
}

/** Opens an offer's link without leaving the unlocked wallet. */
export async function follow(page: Page, { link }: Offer): Promise<void> {
  await page.getByRole('link', { name: '领取证照' }).click();
  await page.getByLabel('领取链接').fill(link);
  await page.getByRole('button', { name: '读取' }).click();
}

/** From the page of a document to its code. */
export async function showCode(page: Page) {
  await page.getByRole('link', { name: '出示' }).click();
  await page.getByRole('button', { name: /^出示 \d+ 项/ }).click();
  const code = page.getByTestId('document-code');
  await expect(code).toBeVisible();
  return code;
}

/** The text of the code on display. */
export async function codeText(page: Page): Promise<string> {
  return (await page.getByTestId('document-code').getAttribute('data-text')) ?? '';
}

/** Has the shown document turned into 28 digits, and reads them. */
export async function digitsOn(wallet: Page): Promise<string> {
  const open = wallet.getByRole('button', { name: '数字码' });
  await open.click();
  await wallet.getByRole('button', { name: '生成数字码' }).click();
  const digits = wallet.getByTestId('digit-code');
  await expect(digits).toBeVisible();
  const label = (await digits.getAttribute('aria-label')) ?? '';
  await wallet.keyboard.press('Escape');
  return label.replaceAll(' ', '');
}

/** The text of a code of the document that the wallet has open, and home again. */
export async function shownOnce(wallet: Page): Promise<string> {
  await showCode(wallet);
  const text = await codeText(wallet);
  await wallet.getByRole('button', { name: '结束出示' }).click();
  await wallet.getByRole('button', { name: '不出示' }).click();
  await wallet.getByRole('link', { name: '返回' }).first().click();
  return text;
}
