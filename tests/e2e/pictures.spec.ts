/** Pictures of codes that are pasted and dropped, and pictures of more than one code. */
import type { Page } from '@playwright/test';
import { createWallet, offerOf, receive, showCode } from './citizen.ts';
import { expectVerdict, scan } from './counter.ts';
import { expect, test, useDemo } from './harness.ts';

const demo = useDemo();

/** Hands a picture over as the clipboard or a dragged file does. */
async function hand(page: Page, how: 'paste' | 'drop', picture: Buffer): Promise<void> {
  await page.evaluate(
    ([type, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'code.png', { type: 'image/png' }));
      const event =
        type === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    [how, picture.toString('base64')] as const,
  );
}

/** Pictures side by side, as on a table. */
async function sideBySide(page: Page, ...pictures: readonly Buffer[]): Promise<Buffer> {
  const images = pictures.map(
    (picture) => `<img height="400" src="data:image/png;base64,${picture.toString('base64')}">`,
  );
  await page.setContent(`<main style="display:inline-flex;gap:40px">${images.join('')}</main>`);
  return page.locator('main').screenshot();
}

test('pictures are read wherever they are pasted or dropped, and one code at a time', async ({
  openDevice,
}) => {
  const desk = await openDevice({ viewport: { width: 1280, height: 800 } });
  const counter = await desk.visit('/counter');
  const phone = await openDevice();
  const wallet = await phone.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  const first = await (await showCode(wallet)).screenshot();
  await wallet.getByRole('button', { name: '结束出示' }).click();
  await wallet.getByRole('button', { name: /^出示 \d+ 项/ }).click();
  const second = await wallet.getByTestId('document-code').screenshot();

  await hand(counter, 'paste', first);
  await expectVerdict(counter, 'accepted');
  await counter.getByRole('button', { name: '下一位' }).click();

  const table = await phone.context.newPage();
  const both = await sideBySide(table, first, second);
  await hand(counter, 'drop', both);
  await expect(counter.getByText('画面里不止一个证照码。')).toBeVisible();
  await expect(counter.locator('[data-verdict]')).toHaveCount(0);

  // The same before the camera: nobody is taken for somebody else.
  await desk.holdUp(both);
  await scan(counter);
  await expect(counter.getByText('画面里不止一个证照码。')).toBeVisible();
  await expect(counter.locator('[data-verdict]')).toHaveCount(0);

  await hand(counter, 'drop', second);
  await expectVerdict(counter, 'accepted');
});
