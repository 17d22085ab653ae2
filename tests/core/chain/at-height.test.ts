/** The light client at a fixed height: where it starts, whom it asks, and whom it replaces. */
import { describe, expect, it } from 'vitest';
import { Canceller, SourceError, verifyAtHeight, type ClientProgress } from '#core/chain/index.ts';
import { BLOCK_ID_FLAG, type Header, type LightBlock } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  buildChain,
  deadSource,
  memoryStore,
  members,
  profileOf,
  silentSource,
  sourceOf,
} from '../../support/chain-builder.ts';
import { expectRefusal, portsOf, soon, type Node } from './sync-harness.ts';

const CHAIN = buildChain({ length: 12 });
const honest = () => sourceOf(CHAIN);
const otherState = (header: Header) => ({ ...header, appHash: sha256(header.appHash) });

/** One of four validators changes with each block: skipping needs blocks on the way. */
const POOL = members(20);
const membersAt = (height: number) => POOL.slice(height, height + 4);
const ROTATING = buildChain({ length: 16, membersAt });
const nobody = () => BLOCK_ID_FLAG.absent;

const heights = (blocks: readonly LightBlock[]) => blocks.map(({ header }) => header.height);
const blocksAt = (chain: readonly LightBlock[], wanted: readonly number[]) =>
  chain.filter(({ header }) => wanted.includes(header.height));

/** A node that serves `chain` but answers otherwise for some heights. */
function exceptAt(
  chain: readonly LightBlock[],
  isOther: (height: number) => boolean,
  answer: (height: number) => Promise<LightBlock>,
): Node {
  const source = sourceOf(chain);
  return {
    ...source,
    lightBlock: (height) =>
      height !== 'latest' && isOther(height) ? answer(height) : source.lightBlock(height),
  };
}

