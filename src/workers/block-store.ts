/** Verified light blocks of one chain, by height, in the page's store. */
import type { Engine, LightStore } from '#core/chain/index.ts';
import type { LightBlock } from '#core/cometbft/index.ts';
import type { PagePort } from './page-port.ts';
import { blockName, blockPrefix } from './stored-name.ts';
import { asBlock } from './stored-shape.ts';

/** What has not the shape of a block is not there. */
export function blockStore(
  engine: Engine<LightBlock>,
  page: Pick<PagePort, 'load' | 'keys' | 'save'>,
  chainId: string,
): LightStore<LightBlock> {
  const prefix = blockPrefix(chainId);
  const nameOf = (height: number) => blockName(chainId, height);
  const load = async (height: number) => asBlock(await page.load(nameOf(height)));
  const firstOf = async (candidates: readonly number[]) => {
    for (const height of candidates) {
      const block = await load(height);
      if (block !== undefined) return block;
    }
    return undefined;
  };
  const heights = async () => {
    const names = await page.keys(prefix);
    return names.map((name) => Number(name.slice(prefix.length))).sort((a, b) => a - b);
  };
  return {
    load,
    loadLatest: async () => firstOf((await heights()).reverse()),
    loadLowest: async () => firstOf(await heights()),
    loadBefore: async (height) =>
      firstOf((await heights()).filter((each) => each < height).reverse()),
    save: (blocks) =>
      page.save(blocks.map((block) => [nameOf(engine.facts(block).height), block] as const)),
    prune: async (keep) => {
      const old = (await heights()).slice(1, -keep);
      if (old.length > 0)
        await page.save(old.map((height) => [nameOf(height), undefined] as const));
    },
  };
}
