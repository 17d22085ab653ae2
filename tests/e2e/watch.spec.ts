import { expect, test } from './harness.ts';
import { Watch } from './watch.ts';

/** Somebody's server, as far as the rules go; nothing answers there. */
const STRANGER = 'http://localhost:9';

test('the watch names a request to anybody else, and a complaint', async ({ context, page }) => {
  const watch = new Watch();
  watch.follow(context);
  await page.evaluate((url) => fetch(url).catch(() => undefined), `${STRANGER}/track?who=me`);
  await page.evaluate(() => {
    console.error('something is wrong');
  });
  watch.expectTrouble(/ERR_/);
  expect(() => {
    watch.judge(new Set());
  }).toThrow(`${STRANGER}/track?who=me`);
  expect(() => {
    watch.judge(new Set([STRANGER]));
  }).toThrow('something is wrong');
  watch.expectTrouble(/something is wrong/);
  watch.judge(new Set([STRANGER]));
});
