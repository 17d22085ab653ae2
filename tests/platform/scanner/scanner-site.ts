/** Builds the test page as the app is built, and serves it with the app's own headers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { scriptPolicy } from '../../../src/consortium/serve/csp.js';
import { serveApp } from '../../../src/consortium/serve/index.ts';
import { chromiumFlags, chromiumPath } from '../../support/browser.ts';
import type { ScannerPage } from './page/page.ts';

declare global {
  interface Window {
    readonly scannerPage: ScannerPage;
  }
}

/** The page, being served. */
export interface ScannerSite {
  readonly origin: string;
  /** For films and whatever else a test writes; gone with the site. */
  readonly folder: string;
  stop(): Promise<void>;
}

const PAGE = fileURLToPath(new URL('page', import.meta.url));

export async function startScannerSite(): Promise<ScannerSite> {
  const folder = mkdtempSync(join(tmpdir(), 'lightseal-scanner-'));
  const built = join(folder, 'site');
  await build({
    configFile: false,
    root: PAGE,
    publicDir: false,
    logLevel: 'error',
    plugins: [svelte({ configFile: false }), withPolicy()],
    worker: { format: 'es' },
    build: {
      outDir: built,
      assetsDir: '_app',
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(PAGE, '200.html') },
    },
  });
  const app = await serveApp({ folder: built, port: 0 });
  return {
    origin: app.origin,
    folder,
    stop: async () => {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The app's pages carry their policy themselves. */
function withPolicy() {
  return {
    name: 'with-policy',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: scriptPolicy() },
        injectTo: 'head-prepend' as const,
      },
    ],
  };
}

/** A page in a Chromium of its own, with what it complained about. */
export interface OpenPage {
  readonly page: Page;
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

export async function openPage(
  site: ScannerSite,
  flags: readonly string[],
  deviceScaleFactor = 1,
): Promise<OpenPage> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumFlags(flags),
  });
  const page = await browser.newPage({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor,
  });
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(site.origin);
  await page.waitForFunction(() => 'scannerPage' in window);
  return { page, troubles, close: () => browser.close() };
}
