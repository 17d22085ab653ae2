import { describe, expect, it } from 'vitest';
import { AttackError, ClockBehindError, SourceError, sync } from '#core/chain/index.ts';
import {
  BLOCK_ID_FLAG,
  hashValidators,
  timeNs,
  timestampOf,
  type Header,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  buildChain,
  deadSource,
  inOrder,
  memoryStore,
  members,
  profileOf,
  seal,
  silentSource,
  sourceOf,
} from '../../support/chain-builder.ts';
import { expectRefusal, momentAfter, portsOf, soon, type Node } from './sync-harness.ts';

const CHAIN = buildChain({ length: 12 });
const honest = () => sourceOf(CHAIN);
const otherState = (header: Header) => ({ ...header, appHash: sha256(header.appHash) });
/** The same validators sign another state from height 12 on: an attack that can be proven. */
const FORK = buildChain({ length: 12, prefix: CHAIN.slice(0, 11), alter: otherState });
/** The fork's headers with the votes of nobody who matters. */
const LIE = buildChain({
  length: 12,
  prefix: CHAIN.slice(0, 11),
  alter: otherState,
  vote: (_, index) => (index < 2 ? BLOCK_ID_FLAG.commit : BLOCK_ID_FLAG.absent),
});

const garbage: Node = {
  lightBlock: () => Promise.reject(new SourceError('source/garbage', 'a page in HTML')),
};

describe('sync', () => {
  it('goes from the anchor to the newest header in one step when the validators stay', async () => {
    const ports = portsOf(CHAIN, [honest(), honest(), honest(), honest()]);
    const { header, trace, witnesses, validators } = await sync(ports);
    expect(header.height).toBe(12);
    expect(trace.map((block) => block.header.height)).toEqual([1, 12]);
    expect(witnesses.map(({ outcome }) => outcome)).toEqual(Array(4).fill('agrees'));
    expect(validators.map(({ power, signed }) => [power, signed])).toEqual(
      Array(4).fill([10n, true]),
    );
    expect((await ports.store.loadLatest())?.header.height).toBe(12);
  });

  it('goes on from what it stored, and asks nobody for the anchor again', async () => {
    const store = memoryStore();
    await sync(portsOf(CHAIN.slice(0, 5), [sourceOf(CHAIN.slice(0, 5)), honest()], { store }));
    const again = [honest(), honest()];
    const { trace } = await sync(portsOf(CHAIN, again, { store }));
    expect(trace.map((block) => block.header.height)).toEqual([5, 12]);
    expect(again.flatMap(({ asked }) => asked)).not.toContain(1);
  });

  it('starts from the anchor again when the stored block was tampered with', async () => {
    const [stored] = CHAIN.slice(7, 8);
    if (stored === undefined) throw new Error('no block');
    const tampered = { ...stored, header: otherState(stored.header) };
    const store = memoryStore([tampered]);
    const { trace } = await sync(portsOf(CHAIN, [honest(), honest()], { store }));
    expect(trace.map((block) => block.header.height)).toEqual([1, 12]);
  });

  it('starts from the anchor of a renewed profile when that is higher than what is stored', async () => {
    const profile = profileOf(CHAIN.slice(7), 2);
    const store = memoryStore(CHAIN.slice(0, 5));
    const { trace } = await sync(portsOf(CHAIN, [honest(), honest()], { store, profile }));
    expect(trace.map((block) => block.header.height)).toEqual([8, 12]);
  });

  it('fetches what lies between when the validators changed, and no more than needed', async () => {
    const pool = members(20);
    const chain = buildChain({
      length: 16,
      membersAt: (height) => pool.slice(height, height + 4),
    });
    const nodes = [sourceOf(chain), sourceOf(chain)];
    const { trace } = await sync(portsOf(chain, nodes));
    const heights = trace.map((block) => block.header.height);
    expect(heights.at(-1)).toBe(16);
    expect(heights.length).toBeGreaterThan(2);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
  });

  it('catches up over a long chain without changes by three light blocks at most', async () => {
    const long = buildChain({ length: 150 });
    const nodes = [sourceOf(long), sourceOf(long)];
    const { trace } = await sync(portsOf(long, nodes));
    expect(trace.map((block) => block.header.height)).toEqual([1, 150]);
    expect(nodes.flatMap(({ asked }) => asked)).toEqual([1, 'latest', 'latest']);
    const again = [sourceOf(long), sourceOf(long)];
    const store = memoryStore(long.slice(0, 20));
    await sync(portsOf(long, again, { store }));
    expect(again.flatMap(({ asked }) => asked)).toEqual(['latest', 'latest']);
  });

  it('reports no news when no node has any', async () => {
    const store = memoryStore([...CHAIN]);
    const { header, trace } = await sync(portsOf(CHAIN, [honest(), honest()], { store }));
    expect([header.height, trace.length]).toEqual([12, 1]);
  });

  it('works with the only node of a profile', async () => {
    const { header, witnesses } = await sync(portsOf(CHAIN, [honest()]));
    expect([header.height, witnesses.length]).toEqual([12, 1]);
  });
});

