import { describe, expect, it } from 'vitest';
import { BLOCK_ID_FLAG, cometbftEngine } from '#core/cometbft/index.ts';
import { pictureOf } from '#workers/picture.ts';
import { buildChain, members } from '../support/chain-builder.ts';

const engine = cometbftEngine();
const [FOUR, FIVE] = [members(4), members(5)];
const CHAIN = buildChain({
  length: 600,
  membersAt: (height) => (height < 6 ? FOUR : FIVE),
  vote: (_, index, height) =>
    height === 5 && index === 0 ? BLOCK_ID_FLAG.absent : BLOCK_ID_FLAG.commit,
});
const blocks = (...heights: number[]) => heights.flatMap((height) => CHAIN[height - 1] ?? []);

describe('the picture of the way', () => {
  it('tells of each header who signed, and of the set where it is new', () => {
    const steps = pictureOf(engine, [], blocks(1, 5, 9, 10));
    expect(steps.map(({ height }) => height)).toEqual([1, 5, 9, 10]);
    expect(steps.map(({ validatorsChanged }) => validatorsChanged)).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(steps.map(({ signedShare }) => signedShare)).toEqual([1, 0.75, 1, 1]);
    expect(steps.map(({ members: set }) => set?.length)).toEqual([4, undefined, 5, undefined]);
  });

  it('goes on from where it was, and keeps what was drawn', () => {
    const first = pictureOf(engine, [], blocks(1, 5, 9));
    const steps = pictureOf(engine, first, blocks(9, 12));
    expect(steps.map(({ height }) => height)).toEqual([1, 5, 9, 12]);
    expect(steps[2]?.validatorsChanged).toBe(true);
    expect(pictureOf(engine, steps, blocks(12))).toEqual(steps);
  });

  it('keeps the anchor and no more than fits', () => {
    let steps = pictureOf(engine, [], blocks(1));
    for (let height = 2; height <= 600; height++) {
      steps = pictureOf(engine, steps, blocks(height - 1, height));
    }
    expect(steps).toHaveLength(240);
    expect(steps[0]?.height).toBe(1);
    expect(steps.at(-1)?.height).toBe(600);
  });
});
