import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCall } from '#consortium/client/index.ts';
import { startCometbft } from '#consortium/cometbft/index.ts';
import { heightAfter, heightOf, until } from './nodes.ts';

const home = mkdtempSync(join(tmpdir(), 'lightseal-join-'));
const PACE = { home, snapshotEvery: 5, intervals: { blockMs: 100, idleMs: 300 } };

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

async function earliestOf(url: string): Promise<number> {
  const status = (await nodeCall(url)('status', {})) as {
    readonly sync_info: { readonly earliest_block_height: string };
  };
  return Number(status.sync_info.earliest_block_height);
}

describe('a fifth department', () => {
  it('joins with a snapshot, is a validator, and counts', async () => {
    const four = await startCometbft(PACE);
    const [first] = four.nodes;
    if (first === undefined) throw new Error('there are nodes');
    await heightAfter(first, 16);
    await four.stop();
    const five = await startCometbft({ ...PACE, join: true, stateSync: true });
    try {
      const [one, two, , , joined] = five.nodes;
      if (one === undefined || two === undefined || joined === undefined) throw new Error();
      expect(await earliestOf(joined.url)).toBeGreaterThan(5);
      const validators = async () => {
        const answer = await nodeCall(joined.url)('validators', {});
        return (answer as { readonly total: string }).total;
      };
      await until(async () => (await validators()) === '5');
      // Four of five are more than two thirds, three are not: the fifth one's vote is needed.
      await two.stop();
      await heightAfter(one, (await heightOf(one)) + 4);
    } finally {
      await five.stop();
    }
  });
});
