import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCometbft, type CometbftConsortium } from '#consortium/cometbft/index.ts';
import { heightAfter, heightOf, until } from './nodes.ts';

let consortium: CometbftConsortium;

beforeAll(async () => {
  consortium = await startCometbft({ intervals: { blockMs: 100, idleMs: 500 } });
});

afterAll(() => consortium.stop());

describe('four nodes', () => {
  it('go on when one is killed, halt when two are, and go on when they are back', async () => {
    const [first, , third, fourth] = consortium.nodes;
    if (first === undefined || third === undefined || fourth === undefined) throw new Error();
    await fourth.kill();
    const before = await heightOf(first);
    await heightAfter(first, before + 3);
    await third.kill();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const halted = await heightOf(first);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await heightOf(first)).toBe(halted);
    await third.start();
    await heightAfter(first, halted + 3);
    await fourth.start();
    const behind = await heightOf(first);
    await until(async () => ((await fourth.height()) ?? 0) >= behind);
  });
});
