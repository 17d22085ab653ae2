/** Verified light blocks of one chain, by height, in the page's store. */
import type { Engine, LightStore } from '#core/chain/index.ts';
import type { PagePort } from './page-port.ts';
import { blockName, blockPrefix } from './stored-name.ts';

export function blockStore<Block>(
  engine: Engine<Block>,
  page: Pick<PagePort, 'load' | 'keys' | 'save'>,
  chainId: string,
): LightStore<Block> {
  const prefix = blockPrefix(chainId);
  const nameOf = (height: number) => blockName(chainId, height);
  const load = async (height: number | undefined) =>
    height === undefined ? undefined : ((await page.load(nameOf(height))) as Block | undefined);
  const heights = async () => {
    const names = await page.keys(prefix);
    return names.map((name) => Number(name.slice(prefix.length))).sort((a, b) => a - b);
  };
  return {
    load,
    loadLatest: async () => load((await heights()).at(-1)),
    loadLowest: async () => load((await heights())[0]),
    loadBefore: async (height) => load((await heights()).findLast((each) => each < height)),
    save: (blocks) =>
      page.save(blocks.map((block) => [nameOf(engine.facts(block).height), block] as const)),
    prune: async (keep) => {
      const old = (await heights()).slice(1, -keep);
      if (old.length > 0)
        await page.save(old.map((height) => [nameOf(height), undefined] as const));
    },
  };
}
