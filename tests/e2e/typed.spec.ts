/** Scanner guns that type, by real key events: whatever the keyboard is set to, and wherever the focus is. */
import type { Page } from '@playwright/test';
import { receiveFrom, type ShowCode } from '../support/paper-wallet.ts';
import { createWallet, digitsOn, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict } from './counter.ts';
import { asFrenchGun, CAPS_LOCK, INPUT_METHOD, type, type Typing } from './gun.ts';
import { expect, test, useDemo, type OpenDevice } from './harness.ts';

const demo = useDemo();
const DESK = { viewport: { width: 1280, height: 800 } };
/** The quickest that USB allows: one report a millisecond, two for a character. */
const GUN: Typing = { gapMs: 2 };
let show: ShowCode | undefined;

async function openCounter(openDevice: OpenDevice): Promise<Page> {
  const desk = await openDevice(DESK);
  const counter = await desk.visit('/counter');
  await expect(counter.getByRole('heading', { name: '可以扫下一位' })).toBeVisible();
  return counter;
}

/** A code that no counter has seen. */
async function freshCode(): Promise<string> {
  show ??= await receiveFrom(demo());
  return show();
}

test('digits in 60 ms are fetched and judged', async ({ openDevice }) => {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('有效', { exact: true }).first()).toBeVisible();
  await showCode(wallet);
  const counter = await openCounter(openDevice);
  await type(counter, await digitsOn(wallet), { gapMs: 60 / 28 });
  await expectVerdict(counter, 'accepted');
});

/** A US gun at a French computer: the places are right, the letters are not. */
const AZERTY: Typing['keyOf'] = ({ text }) => {
  const french: Readonly<Record<string, string>> = { A: 'Q', Q: 'A', W: 'Z', Z: 'W', M: '?' };
  const key = french[text] ?? text;
  return { key, text: key };
};

for (const [name, typing] of [
  ['a whole code at 2 ms a character', GUN],
  ['a code without an end mark', { ...GUN, end: 'none' }],
  ['a code with the caps lock on', { ...GUN, keyOf: CAPS_LOCK }],
  ['a code while a Chinese input method is on', { ...GUN, keyOf: INPUT_METHOD }],
  ['a code on a computer with a French keyboard', { ...GUN, keyOf: AZERTY }],
] as const) {
  test(`${name} is read and judged`, async ({ openDevice }) => {
    const counter = await openCounter(openDevice);
    await type(counter, await freshCode(), typing);
    await expectVerdict(counter, 'accepted');
  });
}

test('a gun that is set to another keyboard than the computer is told so', async ({
  openDevice,
}) => {
  const counter = await openCounter(openDevice);
  await type(counter, asFrenchGun(await freshCode()), GUN);
  await expect(counter.getByText('扫码枪和电脑的键盘布局不一致。')).toBeVisible();
  await expect(counter.locator('[data-verdict]')).toHaveCount(0);
});

test('a focused button is not pressed by a gun, and the code is judged', async ({ openDevice }) => {
  const counter = await openCounter(openDevice);
  const sound = counter.getByRole('button', { name: '声音：开' });
  await sound.focus();
  await type(counter, await freshCode(), GUN);
  await expectVerdict(counter, 'accepted');
  await expect(sound).toBeFocused();
});

for (const [name, keyOf] of [
  ['', undefined],
  [', with an input method on,', INPUT_METHOD],
] as const) {
  test(`a field${name} keeps what it held, and the code is judged`, async ({ openDevice }) => {
    const counter = await openCounter(openDevice);
    await counter.getByRole('button', { name: '粘贴' }).click();
    const field = counter.getByLabel('码的文字');
    await field.fill('此前的文字');
    await field.focus();
    await type(counter, await freshCode(), { ...GUN, keyOf });
    await expectVerdict(counter, 'accepted');
    await expect(field).toHaveValue('此前的文字');
  });
}

test('a person who types fast is not taken for a gun', async ({ openDevice }) => {
  const counter = await openCounter(openDevice);
  await counter.getByRole('button', { name: '粘贴' }).click();
  const field = counter.getByLabel('码的文字');
  await field.focus();
  // Two hundred words a minute.
  await type(counter, 'LS1:ABCDEFGH12345678', { gapMs: 60, end: 'none' });
  await expect(field).toHaveValue('LS1:ABCDEFGH12345678');
  await counter.waitForTimeout(200);
  await expect(counter.locator('[data-verdict]')).toHaveCount(0);
});
