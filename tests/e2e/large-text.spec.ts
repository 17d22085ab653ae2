/** Text twice as large on a phone: no word is torn, and nothing lies outside the screen. */
import type { Page } from '@playwright/test';
import { expect, test, useDemo } from './harness.ts';

useDemo();
const PATHS = ['/', '/trust', '/counter', '/inspector', '/desk', '/settings'];

/** English words that stand on two lines. */
const tornWords = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const torn: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      // Hashes and addresses may be cut anywhere.
      if (node.parentElement?.closest('.mono') !== null) continue;
      for (const { index, 0: word } of (node.textContent ?? '').matchAll(/[A-Z]?[a-z]{3,}/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
        if (new Set(lines.map(({ top }) => Math.round(top))).size > 1) torn.push(word);
      }
    }
    return torn;
  });

/** What of the text lies beyond the right edge, clipped or not. */
const outside = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, h2, h3, p, b, li, button, a')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map(({ textContent }) => textContent.trim()),
  );

test('every main page stays readable', async ({ openDevice }) => {
  const device = await openDevice({ locale: 'en-GB' });
  for (const path of PATHS) {
    await test.step(path, async () => {
      const page = await device.visit(path);
      await expect(page.getByRole('heading').first()).toBeVisible();
      if (path === '/trust') await expect(page.locator('li.agrees')).toHaveCount(4);
      if (path === '/inspector') await expect(page.getByText('revocation lists')).toBeVisible();
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      expect(await tornWords(page)).toEqual([]);
      expect(await outside(page)).toEqual([]);
      await page.close();
    });
  }
});
