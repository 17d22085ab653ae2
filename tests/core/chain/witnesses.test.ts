/** What the other nodes say: agreement, delay, contradiction, and proof of an attack. */
import { describe, expect, it } from 'vitest';
import {
  AttackError,
  SourceError,
  sync,
  verifyAtHeight,
  type Attack,
  type Cancelled,
  type SourceCode,
} from '#core/chain/index.ts';
import {
  BLOCK_ID_FLAG,
  verifyEvidence,
  verifyVotes,
  type Header,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  buildChain,
  CHAIN_ID,
  memoryStore,
  members,
  silentSource,
  sourceOf,
} from '../../support/chain-builder.ts';
import { expectRefusal, portsOf, soon, type Node, type Ports } from './sync-harness.ts';

const CHAIN = buildChain({ length: 12 });
const honest = () => sourceOf(CHAIN);
const otherState = (header: Header): Header => ({ ...header, appHash: sha256(header.appHash) });
const otherData = (header: Header): Header => ({ ...header, dataHash: sha256(header.dataHash) });
const fork = (from: number, alter = otherState, round = 0, base = CHAIN, length = 12) =>
  buildChain({ length, prefix: base.slice(0, from - 1), alter, round });

const POOL = members(20);
const membersAt = (height: number) => POOL.slice(height, height + 4);
const ROTATING = buildChain({ length: 16, membersAt });
const rotatingFork = (from: number) =>
  buildChain({ length: 16, membersAt, prefix: ROTATING.slice(0, from - 1), alter: otherState });

async function attackOf(run: Promise<unknown>): Promise<Attack> {
  const thrown: unknown = await run.catch((refusal: unknown) => refusal);
  if (!(thrown instanceof AttackError)) throw new Error('no attack', { cause: thrown });
  return thrown.attack;
}

/** A node whose own chain is `chain` judges evidence. */
function judge(evidence: unknown, chain: readonly LightBlock[]) {
  const byHeight = new Map(chain.map((block) => [block.header.height, block]));
  const own = {
    chainId: CHAIN_ID,
    latestHeight: Math.max(...byHeight.keys()),
    block: (height: number) => byHeight.get(height),
  };
  return verifyEvidence(JSON.parse(JSON.stringify(evidence)), own, verifyVotes);
}

/** Counts how often the lag is waited for. */
function lagging(): { readonly lag: () => Promise<unknown>; readonly waited: () => number } {
  let count = 0;
  return {
    lag: () => {
      count++;
      return Promise.resolve();
    },
    waited: () => count,
  };
}

