import { describe, expect, it } from 'vitest';
import { findChromium } from './browser.ts';
import {
  add,
  closingLine,
  isSuccess,
  NO_REPORT,
  NOTHING,
  tallyPlaywright,
  tallyVitest,
  withExitCode,
} from './tally.ts';

const vitest = (testResults: unknown[]) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults,
  });

describe('the closing line', () => {
  it('names passed and failed alone when nothing was skipped', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  });

  it('adds the skipped when there are any', () => {
    expect(closingLine({ passed: 12, failed: 1, skipped: 2 })).toBe(
      '12 passed, 1 failed, 2 skipped',
    );
  });
});

describe('a run', () => {
  it('is no success when nothing was tested', () => {
    expect(isSuccess(NOTHING)).toBe(false);
  });

  it('is no success when one runner left no report', () => {
    expect(isSuccess(add({ passed: 9, failed: 0, skipped: 0 }, NO_REPORT))).toBe(false);
  });

  it('counts a runner that failed without a failed test', () => {
    expect(withExitCode({ passed: 9, failed: 0, skipped: 0 }, 1).failed).toBe(1);
    expect(withExitCode({ passed: 9, failed: 2, skipped: 0 }, 1).failed).toBe(2);
  });
});

describe('reports', () => {
  it('counts a test file that could not be loaded as a failure', () => {
    const json = vitest([{ status: 'failed', assertionResults: [] }]);
    expect(tallyVitest(json)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('does not count a failed file twice when its tests were counted', () => {
    const json = vitest([{ status: 'failed', assertionResults: [{}] }]);
    expect(tallyVitest(json).failed).toBe(1);
  });

  it('counts a flaky browser test as failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    const json = JSON.stringify({ stats, errors: [] });
    expect(tallyPlaywright(json)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });
});

describe('the browser', () => {
  it("is the system's before Playwright's own", () => {
    expect(findChromium(() => true, undefined, '/own/chrome')).toBe(
      '/usr/bin/chromium-headless-shell',
    );
    const isThere = (path: string) => !path.includes('headless');
    expect(findChromium(isThere, undefined, '/own/chrome')).toBe('/usr/bin/chromium');
  });

  it("is Playwright's own where the system has none", () => {
    expect(findChromium((path) => path === '/own/chrome', undefined, '/own/chrome')).toBe(
      '/own/chrome',
    );
  });

  it('is the named one, and no other, when one is named', () => {
    expect(findChromium((path) => path !== '/named', '/named', '/own')).toBeUndefined();
  });
});
