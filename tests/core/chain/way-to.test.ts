import { describe, expect, it } from 'vitest';
import { verifySupplied, wayTo } from '#core/chain/index.ts';
import { cometbftEngine, type LightBlock } from '#core/cometbft/index.ts';
import { buildChain, memoryStore, members, profileOf } from '../../support/chain-builder.ts';
import { expectRefusal, momentAfter } from './sync-harness.ts';

const POOL = members(24);
const STEADY = buildChain({ length: 12 });
/** The set moves on by one member at each height. */
const MOVING = buildChain({
  length: 12,
  membersAt: (height) => POOL.slice(height, height + 8),
});

const trustIn = (stored: readonly LightBlock[], chain: readonly LightBlock[]) => ({
  profile: profileOf(chain, 2),
  engine: cometbftEngine(),
  store: memoryStore(stored),
});
const heights = (way: readonly LightBlock[]) => way.map(({ header }) => header.height);

function last(chain: readonly LightBlock[]): LightBlock {
  const block = chain.at(-1);
  if (block === undefined) throw new Error('an empty chain');
  return block;
}

describe('the way to a block', () => {
  it('is the anchor and the block while the same departments decide', async () => {
    const way = await wayTo(trustIn(STEADY, STEADY), last(STEADY), momentAfter(STEADY));
    expect(heights(way)).toEqual([1, 12]);
  });

  it('holds what lies between where the departments change, and leads a stranger there', async () => {
    const now = momentAfter(MOVING);
    const way = await wayTo(trustIn(MOVING, MOVING), last(MOVING), now);
    expect(way.length).toBeGreaterThan(2);
    expect(way.length).toBeLessThan(MOVING.length);
    const stranger = trustIn([], MOVING);
    expect((await verifySupplied(stranger, way, now)).header.height).toBe(12);
    for (const left of way.slice(1, -1)) {
      const gap = way.filter((block) => block !== left);
      await expectRefusal(verifySupplied(stranger, gap, now), 'chain/out-of-reach');
    }
  });

  it('begins at the anchor, also where older blocks are stored below it', async () => {
    // A height below the anchor was looked up, or the anchor was renewed.
    const now = momentAfter(STEADY);
    const anchored = STEADY.slice(4);
    const way = await wayTo(trustIn(STEADY, anchored), last(STEADY), now);
    expect(heights(way)).toEqual([5, 12]);
    const stranger = trustIn([], anchored);
    expect((await verifySupplied(stranger, way, now)).header.height).toBe(12);
  });

  it('leads on whoever holds a block within it', async () => {
    const now = momentAfter(MOVING);
    const way = await wayTo(trustIn(MOVING, MOVING), last(MOVING), now);
    for (const held of MOVING) {
      const other = trustIn([held], MOVING);
      expect((await verifySupplied(other, way, now)).header.height).toBe(12);
    }
  });

  it('is the block alone when there is nothing below, or nobody can begin there any more', async () => {
    const target = last(STEADY);
    const now = momentAfter(STEADY);
    expect(heights(await wayTo(trustIn([], STEADY), target, now))).toEqual([12]);
    expect(heights(await wayTo(trustIn([target], STEADY), target, now))).toEqual([12]);
    const late = new Date(momentAfter(STEADY.slice(0, 1)).getTime() + 3_600_000);
    expect(heights(await wayTo(trustIn(STEADY, STEADY), target, late))).toEqual([12]);
  });

  it('is refused when blocks on it are no longer stored', async () => {
    const gone = trustIn([...MOVING.slice(0, 1), last(MOVING)], MOVING);
    await expectRefusal(wayTo(gone, last(MOVING), momentAfter(MOVING)), 'chain/out-of-reach');
  });

  it('is refused when it takes more steps than are worth bringing along', async () => {
    const pool = members(80);
    const long = buildChain({
      length: 66,
      membersAt: (height) => pool.slice(height, height + 1),
    });
    const profile = { ...trustIn(long, long), profile: profileOf(long, 2) };
    await expectRefusal(wayTo(profile, last(long), momentAfter(long)), 'chain/out-of-reach');
  });
});
