/** What every browser test needs: a demo for the file, devices with a camera, and a watch over both. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import {
  FREE_PORTS,
  startDemo,
  startDemoOn,
  type Demo,
  type DemoOptions,
} from '../../src/consortium/demo/index.ts';
import { startCometbft } from '../../src/consortium/cometbft/index.ts';
import { Device, type DeviceOptions } from './device.ts';

export { expect } from '@playwright/test';
export { Device, type DeviceOptions } from './device.ts';

/** Blocks and batches follow at once, so that no test waits for a clock. */
const QUICK: NonNullable<DemoOptions['intervals']> = {
  blocks: { blockMs: 100, idleMs: 2_000 },
  desk: { batchOpenMs: 200 },
};

/** On real nodes where asked for (`npm run test:cometbft`): what needs the embedded chain is not run there. */
const start: (options: DemoOptions) => Promise<Demo> =
  process.env['LIGHTSEAL_ENGINE'] === 'cometbft'
    ? async (options) => (await startDemoOn(startCometbft, options)) as unknown as Demo
    : startDemo;

/** Opens a device that is closed, and judged, when the test ends. */
export type OpenDevice = (options?: DeviceOptions) => Promise<Device>;

interface Fixtures {
  readonly openDevice: OpenDevice;
}

let demo: Demo | undefined;

/**
 * Starts a demo before the tests of a file, on free ports so that a developer's own can run beside
 * it, and stops it after them. The app must have been built.
 */
export function useDemo(options: Partial<DemoOptions> = {}): () => Demo {
  base.beforeAll(async () => {
    demo = await start({ ports: FREE_PORTS, intervals: QUICK, ...options });
  });
  base.afterAll(async () => {
    await demo?.stop();
    demo = undefined;
  });
  return running;
}

export const test = base.extend<Fixtures>({
  // Playwright reads from the pattern which fixtures are needed.
  openDevice: async ({ browserName: _ }, use) => {
    const devices: Device[] = [];
    await use(async (options) => {
      const folder = mkdtempSync(join(tmpdir(), 'lightseal-device-'));
      const device = await Device.open(running().urls.app, folder, options);
      devices.push(device);
      return device;
    });
    for (const device of devices) {
      await device.close();
      rmSync(device.folder, { recursive: true, force: true });
    }
    const known = knownOrigins(running());
    for (const { watch } of devices) watch.judge(known);
  },
});

function running(): Demo {
  if (demo === undefined) throw new Error('call useDemo() at the top of the file');
  return demo;
}

/** The page's own origin, the configured nodes, the issuer: nobody else may be asked. */
function knownOrigins({ urls }: Demo): ReadonlySet<string> {
  return new Set([urls.app, urls.desk, ...urls.nodes].map((url) => new URL(url).origin));
}
