/** Verifying an SD-JWT VC beside `@sd-jwt/sd-jwt-vc`: how long it takes, and how large the code is. */
import { join } from 'node:path';
import { bundleSizes } from './credential/sizes.ts';
import { runInChromium } from './support/in-chromium.ts';
import type { BenchOptions, Measured } from './support/types.ts';

const SPEED = join(import.meta.dirname, 'credential/in-page.ts');

export async function bench(options: BenchOptions): Promise<Measured> {
  const sizes = await bundleSizes();
  const inPage = await runInChromium(SPEED, { ...options, place: 'chromium' });
  return {
    rows: [...inPage.rows, ...sizes.rows],
    targets: [...inPage.targets, ...sizes.targets],
  };
}
