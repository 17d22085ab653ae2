/** A browser whose WebCrypto knows no Ed25519: it syncs all the same, on one thread. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { BUILD_FOLDER } from '../../src/consortium/demo/index.ts';
import { serveApp } from '../../src/consortium/serve/index.ts';
import { ChangingConsortium } from '../support/changing-consortium.ts';
import { LIES, liesFrom } from '../support/lies.ts';
import { Device, expect, test } from './harness.ts';

const WORKERS = '_app/immutable/workers';

/** Init scripts do not reach workers, so this stands before what the workers are built of. */
const WITHOUT_ED25519 = `for (const name of ['importKey', 'verify']) {
  const known = SubtleCrypto.prototype[name];
  SubtleCrypto.prototype[name] = function (...args) {
    const isEd25519 = args.some((arg) => arg === 'Ed25519' || arg?.name === 'Ed25519');
    if (isEd25519) return Promise.reject(new DOMException('unknown', 'NotSupportedError'));
    return known.apply(this, args);
  };
}
`;

/** The app as built, with workers that know no Ed25519. */
function buildWithout(folder: string): string {
  cpSync(BUILD_FOLDER, folder, { recursive: true });
  const workers = join(folder, WORKERS);
  for (const name of readdirSync(workers).filter((file) => file.endsWith('.js'))) {
    const path = join(workers, name);
    writeFileSync(path, WITHOUT_ED25519 + readFileSync(path, 'utf8'));
  }
  return folder;
}

/** Every worker that any page of a device starts, by its file. */
function workersOf(device: Device): readonly string[] {
  const started: string[] = [];
  device.context.on('page', (page) => {
    page.on('worker', (worker) => started.push(worker.url()));
  });
  return started;
}

const knowsEd25519 = (page: Page): Promise<boolean> | undefined =>
  page
    .workers()
    .find((worker) => worker.url().includes('chain.worker'))
    ?.evaluate(async () => {
      const key = new Uint8Array(32).fill(0x66).with(0, 0x58);
      return await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']).then(
        () => true,
        () => false,
      );
    });

test('without Ed25519 in the browser the head is reached, a liar is named, and no helper is started', async () => {
  const build = buildWithout(mkdtempSync(join(tmpdir(), 'lightseal-build-')));
  const app = await serveApp({ folder: build, port: 0 });
  const consortium = await ChangingConsortium.start(14, 2, app.origin);
  app.publish(consortium.profile);
  const device = await Device.open(app.origin, mkdtempSync(join(tmpdir(), 'lightseal-bare-')));
  const started = workersOf(device);
  try {
    const trust = await device.visit('/trust');
    await expect(trust.locator('li.agrees')).toHaveCount(4);
    expect(await knowsEd25519(trust)).toBe(false);
    const lie = LIES.find(({ name }) => name === 'two signatures swapped');
    if (lie === undefined) throw new Error('no such lie');
    consortium.height += 6;
    consortium.setMutation(0, liesFrom(consortium.height - 2, lie.mutation));
    await trust.getByRole('button', { name: '立即更新' }).click();
    await expect(trust.locator('.lead').first()).toContainText(`#${String(consortium.height)}`);
    const [first] = consortium.profile.nodes;
    const caught = trust.locator('li.invalid').filter({ hasText: first?.name['zh-CN'] ?? '' });
    await expect(caught).toBeVisible();
    await expect(trust.locator('li.agrees')).toHaveCount(3);
    expect(started.filter((url) => url.includes('chain.worker'))).toHaveLength(1);
    expect(started.filter((url) => url.includes('votes.worker'))).toEqual([]);
    device.watch.judge(new Set([app.origin, ...consortium.urls]));
  } finally {
    await device.close();
    rmSync(device.folder, { recursive: true, force: true });
    await consortium.stop();
    await app.stop();
    rmSync(build, { recursive: true, force: true });
  }
});
