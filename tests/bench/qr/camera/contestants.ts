/** Two pages before the same camera: the app's counter, and the baseline. */
import type { Browser, Page } from '@playwright/test';
import { watchScan, type Moments } from './stopwatch.ts';

/** A page that can scan, from opening the camera to giving it back. */
export interface Contestant {
  /** What the page noted about one scan of `text`. */
  readonly scan: (text: string) => Promise<Moments>;
  /** The same, with the page loaded for it. */
  readonly load: (text: string) => Promise<Moments>;
}

declare global {
  interface Window {
    scanner: { start(): Promise<void>; stop(): void };
  }
}

const DESK = { width: 1280, height: 800 };
const MOST_MS = 20_000;

/** The counter with its camera closed; one scan opens it, as whoever sits there does. */
export async function openCounter(browser: Browser, url: string): Promise<Contestant> {
  const page = await open(browser, url);
  const video = page.locator('video');
  const finish = async () => {
    const moments = await seen(page, 'painted');
    const verdict = await page.locator('[data-verdict]').getAttribute('data-verdict');
    if (verdict !== 'accepted') throw new Error(`the verdict was ${verdict ?? 'none'}`);
    await page.getByText('图片', { exact: true }).click();
    await video.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '下一位' }).click();
    return moments;
  };
  return {
    scan: async () => {
      await forget(page);
      await page.getByText('摄像头', { exact: true }).click();
      return finish();
    },
    load: async () => {
      await page.reload();
      return finish();
    },
  };
}

export async function openBaseline(browser: Browser, url: string): Promise<Contestant> {
  const page = await open(browser, url);
  const scan = async (text: string) => {
    await forget(page);
    await page.evaluate(() => window.scanner.start());
    const moments = await seen(page, 'bytes');
    if (moments.text !== text) throw new Error('the baseline read something else');
    await page.evaluate(() => {
      window.scanner.stop();
    });
    // Its camera is given back a little later, and opened with an old picture before that.
    await page.waitForTimeout(500);
    return moments;
  };
  return {
    scan,
    load: async (text) => {
      await page.reload();
      return scan(text);
    },
  };
}

async function open(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: DESK,
    locale: 'zh-CN',
    permissions: ['camera'],
  });
  const page = await context.newPage();
  await page.addInitScript(watchScan);
  await page.goto(url);
  return page;
}

async function forget(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.moments = {};
  });
}

async function seen(page: Page, moment: keyof Moments): Promise<Moments> {
  const isThere = (name: keyof Moments) => window.moments[name] !== undefined;
  // Rarely, since every look takes time from what is timed.
  await page.waitForFunction(isThere, moment, { timeout: MOST_MS, polling: 100 });
  return page.evaluate(() => window.moments);
}