describe('the light client at a height', () => {
  it('returns what is stored, and asks nobody', async () => {
    const nodes = [honest(), honest()];
    const ports = portsOf(CHAIN, nodes, { store: memoryStore(blocksAt(CHAIN, [1, 7])) });
    expect((await verifyAtHeight(ports, 7)).header.height).toBe(7);
    expect(nodes.flatMap(({ asked }) => asked)).toEqual([]);
  });

  it('goes forward from the closest block below, and stores what it verified', async () => {
    const store = memoryStore(blocksAt(CHAIN, [1, 4, 10]));
    const { trace, witnesses } = await verifyAtHeight(
      portsOf(CHAIN, [honest(), honest()], { store }),
      7,
    );
    expect(heights(trace)).toEqual([4, 7]);
    expect(witnesses.map(({ outcome }) => outcome)).toEqual(['agrees', 'agrees']);
    expect(heights(store.blocks)).toEqual([1, 4, 7, 10]);
  });

  it('goes forward from the anchor if nothing is stored', async () => {
    const { trace } = await verifyAtHeight(portsOf(CHAIN, [honest(), honest()]), 9);
    expect(heights(trace)).toEqual([1, 9]);
  });

  it('verifies every block if it is told to', async () => {
    const ports = portsOf(CHAIN, [honest(), honest()], { mode: 'sequential' });
    expect(heights((await verifyAtHeight(ports, 5)).trace)).toEqual([1, 2, 3, 4, 5]);
  });

  it('refuses a sequence with one block that does not follow, though the target would do', async () => {
    const lie = buildChain({ length: 12, alter: otherState, vote: nobody });
    const lying = exceptAt(
      CHAIN,
      (height) => height === 4,
      (height) => sourceOf(lie).lightBlock(height),
    );
    const ports = portsOf(CHAIN, [lying, lying], { mode: 'sequential' });
    await expectRefusal(verifyAtHeight(ports, 7), 'chain/invalid-header');
  });

  it('is the anchor at the height of the anchor', async () => {
    const ports = portsOf(CHAIN, [honest(), honest()]);
    expect((await verifyAtHeight(ports, 1)).header.height).toBe(1);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('refuses the height %d at once', async (height) => {
    const nodes = [honest()];
    await expectRefusal(verifyAtHeight(portsOf(CHAIN, nodes), height), 'chain/no-source');
    expect(nodes.flatMap(({ asked }) => asked)).toEqual([]);
  });

  it('refuses a height that no node has', async () => {
    await expectRefusal(
      verifyAtHeight(portsOf(CHAIN, [honest(), honest()]), 99),
      'chain/no-source',
    );
  });

  it('does not trust what no other node confirms', async () => {
    const ports = portsOf(CHAIN, [honest(), deadSource()]);
    await expectRefusal(verifyAtHeight(ports, 9), 'chain/no-witness');
    expect(await ports.store.loadLatest()).toBeUndefined();
  });
});

describe('below everything stored', () => {
  const profile = profileOf(CHAIN.slice(7), 2);
  const store = () => memoryStore(blocksAt(CHAIN, [8, 10]));
  const withoutHeaders = (): Node => ({ lightBlock: (height) => honest().lightBlock(height) });

  it.each([
    ['by headers', honest()],
    ['block by block where a node has no headers', withoutHeaders()],
  ])('it goes backwards along the hashes, %s', async (_, node) => {
    const held = store();
    const ports = portsOf(CHAIN, [node, deadSource()], { store: held, profile });
    expect((await verifyAtHeight(ports, 3)).block).toEqual(CHAIN[2]);
    expect(heights(held.blocks)).toEqual([3, 8, 10]);
  });

  it('needs no trusting period: a hash does not grow old', async () => {
    const now = new Date('2040-01-01');
    const ports = portsOf(CHAIN, [honest()], { store: store(), profile, now });
    expect((await verifyAtHeight(ports, 2)).header.height).toBe(2);
  });

  const forged = buildChain({ length: 12, alter: otherState });

  it('passes over a node with other headers', async () => {
    const ports = portsOf(CHAIN, [sourceOf(forged), honest()], { store: store(), profile });
    expect((await verifyAtHeight(ports, 5)).block).toEqual(CHAIN[4]);
  });

  it('refuses if no node has the headers that were named', async () => {
    const ports = portsOf(CHAIN, [sourceOf(forged)], { store: store(), profile });
    await expectRefusal(verifyAtHeight(ports, 5), 'chain/invalid-header');
    expect(heights(store().blocks)).toEqual([8, 10]);
  });

  it('refuses a block that is not that of its header', async () => {
    const liar = exceptAt(
      CHAIN,
      (height) => height === 5,
      (height) => sourceOf(forged).lightBlock(height),
    );
    const ports = portsOf(CHAIN, [liar], { store: store(), profile });
    await expectRefusal(verifyAtHeight(ports, 5), 'chain/invalid-header');
  });

  it('walks many headers by twenty at a time', async () => {
    const long = buildChain({ length: 60 });
    const calls: number[] = [];
    const reached: number[] = [];
    const source = sourceOf(long);
    const counting: Node = {
      ...source,
      headers: (min, max) => {
        calls.push(max - min + 1);
        return source.headers?.(min, max) ?? Promise.reject(new Error('no headers'));
      },
    };
    const ports = portsOf(long, [counting], {
      store: memoryStore(long.slice(59)),
      profile: profileOf(long.slice(59), 1),
      onProgress: ({ height }) => reached.push(height),
    });
    expect((await verifyAtHeight(ports, 5)).block).toEqual(long[4]);
    expect(calls).toEqual([20, 20, 15]);
    expect(reached).toEqual([60, 40, 20, 5, 5]);
  });
});

describe('a primary', () => {
  it.each([
    ['is down', deadSource()],
    ['is behind', sourceOf(CHAIN.slice(0, 5))],
    ['gives garbage', { lightBlock: () => Promise.reject(new SourceError('source/garbage', '?')) }],
  ])('that %s is replaced', async (_, bad: Node) => {
    const { header, witnesses } = await verifyAtHeight(
      portsOf(CHAIN, [bad, honest(), honest()]),
      9,
    );
    expect([header.height, witnesses[0]?.node]).toEqual([9, 1]);
  });

  it('that never answers costs one patience', async () => {
    const nodes = [silentSource(), honest(), honest()];
    const { witnesses } = await verifyAtHeight(portsOf(CHAIN, nodes, { patience: soon }), 9);
    expect(witnesses[0]?.node).toBe(1);
  });

  const midway = (height: number) => height > 1 && height < 16;
  const lies = buildChain({ length: 16, membersAt, alter: otherState, vote: nobody });

  it.each([
    ['lies on the way', 'invalid', (height: number) => sourceOf(lies).lightBlock(height)],
    [
      'falls silent on the way',
      'agrees',
      () => Promise.reject(new SourceError('source/down', 'down')),
    ],
  ])('that %s is replaced by a node with the same target', async (_, outcome, answer) => {
    const liar = exceptAt(ROTATING, midway, answer);
    const nodes = [liar, sourceOf(ROTATING), sourceOf(ROTATING)];
    const { header, witnesses } = await verifyAtHeight(portsOf(ROTATING, nodes), 16);
    expect([header.height, witnesses[0]?.node]).toEqual([16, 1]);
    expect(witnesses.find(({ node }) => node === 0)?.outcome).toBe(outcome);
  });

  it('that lies on the way is not replaced by a node with another target', async () => {
    const fork = buildChain({
      length: 16,
      membersAt,
      prefix: ROTATING.slice(0, 15),
      alter: otherState,
    });
    const liar = exceptAt(ROTATING, midway, (height) => sourceOf(lies).lightBlock(height));
    const ports = portsOf(ROTATING, [liar, sourceOf(fork)]);
    await expectRefusal(verifyAtHeight(ports, 16), 'chain/invalid-header');
  });

  it('whose target does not verify is refused, whatever others have', async () => {
    const vote = (_: unknown, index: number) =>
      index < 2 ? BLOCK_ID_FLAG.commit : BLOCK_ID_FLAG.absent;
    const lie = buildChain({ length: 9, prefix: CHAIN.slice(0, 8), alter: otherState, vote });
    const ports = portsOf(CHAIN, [sourceOf(lie), honest(), honest()]);
    await expect(verifyAtHeight(ports, 9)).rejects.toMatchObject({
      code: 'chain/invalid-header',
      cause: { code: 'cometbft/not-enough-power' },
    });
  });
});

describe('a long walk', () => {
  it('says how far it is', async () => {
    const told: ClientProgress[] = [];
    const nodes = [sourceOf(ROTATING), sourceOf(ROTATING)];
    const onProgress = (progress: ClientProgress) => told.push(progress);
    await verifyAtHeight(portsOf(ROTATING, nodes, { onProgress }), 16);
    const asked = nodes.flatMap((node) => node.asked);
    const last = told.at(-1);
    expect(last).toEqual({ stage: 'witnesses', height: 16, target: 16, fetches: asked.length });
    const reached = told.map(({ height }) => height);
    expect(reached).toEqual([...reached].sort((a, b) => a - b));
    expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(['headers', 'witnesses']));
  });

  it.each([0, 1, 3, 5])('stops when it is cancelled after %i questions', async (count) => {
    const cancelled = new Canceller();
    const node = sourceOf(ROTATING);
    let asked = 0;
    const watched: Node = {
      ...node,
      lightBlock: (height) => {
        if (asked++ === count) cancelled.cancel();
        return node.lightBlock(height);
      },
    };
    const ports = portsOf(ROTATING, [watched, node], { cancelled });
    await expectRefusal(verifyAtHeight(ports, 16), 'chain/cancelled');
    expect(asked).toBe(count + 1);
    expect(await ports.store.loadLatest()).toBeUndefined();
  });

  it('stops at once when it is cancelled while a node is waited for', async () => {
    const cancelled = new Canceller();
    const ports = portsOf(CHAIN, [silentSource(), silentSource()], { cancelled });
    const asking = verifyAtHeight(ports, 9);
    cancelled.cancel();
    await expectRefusal(asking, 'chain/cancelled');
  });
});
