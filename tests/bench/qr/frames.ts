/** How surely frames are read, and how long one takes, in Chromium. */
import { join } from 'node:path';
import { runInChromium } from '../support/in-chromium.ts';
import type { Measured } from '../support/types.ts';

export function frames(): Promise<Measured> {
  return runInChromium(join(import.meta.dirname, 'frames/in-page.ts'), { place: 'chromium' });
}
