import { defineConfig } from '@playwright/test';
import { chromiumFlags, chromiumPath } from './tests/support/browser.ts';

/** Traces are off unless asked for (`--trace on`): with them the browsers are a third slower. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 390, height: 844 },
    trace: 'off',
    launchOptions: { executablePath: chromiumPath(), args: chromiumFlags() },
  },
});