describe('nodes that fail', () => {
  it.each([
    ['is down', deadSource()],
    ['returns a page in HTML', garbage],
  ])('replaces a primary that %s', async (_, bad) => {
    const { header, witnesses } = await sync(portsOf(CHAIN, [bad, honest(), honest()]));
    expect(header.height).toBe(12);
    expect(witnesses.map(({ node }) => node)).toEqual([1, 0, 2]);
  });

  it('does not wait longer than its patience for a node that never answers', async () => {
    const ports = portsOf(CHAIN, [silentSource(), honest(), honest()], { patience: soon });
    const { header, witnesses } = await sync(ports);
    expect(header.height).toBe(12);
    expect(witnesses.find(({ node }) => node === 0)?.outcome).toBe('silent');
  });

  it('does not let a primary that stops answering half-way hold it up', async () => {
    const pool = members(20);
    const chain = buildChain({ length: 16, membersAt: (height) => pool.slice(height, height + 4) });
    const stuck: Node = {
      lightBlock: (height) =>
        height === 'latest' || height === 1
          ? sourceOf(chain).lightBlock(height)
          : new Promise(() => undefined),
    };
    const nodes = [stuck, sourceOf(chain), sourceOf(chain)];
    const { header, witnesses } = await sync(portsOf(chain, nodes, { patience: soon }));
    expect(header.height).toBe(16);
    expect(witnesses[0]?.node).toBe(1);
  });

  it('takes no block of another height than it asked for', async () => {
    const pool = members(20);
    const chain = buildChain({ length: 16, membersAt: (height) => pool.slice(height, height + 4) });
    const confused: Node = {
      lightBlock: (height) =>
        sourceOf(chain).lightBlock(height === 'latest' ? height : height === 1 ? 1 : 3),
    };
    await expect(sync(portsOf(chain, [confused]))).rejects.toMatchObject({
      code: 'chain/invalid-header',
      cause: { code: 'source/garbage' },
    });
  });

  it('is not led astray by a node that claims to be far ahead', async () => {
    const head = CHAIN.at(-1);
    if (head === undefined) throw new Error('no head');
    const boast: LightBlock = { ...head, header: { ...head.header, height: 1_000_000 } };
    const liar: Node = { lightBlock: () => Promise.resolve(boast) };
    const { header } = await sync(portsOf(CHAIN, [liar, honest(), honest()]));
    expect(header.height).toBe(12);
  });

  it('does not follow a node for long that hands out invented blocks just in time', async () => {
    const strangers = members(4, 'stranger');
    const head = CHAIN.at(-1);
    if (head === undefined) throw new Error('no head');
    const set = inOrder(strangers).map(({ validator }) => validator);
    const later = {
      ...head.header,
      time: timestampOf(timeNs(head.header.time) + 1_000_000_000n),
      validatorsHash: hashValidators(set),
      nextValidatorsHash: hashValidators(set),
    };
    let asked = 0;
    const dripping: Node = {
      lightBlock: async (height) => {
        asked++;
        await new Promise((resolve) => setTimeout(resolve, 80));
        const claimed = height === 'latest' ? 2 ** 52 : height;
        return seal({ ...later, height: claimed }, inOrder(strangers), inOrder(strangers));
      },
    };
    const store = memoryStore(CHAIN);
    const nodes = [dripping, honest(), honest()];
    const { header } = await sync(portsOf(CHAIN, nodes, { patience: soon, store }));
    expect(header.height).toBe(12);
    expect(asked).toBeLessThan(25);
  });

  it('settles on an older head when only one node has the newest', async () => {
    const [ahead, behind] = [sourceOf(CHAIN), sourceOf(CHAIN.slice(0, 9))];
    const { header } = await sync(portsOf(CHAIN, [ahead, behind]));
    expect(header.height).toBe(9);
  });

  it('asks a node that is behind once more before it gives up', async () => {
    let asked = 0;
    const late: Node = {
      lightBlock: (height) => {
        if (height === 'latest') return Promise.reject(new SourceError('source/slow', 'slow'));
        asked += height === 12 ? 1 : 0;
        return sourceOf(asked === 1 ? CHAIN.slice(0, 11) : CHAIN).lightBlock(height);
      },
    };
    const { witnesses } = await sync(portsOf(CHAIN, [honest(), late], { patience: soon }));
    expect(witnesses.map(({ outcome }) => outcome)).toEqual(['agrees', 'agrees']);
  });

  it('refuses when no node answers', async () => {
    const store = memoryStore([...CHAIN.slice(0, 3)]);
    const nodes = [deadSource(), deadSource()];
    await expectRefusal(sync(portsOf(CHAIN, nodes, { store })), 'chain/no-source');
    await expectRefusal(sync(portsOf(CHAIN, nodes)), 'chain/no-source');
  });

  it('refuses nodes of another chain', async () => {
    const other = sourceOf(buildChain({ length: 12, chainId: 'another-chain' }));
    await expectRefusal(sync(portsOf(CHAIN, [other, other])), 'chain/anchor-mismatch');
    const store = memoryStore([...CHAIN.slice(0, 3)]);
    await expectRefusal(sync(portsOf(CHAIN, [other], { store })), 'chain/invalid-header');
  });

  it('refuses a head that no other node confirms', async () => {
    const nodes = [honest(), deadSource(), deadSource()];
    const ports = portsOf(CHAIN, nodes);
    await expectRefusal(sync(ports), 'chain/no-witness');
    expect(await ports.store.loadLatest()).toBeUndefined();
  });
});

