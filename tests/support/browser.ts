/** Finds the Chromium that the browser tests run in: the system's first, then Playwright's own. */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** The shell without a window first: with the same engine the tests take a quarter less time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'google-chrome',
  'chromium-browser',
  'google-chrome-stable',
];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];
const MAC_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const ADVICE = [
  'No Chromium was found for the browser tests. Install one of:',
  '  Debian, Ubuntu:  sudo apt-get install -y chromium fonts-noto-cjk',
  '  anywhere:        npx playwright install --with-deps chromium',
  'or name one in LIGHTSEAL_CHROMIUM=/path/to/chromium.',
].join('\n');

/** Flags that keep Chromium quiet: nothing is fetched, updated or synchronised in the background. */
export const QUIET_FLAGS: readonly string[] = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of a Chromium, or `undefined` if there is none. `isThere` is for tests. */
export function findChromium(
  isThere: (path: string) => boolean = existsSync,
  named: string | undefined = process.env['LIGHTSEAL_CHROMIUM'],
  own: string = chromium.executablePath(),
): string | undefined {
  if (named !== undefined && named !== '') return isThere(named) ? named : undefined;
  const system = NAMES.flatMap((name) => FOLDERS.map((folder) => `${folder}/${name}`));
  return [...system, ...MAC_PLACES, own].find((path) => isThere(path));
}

/** Path of a Chromium; throws with what to install if there is none. */
export function chromiumPath(): string {
  const path = findChromium();
  if (path === undefined) throw new Error(ADVICE);
  return path;
}

/** Flags for a launch; Chromium refuses its sandbox to root. */
export function chromiumFlags(extra: readonly string[] = []): string[] {
  const isRoot = process.getuid?.() === 0;
  return [...QUIET_FLAGS, ...(isRoot ? ['--no-sandbox'] : []), ...extra];
}
