/** The registry under load on four CometBFT nodes, beside CometBFT's `kvstore`; and how it grows. */
import { benchGrowth } from './registry/growth.ts';
import { benchLoad } from './registry/load.ts';
import type { Measured } from './support/types.ts';

export async function bench(): Promise<Measured> {
  const load = await benchLoad();
  const growth = await benchGrowth();
  return {
    rows: [...load.rows, ...growth.rows],
    targets: [...load.targets, ...growth.targets],
  };
}