describe('an attack', () => {
  it.each([
    ['lunatic', fork(12)],
    ['equivocation', fork(12, otherData)],
    ['amnesia', fork(12, otherData, 1)],
  ])('of %s is proven to both sides: each side takes the evidence', async (kind, other) => {
    const ports = portsOf(CHAIN, [honest(), sourceOf(other)]);
    const attack = await attackOf(verifyAtHeight(ports, 12));
    expect(attack).toMatchObject({ kind, primary: 0, node: 1, height: 12, commonHeight: 1 });
    const [againstWitness, againstPrimary] = attack.evidence;
    expect((await judge(againstWitness, CHAIN)).kind).toBe(kind);
    expect((await judge(againstPrimary, other)).kind).toBe(kind);
    await expect(judge(againstPrimary, CHAIN)).rejects.toMatchObject({
      code: 'cometbft/evidence-mismatch',
    });
    expect(await ports.store.loadLatest()).toBeUndefined();
  });

  it.each([3, 8, 11, 16])(
    'that begins at %i of a chain whose validators change is found on the way',
    async (from) => {
      const other = rotatingFork(from);
      const ports = portsOf(ROTATING, [sourceOf(ROTATING), sourceOf(other)]);
      const attack = await attackOf(verifyAtHeight(ports, 16));
      expect(attack.commonHeight).toBeLessThan(from);
      expect(attack.height).toBeGreaterThanOrEqual(from);
      expect((await judge(attack.evidence[0], ROTATING)).kind).toBe('lunatic');
      expect((await judge(attack.evidence[1], other)).kind).toBe('lunatic');
    },
  );

  it('ahead of time shows in the clock of a witness that is lower, and yet not earlier', async () => {
    const ahead = buildChain({
      length: 7,
      prefix: CHAIN.slice(0, 6),
      alter: (header) => ({ ...otherState(header), height: 30 }),
    });
    const { lag, waited } = lagging();
    const ports = portsOf(CHAIN, [sourceOf(ahead), honest()], { lag });
    const attack = await attackOf(verifyAtHeight(ports, 30));
    expect(attack).toMatchObject({ kind: 'lunatic', node: 1, height: 30 });
    expect((await judge(attack.evidence[1], CHAIN)).kind).toBe('lunatic');
    expect(waited()).toBe(0);
  });

  it('is proven though the primary falls silent at once', async () => {
    const source = honest();
    let asked = 0;
    const fallsSilent: Node = {
      ...source,
      lightBlock: (height) =>
        asked++ < 2 ? source.lightBlock(height) : new Promise(() => undefined),
    };
    const nodes = [fallsSilent, sourceOf(fork(9))];
    const attack = await attackOf(verifyAtHeight(portsOf(CHAIN, nodes, { patience: soon }), 12));
    expect((await judge(attack.evidence[0], CHAIN)).kind).toBe('lunatic');
  });

  it.each([0, 1, 2, 3])(
    'by three liars is found by the one honest node, number %i',
    async (place) => {
      const forged = fork(10);
      const nodes = [0, 1, 2, 3].map((node) => sourceOf(node === place ? CHAIN : forged));
      const fixed = await attackOf(verifyAtHeight(portsOf(CHAIN, nodes), 12));
      const newest = await attackOf(sync(portsOf(CHAIN, nodes)));
      for (const { primary, node } of [fixed, newest]) expect([primary, node]).toContain(place);
    },
  );

  it('is found at a height that is trusted already', async () => {
    const store = memoryStore([...CHAIN.slice(0, 1), ...CHAIN.slice(8, 9)]);
    const nodes = [sourceOf(CHAIN.slice(0, 9)), sourceOf(fork(9, otherData).slice(0, 9))];
    const attack = await attackOf(sync(portsOf(CHAIN, nodes, { store })));
    expect(attack).toMatchObject({ kind: 'equivocation', primary: undefined, node: 1, height: 9 });
    expect(store.blocks.map(({ header }) => header.height)).toEqual([1, 9]);
  });

  it('is found at the trusted height also where only that one block was kept', async () => {
    const store = memoryStore(CHAIN.slice(8, 9));
    const nodes = [honest(), honest(), sourceOf(fork(9))];
    expect(await attackOf(sync(portsOf(CHAIN, nodes, { store })))).toMatchObject({ node: 2 });
  });
});

