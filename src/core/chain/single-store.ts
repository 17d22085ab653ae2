import type { Engine, LightStore } from './ports.ts';

/** A store of one block: the newest. */
export function singleStore<Block>(
  engine: Engine<Block>,
  load: () => Promise<Block | undefined>,
  save: (newest: Block) => Promise<void>,
): LightStore<Block> {
  const loadIf = async (isWanted: (height: number) => boolean) => {
    const block = await load();
    return block !== undefined && isWanted(engine.facts(block).height) ? block : undefined;
  };
  return {
    load: (height) => loadIf((held) => held === height),
    loadLatest: load,
    loadLowest: load,
    loadBefore: (height) => loadIf((held) => held < height),
    save: async (blocks) => {
      const newest = blocks.at(-1);
      if (newest !== undefined) await save(newest);
    },
    prune: () => Promise.resolve(),
  };
}
