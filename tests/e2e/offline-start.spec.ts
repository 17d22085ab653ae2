import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FOLDER } from '../../src/consortium/demo/index.ts';
import { expect, test, useDemo } from './harness.ts';

const demo = useDemo();

/** What the service worker keeps, read from the built worker itself. */
function precached(): readonly string[] {
  const worker = readFileSync(join(BUILD_FOLDER, 'service-worker.js'), 'utf8');
  return [...worker.matchAll(/"url":"([^"]+)","revision":"[0-9a-f]{16}"/g)].map(
    ([, url = '']) => url,
  );
}

const built = () =>
  readdirSync(BUILD_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(BUILD_FOLDER.length));

test('what is kept for offline use is everything that was built, wasm and workers included', () => {
  const kept = precached();
  const expected = built().filter((url) => url !== '/service-worker.js');
  expect([...kept].sort()).toEqual([...expected].sort());
  expect(kept.filter((url) => url.endsWith('.wasm'))).not.toEqual([]);
  expect(kept.filter((url) => url.includes('worker') && url.endsWith('.js'))).not.toEqual([]);
});

test('after one visit the app starts with the server gone and the browser restarted', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const first = await device.visit('/');
  await expect(first.getByRole('main')).toBeVisible();
  await device.readyForOffline(first);
  device.watch.expectTrouble(/ERR_CONNECTION_REFUSED|Failed to fetch|ERR_FAILED/);
  await demo().stopServing();
  await device.restart();
  for (const path of ['/', '/receive', '/show']) {
    const page = await device.visit(path);
    await expect(page.getByRole('main')).toBeVisible();
    await page.close();
  }
  await demo().serveAgain();
});

test('only navigations get the shell: a missing file stays missing', async ({ openDevice }) => {
  const device = await openDevice();
  const page = await device.visit('/');
  await device.readyForOffline(page);
  device.watch.expectTrouble(/404/);
  const statuses = await page.evaluate(async () => {
    const urls = ['/_app/immutable/gone.js', '/gone.wasm', '/anywhere/else'];
    return Promise.all(urls.map(async (url) => (await fetch(url)).status));
  });
  expect(statuses).toEqual([404, 404, 404]);
});

test('every page is isolated, unframed and without powers that it does not use', async ({
  openDevice,
}) => {
  const device = await openDevice();
  const page = await device.visit('/');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const powers = await page.evaluate(async () => {
    const names = ['camera', 'microphone', 'geolocation'] as const;
    const asked = await Promise.all(
      names.map((name) => navigator.permissions.query({ name: name })),
    );
    return asked.map(({ state }) => state);
  });
  expect(powers).toEqual(['granted', 'denied', 'denied']);
});