describe('a witness', () => {
  const report = async (witness: Node, change: Partial<Ports> = {}) => {
    const nodes = [honest(), honest(), witness];
    const { witnesses } = await verifyAtHeight(portsOf(CHAIN, nodes, change), 12);
    return witnesses.find(({ node }) => node === 2)?.outcome;
  };

  it('that holds validators back is invalid, although its header is the same', async () => {
    const source = honest();
    const dropping: Node = {
      ...source,
      lightBlock: async (height) => {
        const block = await source.lightBlock(height);
        return { ...block, validators: block.validators.slice(1) };
      },
    };
    expect(await report(dropping)).toBe('invalid');
  });

  it('that cannot prove its word is invalid', async () => {
    const vote = (_: unknown, index: number) =>
      index < 2 ? BLOCK_ID_FLAG.commit : BLOCK_ID_FLAG.absent;
    const plan = { length: 12, prefix: CHAIN.slice(0, 11), alter: otherState };
    expect(await report(sourceOf(buildChain({ ...plan, vote })))).toBe('invalid');
    const strangers = members(4, 'stranger');
    const foreign = buildChain({ ...plan, membersAt: () => strangers });
    expect(await report(sourceOf(foreign))).toBe('invalid');
  });

  it.each<[SourceCode, string]>([
    ['source/down', 'silent'],
    ['source/slow', 'silent'],
    ['source/pruned', 'silent'],
    ['source/garbage', 'invalid'],
    ['source/other-chain', 'invalid'],
  ])('that gives nothing says why: %s is %s', async (code, outcome) => {
    const mute: Node = { lightBlock: () => Promise.reject(new SourceError(code, code)) };
    const nodes = [honest(), honest(), mute];
    const { witnesses } = await verifyAtHeight(portsOf(CHAIN, nodes), 12);
    expect(witnesses[2]).toMatchObject({ node: 2, outcome, code });
  });

  it('of another chain is invalid', async () => {
    const other = buildChain({ length: 12, chainId: 'another-chain' });
    const nodes = [honest(), honest(), sourceOf(other)];
    const { witnesses } = await verifyAtHeight(portsOf(CHAIN, nodes), 12);
    expect(witnesses[2]).toMatchObject({ outcome: 'invalid', code: 'source/other-chain' });
  });

  it('that is too slow is left alone', async () => {
    const asking: (Cancelled | undefined)[] = [];
    const slow: Node = {
      lightBlock: (_, cancelled) => {
        asking.push(cancelled);
        return new Promise(() => undefined);
      },
    };
    await sync(portsOf(CHAIN, [honest(), honest(), slow], { patience: soon }));
    expect(asking.length).toBeGreaterThan(0);
    expect(asking.every((cancelled) => cancelled?.isCancelled === true)).toBe(true);
  });

  it('that no longer keeps the height is silent, and so is one that does not answer', async () => {
    const pruned = new SourceError('source/pruned', 'pruned', { nodeHeight: 40 });
    const young: Node = { lightBlock: () => Promise.reject(pruned) };
    expect(await report(young)).toBe('silent');
    expect(await report(silentSource(), { grace: soon })).toBe('silent');
  });

  it('that is behind keeps nobody waiting where another agrees', async () => {
    const { lag, waited } = lagging();
    expect(await report(sourceOf(CHAIN.slice(0, 9)), { lag })).toBe('behind');
    expect(waited()).toBe(0);
  });

  it('that is slow has the grace, and no more, once another agrees', async () => {
    const never = () => new Promise<never>(() => undefined);
    expect(await report(silentSource(), { patience: never, grace: soon })).toBe('silent');
  });

  it('alone and behind is asked once more after the lag', async () => {
    const { lag, waited } = lagging();
    const late: Node = {
      lightBlock: (height) =>
        sourceOf(waited() === 0 ? CHAIN.slice(0, 9) : CHAIN).lightBlock(height),
    };
    const { witnesses } = await verifyAtHeight(portsOf(CHAIN, [honest(), late], { lag }), 12);
    expect([witnesses[1]?.outcome, waited()]).toEqual(['agrees', 1]);
  });

  it('alone and still behind after the lag confirms nothing', async () => {
    const { lag, waited } = lagging();
    const ports = portsOf(CHAIN, [honest(), sourceOf(CHAIN.slice(0, 9))], { lag });
    await expectRefusal(verifyAtHeight(ports, 12), 'chain/no-witness');
    expect(waited()).toBe(1);
  });

  it('that caught up with another header is examined', async () => {
    const { lag, waited } = lagging();
    const late: Node = {
      lightBlock: (height) =>
        sourceOf(waited() === 0 ? CHAIN.slice(0, 9) : fork(11)).lightBlock(height),
    };
    const ports = portsOf(CHAIN, [honest(), late], { lag });
    expect(await attackOf(verifyAtHeight(ports, 12))).toMatchObject({ node: 1 });
  });
});

describe('the root of trust', () => {
  const others = buildChain({ length: 12, alter: otherState });

  it('is not in doubt for one node on another history, which has no say', async () => {
    const nodes = [sourceOf(others), honest(), honest()];
    for (const run of [sync(portsOf(CHAIN, nodes)), verifyAtHeight(portsOf(CHAIN, nodes), 12)]) {
      const { header, witnesses } = await run;
      expect(header.height).toBe(12);
      expect(witnesses.map(({ node, outcome }) => [node, outcome])).toEqual([
        [1, 'agrees'],
        [0, 'invalid'],
        [2, 'agrees'],
      ]);
    }
  });

  it('contradicted at the anchor is an error, not an attack', async () => {
    const nodes = [honest(), sourceOf(others)];
    await expectRefusal(sync(portsOf(CHAIN, nodes)), 'chain/no-witness');
    await expectRefusal(verifyAtHeight(portsOf(CHAIN, nodes), 12), 'chain/no-witness');
    const store = memoryStore(CHAIN.slice(0, 1));
    const all = [sourceOf(others), sourceOf(others)];
    await expectRefusal(sync(portsOf(CHAIN, all, { store })), 'chain/anchor-mismatch');
  });

  it('that all nodes contradict and none can disprove is a conflict, and stays stored', async () => {
    const strangers = members(4, 'stranger');
    const foreign = buildChain({ length: 12, membersAt: () => strangers });
    const store = memoryStore(CHAIN.slice(8, 9));
    const nodes = [sourceOf(foreign), sourceOf(foreign)];
    await expectRefusal(sync(portsOf(CHAIN, nodes, { store })), 'chain/root-conflict');
    expect(store.blocks).toEqual(CHAIN.slice(8, 9));
  });

  it('that no node keeps any more is not in doubt', async () => {
    const pruned = (): Node => ({
      ...honest(),
      headers: () => Promise.reject(new SourceError('source/pruned', 'pruned')),
    });
    const store = memoryStore(CHAIN.slice(4, 5));
    const { header } = await sync(portsOf(CHAIN, [pruned(), pruned()], { store }));
    expect(header.height).toBe(12);
  });
});
