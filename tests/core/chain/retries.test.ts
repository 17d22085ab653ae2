import { describe, expect, it } from 'vitest';
import { Canceller, SourceError, withRetries, type SourceCode } from '#core/chain/index.ts';
import type { LightBlock } from '#core/cometbft/index.ts';
import { buildChain, sourceOf } from '../../support/chain-builder.ts';
import { expectRefusal, type Node } from './sync-harness.ts';

const CHAIN = buildChain({ length: 3 });

/** A node that fails so many times first. */
function failing(times: number, code: SourceCode) {
  const source = sourceOf(CHAIN);
  let asked = 0;
  const fail = async <T>(answer: () => Promise<T>): Promise<T> => {
    if (asked++ < times) throw new SourceError(code, code);
    return await answer();
  };
  const node: Node = {
    lightBlock: (height) => fail<LightBlock>(() => source.lightBlock(height)),
    headers: (min, max) => fail(() => source.headers?.(min, max) ?? Promise.resolve([])),
  };
  return { node, asked: () => asked };
}

const pauses: number[] = [];
const pause = (retry: number) => {
  pauses.push(retry);
  return Promise.resolve();
};

describe('a question to a node that could not be reached', () => {
  it('is asked twice again, after longer pauses', async () => {
    pauses.length = 0;
    const { node, asked } = failing(2, 'source/down');
    expect(await withRetries(node, pause).lightBlock(2)).toEqual(CHAIN[1]);
    expect([asked(), pauses]).toEqual([3, [1, 2]]);
  });

  it('is given up after that', async () => {
    const { node, asked } = failing(9, 'source/down');
    await expectRefusal(withRetries(node, pause).lightBlock(2), 'source/down');
    expect(asked()).toBe(3);
  });

  it('is asked again for headers too', async () => {
    const { node } = failing(1, 'source/down');
    expect(await withRetries(node, pause).headers?.(2, 2)).toMatchObject([{ height: 2 }]);
  });

  it.each<SourceCode>(['source/slow', 'source/garbage', 'source/too-high', 'source/pruned'])(
    'is not asked again after %s',
    async (code) => {
      const { node, asked } = failing(1, code);
      await expectRefusal(withRetries(node, pause).lightBlock(2), code);
      expect(asked()).toBe(1);
    },
  );

  it('is not asked again when nobody waits for it any longer', async () => {
    const cancelled = new Canceller();
    const { node, asked } = failing(9, 'source/down');
    const never = () => new Promise<never>(() => undefined);
    const asking = withRetries(node, never).lightBlock(2, cancelled);
    await Promise.resolve();
    cancelled.cancel();
    await expectRefusal(asking, 'chain/cancelled');
    expect(asked()).toBe(1);
  });
});