describe('nodes that lie', () => {
  it.each([0, 1, 2, 3])('is unaffected by another app hash from node %i of four', async (liar) => {
    const nodes = [0, 1, 2, 3].map((node) => sourceOf(node === liar ? LIE : CHAIN));
    const { header, witnesses } = await sync(portsOf(CHAIN, nodes));
    expect(header.appHash).toEqual(CHAIN[11]?.header.appHash);
    expect(witnesses.find(({ node }) => node === liar)?.outcome).toBe('invalid');
    expect(witnesses.filter(({ outcome }) => outcome === 'agrees')).toHaveLength(3);
  });

  it.each([0, 1])('stops when node %i proves another header, and stores nothing', async (liar) => {
    const nodes = [0, 1].map((node) => sourceOf(node === liar ? FORK : CHAIN));
    const ports = portsOf(CHAIN, nodes);
    const thrown: unknown = await sync(ports).catch((refusal: unknown) => refusal);
    if (!(thrown instanceof AttackError)) throw new Error('no attack', { cause: thrown });
    expect(thrown.attack).toMatchObject({ node: 1, height: 12 });
    expect(thrown.attack.evidence).toHaveLength(2);
    expect(await ports.store.loadLatest()).toBeUndefined();
  });

  it('names the last block that both sides share, however far the trace went before', async () => {
    const pool = members(20);
    const membersAt = (height: number) => pool.slice(height, height + 4);
    const chain = buildChain({ length: 16, membersAt });
    const fork = buildChain({
      length: 16,
      membersAt,
      prefix: chain.slice(0, 15),
      alter: otherState,
    });
    const ports = portsOf(chain, [sourceOf(chain), sourceOf(fork)]);
    const thrown: unknown = await sync(ports).catch((refusal: unknown) => refusal);
    if (!(thrown instanceof AttackError)) throw new Error('no attack', { cause: thrown });
    const [evidence] = thrown.attack.evidence as [{ value: { CommonHeight: string } }, unknown];
    expect(Number(evidence.value.CommonHeight)).toBeGreaterThan(10);
  });

  it('refuses an anchor with another hash', async () => {
    const profile = profileOf(FORK.slice(11), 2);
    const ports = portsOf(CHAIN, [honest(), honest()], { profile });
    await expectRefusal(sync(ports), 'chain/anchor-mismatch');
  });
});

describe('time', () => {
  const withStore = () => ({ store: memoryStore([...CHAIN.slice(0, 3)]) });

  it('calls the clock wrong, with the offset, when a proven header is beyond the drift', async () => {
    const now = momentAfter(CHAIN, -60_000);
    const ports = portsOf(CHAIN, [honest(), honest()], { ...withStore(), now });
    const thrown: unknown = await sync(ports).catch((refusal: unknown) => refusal);
    if (!(thrown instanceof ClockBehindError)) throw new Error('no clock', { cause: thrown });
    expect(thrown.aheadNs).toBe(60_000_000_000n);
  });

  it('calls the clock wrong even when other nodes stand still', async () => {
    const now = momentAfter(CHAIN, -60_000);
    const still = () => sourceOf(CHAIN.slice(0, 3));
    const ports = portsOf(CHAIN, [honest(), still(), still()], { ...withStore(), now });
    await expectRefusal(sync(ports), 'chain/clock-behind');
  });

  it('has expired also where no node has any news', async () => {
    const now = momentAfter(CHAIN, 3_600_000);
    const ports = portsOf(CHAIN, [honest(), honest()], { store: memoryStore([...CHAIN]), now });
    await expectRefusal(sync(ports), 'chain/expired');
  });

  it('calls a header from the future a lie when nobody proves it', async () => {
    const now = momentAfter(CHAIN, -60_000);
    const nodes = [sourceOf(LIE), sourceOf(LIE)];
    const ports = portsOf(CHAIN, nodes, { ...withStore(), now });
    await expectRefusal(sync(ports), 'chain/invalid-header');
  });

  it.each([
    [0, 'refuses at the end of the trusting period'],
    [-1, 'goes on a moment before'],
  ])('%i ms: %s', async (laterMs, _) => {
    const profile = profileOf(CHAIN, 2, { trustingPeriodMs: 200_000 });
    const now = momentAfter(CHAIN.slice(0, 3), 200_000 + laterMs);
    const ports = portsOf(CHAIN, [honest(), honest()], { ...withStore(), profile, now });
    if (laterMs === 0) await expectRefusal(sync(ports), 'chain/expired');
    else expect((await sync(ports)).header.height).toBe(12);
  });
});
