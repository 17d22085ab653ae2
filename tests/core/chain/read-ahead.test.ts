/** A sequential walk asks for a few blocks before it needs them, and for no more. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  Canceller,
  SourceError,
  verifyAtHeight,
  type Cancelled,
  type ClientPorts,
} from '#core/chain/index.ts';
import { BLOCK_ID_FLAG, type LightBlock } from '#core/cometbft/index.ts';
import { buildChain, memoryStore } from '../../support/chain-builder.ts';
import { expectRefusal, portsOf, type Node } from './sync-harness.ts';

const LENGTH = 20;
const WINDOW = 6;
const CHAIN = buildChain({ length: LENGTH });
const UNSIGNED = buildChain({
  length: 9,
  prefix: CHAIN.slice(0, 8),
  vote: () => BLOCK_ID_FLAG.absent,
});

/** A node that notes who is asked for, and answers as `answer` lets it. */
class Asked implements Node {
  readonly heights: number[] = [];
  readonly questions: Cancelled[] = [];
  most = 0;
  #open = 0;
  readonly #answer: (block: LightBlock) => Promise<LightBlock>;

  constructor(answer: (block: LightBlock) => Promise<LightBlock>) {
    this.#answer = answer;
  }

  readonly lightBlock: Node['lightBlock'] = async (height, cancelled) => {
    const block = CHAIN.find(({ header }) => header.height === height);
    if (block === undefined || cancelled === undefined) throw new Error('not asked for here');
    this.heights.push(block.header.height);
    this.questions.push(cancelled);
    this.most = Math.max(this.most, ++this.#open);
    try {
      return await this.#answer(block);
    } finally {
      this.#open--;
    }
  };
}

const run = (node: Node, change: Partial<ClientPorts<LightBlock>> = {}) =>
  verifyAtHeight(
    portsOf(CHAIN, [node], {
      mode: 'sequential',
      store: memoryStore(CHAIN.slice(0, 1)),
      ...change,
    }),
    LENGTH,
  );
const between = Array.from({ length: LENGTH - 2 }, (_, index) => index + 2);
const heightsFrom = (node: Asked) => node.heights.filter((height) => height > 1 && height < LENGTH);
const never = new Promise<never>(() => undefined);
const soonAfter = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a sequential walk', () => {
  it('has a few blocks in flight, each once, and verifies them in their order', async () => {
    const node = new Asked(async (block) => {
      // The later ones of a window come first.
      await soonAfter(20 - (block.header.height % WINDOW));
      return block;
    });
    const done = run(node);
    await vi.runAllTimersAsync();
    const { trace } = await done;
    expect(trace.map(({ header }) => header.height)).toEqual([1, ...between, LENGTH]);
    expect(heightsFrom(node)).toEqual(between);
    expect(node.most).toBe(WINDOW);
  });

  it('holds no more than that while the first of them is waited for', async () => {
    const node = new Asked((block) => (block.header.height === 5 ? never : Promise.resolve(block)));
    void run(node).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(Math.max(...heightsFrom(node))).toBe(5 + WINDOW - 1);
  });

  it('refuses a lie when its turn comes, whatever came before it', async () => {
    const node = new Asked(async (block) => {
      if (block.header.height > 9 && block.header.height < LENGTH) {
        throw new SourceError('source/garbage', 'for a test');
      }
      await soonAfter(20);
      return block.header.height === 9 ? (UNSIGNED[8] ?? block) : block;
    });
    const refused = expect(run(node)).rejects.toMatchObject({
      code: 'chain/invalid-header',
      cause: { code: 'cometbft/not-enough-power' },
    });
    await vi.runAllTimersAsync();
    await refused;
  });

  it('leaves alone whoever was asked ahead once the walk has failed', async () => {
    const node = new Asked((block) => {
      if (block.header.height === LENGTH) return Promise.resolve(block);
      if (block.header.height > 2) return never;
      return Promise.reject(new SourceError('source/garbage', 'for a test'));
    });
    await expectRefusal(run(node), 'chain/invalid-header');
    expect(heightsFrom(node)).toHaveLength(WINDOW);
    expect(node.questions.every(({ isCancelled }) => isCancelled)).toBe(true);
  });

  it('asks for nothing more when it is broken off', async () => {
    const canceller = new Canceller();
    const node = new Asked((block) =>
      block.header.height % (LENGTH - 1) === 1 ? Promise.resolve(block) : never,
    );
    const refused = expectRefusal(run(node, { cancelled: canceller }), 'chain/cancelled');
    await vi.advanceTimersByTimeAsync(100);
    expect(heightsFrom(node)).toHaveLength(WINDOW);
    canceller.cancel();
    await refused;
    await vi.advanceTimersByTimeAsync(100);
    expect(heightsFrom(node)).toHaveLength(WINDOW);
    expect(node.questions.every(({ isCancelled }) => isCancelled)).toBe(true);
  });

  it('gives each block the patience that it had when it was asked for alone', async () => {
    const patience = () => soonAfter(100);
    let before = Promise.resolve<unknown>(undefined);
    // One after the other, each within the patience.
    const queueing = new Asked((block) => {
      const turn = before.then(() => soonAfter(80));
      before = turn;
      return turn.then(() => block);
    });
    const done = run(queueing, { patience });
    await vi.runAllTimersAsync();
    expect((await done).trace).toHaveLength(LENGTH);
    const stuck = new Asked((block) =>
      block.header.height === 8 ? never : Promise.resolve(block),
    );
    const refused = expect(run(stuck, { patience })).rejects.toMatchObject({
      code: 'chain/invalid-header',
      cause: { code: 'source/slow' },
    });
    await vi.advanceTimersByTimeAsync(150);
    await refused;
  });
});
