import { describe, expect, it } from 'vitest';
import { cometbftEngine, type LightBlock } from '#core/cometbft/index.ts';
import { blockStore } from '#workers/block-store.ts';
import { PagePort } from '#workers/page-port.ts';
import { buildChain } from '../support/chain-builder.ts';

const CHAIN = buildChain({ length: 12 });
const at = (height: number): LightBlock => {
  const block = CHAIN[height - 1];
  if (block === undefined) throw new Error('no such block');
  return block;
};

/** A page with nothing but a store; every save is one step. */
function storeIn(stored = new Map<string, unknown>(), chainId = 'chain-1') {
  const saves: number[] = [];
  const page: PagePort = new PagePort((message) => {
    if (message.kind !== 'ask') return;
    const { ask, question } = message;
    if (question.to === 'load') page.answer(ask, stored.get(question.key));
    if (question.to === 'keys') {
      page.answer(
        ask,
        [...stored.keys()].filter((key) => key.startsWith(question.prefix)),
      );
    }
    if (question.to !== 'save') return;
    saves.push(question.entries.length);
    for (const [key, value] of question.entries) {
      if (value === undefined) stored.delete(key);
      else stored.set(key, value);
    }
    page.answer(ask, undefined);
  });
  return { store: blockStore(cometbftEngine(), page, chainId), stored, saves };
}

const heightOf = (block: LightBlock | undefined) => block?.header.height;

describe('stored blocks', () => {
  it('are found by height, from either end, and below a height', async () => {
    const { store, saves } = storeIn();
    await store.save([at(2), at(9), at(10)]);
    expect(saves).toEqual([3]);
    expect(heightOf(await store.load(9))).toBe(9);
    expect(await store.load(3)).toBeUndefined();
    expect(heightOf(await store.loadLatest())).toBe(10);
    expect(heightOf(await store.loadLowest())).toBe(2);
    expect(heightOf(await store.loadBefore(9))).toBe(2);
    expect(await store.loadBefore(2)).toBeUndefined();
  });

  it('are none in an empty store', async () => {
    const { store, saves } = storeIn();
    expect(await store.loadLatest()).toBeUndefined();
    expect(await store.loadLowest()).toBeUndefined();
    await store.prune(3);
    expect(saves).toEqual([]);
  });

  it('are pruned but for the first and the newest', async () => {
    const { store, stored } = storeIn();
    await store.save(CHAIN);
    await store.prune(3);
    expect(stored.size).toBe(4);
    expect(heightOf(await store.loadLowest())).toBe(1);
    expect(heightOf(await store.loadBefore(11))).toBe(10);
    expect(heightOf(await store.loadBefore(10))).toBe(1);
  });

  it('of a newer head stay when another tab saves an older one', async () => {
    const { store } = storeIn();
    await store.save([at(12)]);
    await store.save([at(5)]);
    expect(heightOf(await store.loadLatest())).toBe(12);
  });

  it('of two chains lie side by side', async () => {
    const shared = new Map<string, unknown>();
    const [one, other] = [storeIn(shared, 'chain-1'), storeIn(shared, 'chain-10')];
    await one.store.save([at(3)]);
    await other.store.save([at(7)]);
    expect(heightOf(await one.store.loadLatest())).toBe(3);
    expect(heightOf(await other.store.loadLatest())).toBe(7);
  });
});
