import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCometbft, type CometbftConsortium } from '#consortium/cometbft/index.ts';
import { heightAfter, heightOf, until } from './nodes.ts';

const BEHIND = Number(process.env['LIGHTSEAL_BEHIND'] ?? 20);

let consortium: CometbftConsortium;

beforeAll(async () => {
  consortium = await startCometbft({ intervals: { blockMs: 40, idleMs: 100 } });
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

  it(
    `take one that is ${BEHIND} blocks behind up again`,
    async () => {
      const [first, , , fourth] = consortium.nodes;
      if (first === undefined || fourth === undefined) throw new Error();
      const left = await heightOf(fourth);
      await fourth.stop();
      await heightAfter(first, left + BEHIND);
      await fourth.start();
      const ahead = await heightOf(first);
      expect(ahead).toBeGreaterThanOrEqual(left + BEHIND);
      await heightAfter(fourth, ahead);
    },
    60_000 + BEHIND * 2_000,
  );
});
