/** What the tests of the light client share. */
import { expect } from 'vitest';
import type { LightBlockSource, ClientPorts } from '#core/chain/index.ts';
import { cometbftEngine, timeNs, type LightBlock } from '#core/cometbft/index.ts';
import { memoryStore, profileOf } from '../../support/chain-builder.ts';

export type Node = LightBlockSource<LightBlock>;
export type Ports = ClientPorts<LightBlock>;

/** A moment after the last block of a chain. */
export function momentAfter(chain: readonly LightBlock[], laterMs = 5_000): Date {
  const last = chain.at(-1);
  if (last === undefined) throw new Error('an empty chain');
  return new Date(Number(timeNs(last.header.time) / 1_000_000n) + laterMs);
}

/** Ports over nodes, anchored in the first block of `chain`; answers are waited for without end. */
export function portsOf(
  chain: readonly LightBlock[],
  sources: readonly Node[],
  change: Partial<Ports> = {},
): Ports {
  return {
    profile: profileOf(chain, sources.length),
    engine: cometbftEngine(),
    sources,
    store: memoryStore(),
    now: momentAfter(chain),
    elapsedMs: () => 0,
    patience: () => new Promise(() => undefined),
    onProgress: () => undefined,
    ...change,
  };
}

/** Patience that ends soon: for tests with a node that never answers. */
export function soon(): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

export async function expectRefusal(action: Promise<unknown>, code: string): Promise<void> {
  await expect(action).rejects.toMatchObject({ code });
}
