/** What bad input gets: a clear, coded answer, and nothing lost. */
import QRCode from 'qrcode';
import { formatBase64Url, parseBase64Url } from '../../src/core/bytes/index.ts';
import { decodeEnvelope, encodeEnvelope } from '../../src/core/qr/index.ts';
import { codeText, createWallet, follow, offerOf, receive, showCode, unlock } from './citizen.ts';
import { expectVerdict, paste, scan } from './counter.ts';
import { expect, test, useDemo, type OpenDevice } from './harness.ts';

const demo = useDemo();
const COUNTER = { viewport: { width: 1280, height: 800 } };

/** A licence on display, and its code's text. */
async function shownLicence(openDevice: OpenDevice) {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  const code = await showCode(wallet);
  return { wallet, code, text: await codeText(wallet) };
}

/** The same presentation with another name on the licence. */
function forged(text: string): string {
  const { sdJwt, anchor } = decodeEnvelope(text);
  const [header = '', payload = '', rest = ''] = sdJwt.split('.', 3);
  const claims = Buffer.from(parseBase64Url(payload)).toString();
  const changed = formatBase64Url(Buffer.from(claims.replace('示例', '冒名')));
  expect(changed).not.toBe(payload);
  const tail = sdJwt.slice(`${header}.${payload}.${rest}`.length);
  return encodeEnvelope({ sdJwt: `${header}.${changed}.${rest}${tail}`, anchor });
}

test('a forged licence is rejected for its signature, through the camera', async ({
  openDevice,
}) => {
  const { text } = await shownLicence(openDevice);
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  const picture = await QRCode.toBuffer([{ data: forged(text), mode: 'alphanumeric' }], {
    errorCorrectionLevel: 'L',
    scale: 6,
  });
  await desk.holdUp(Uint8Array.from(picture));
  await scan(counter);
  await expectVerdict(counter, 'rejected', 'signature/invalid');
});

test('a code older than a minute is undecided, through the camera', async ({ openDevice }) => {
  const { code } = await shownLicence(openDevice);
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  await desk.holdUp(code);
  await counter.clock.install({ time: Date.now() + 75_000 });
  await scan(counter);
  await expectVerdict(counter, 'undecided', 'holder/stale');
});

test('the same code is taken once, also by a second tab', async ({ openDevice }) => {
  const { text } = await shownLicence(openDevice);
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  await paste(counter, text);
  await expectVerdict(counter, 'accepted');
  const second = await desk.visit('/counter');
  await paste(second, text);
  await expectVerdict(second, 'undecided', 'holder/replayed');
});

test('truncated, foreign and future codes are called what they are', async ({ openDevice }) => {
  const { text } = await shownLicence(openDevice);
  const desk = await openDevice(COUNTER);
  const counter = await desk.visit('/counter');
  await paste(counter, text.slice(0, 900));
  await expectVerdict(counter, 'undecided', 'format/truncated');
  await paste(counter, 'LS3:ABC');
  await expectVerdict(counter, 'undecided', 'format/newer-version');
  await paste(counter, 'https://example.org/menu');
  await expect(counter.getByText('网址').or(counter.getByText('链接')).first()).toBeVisible();
});

test('a wrong passphrase says so and opens nothing', async ({ openDevice }) => {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await wallet.reload();
  await unlock(wallet, 'not the passphrase');
  await expect(wallet.getByText('口令不对')).toBeVisible();
  await unlock(wallet);
  await expect(wallet.getByRole('heading', { name: '我的证照' })).toBeVisible();
});

test('a wrong transaction code can be corrected; a used offer is refused elsewhere', async ({
  openDevice,
}) => {
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  phone.watch.expectTrouble(/status of 4\d\d/);
  await createWallet(wallet);
  const offer = await offerOf(demo(), 'food-business-licence');
  await follow(wallet, offer);
  const wrong = offer.txCode === '000000' ? '111111' : '000000';
  await wallet.getByLabel('领取密码').fill(wrong);
  await wallet.getByRole('button', { name: '领取', exact: true }).click();
  await expect(wallet.getByRole('alert')).toBeVisible();
  await wallet.getByLabel('领取密码').fill(offer.txCode);
  await wallet.getByRole('button', { name: '领取', exact: true }).click();
  await expect(wallet.getByRole('link', { name: '查看证照' })).toBeVisible();
  const other = await openDevice();
  const stranger = await other.visit('/');
  other.watch.expectTrouble(/status of 4\d\d/);
  await createWallet(stranger);
  await follow(stranger, offer);
  await expect(stranger.getByRole('alert')).toBeVisible();
});
