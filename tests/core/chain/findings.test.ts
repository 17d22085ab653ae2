/** What a run that fails found out about each node. */
import { describe, expect, it } from 'vitest';
import {
  Findings,
  SourceError,
  sync,
  verifyAtHeight,
  type NodeFinding,
} from '#core/chain/index.ts';
import { BLOCK_ID_FLAG, type Header } from '#core/cometbft/index.ts';
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
import { momentAfter, portsOf, soon, type Node, type Ports } from './sync-harness.ts';

const CHAIN = buildChain({ length: 12 });
const honest = () => sourceOf(CHAIN);
const otherState = (header: Header) => ({ ...header, appHash: sha256(header.appHash) });
/** Signed by two of four: too few. */
const LIE = buildChain({
  length: 12,
  prefix: CHAIN.slice(0, 11),
  alter: otherState,
  vote: (_, index) => (index < 2 ? BLOCK_ID_FLAG.commit : BLOCK_ID_FLAG.absent),
});
const FORK = buildChain({ length: 12, prefix: CHAIN.slice(0, 2), alter: otherState });

const UNSIGNED = buildChain({
  length: 5,
  prefix: CHAIN.slice(0, 2),
  alter: otherState,
  vote: (_, index) => (index < 2 ? BLOCK_ID_FLAG.commit : BLOCK_ID_FLAG.absent),
});

const refusing = (code: SourceError['code']): Node => ({
  lightBlock: () => Promise.reject(new SourceError(code, 'for a test')),
});

async function failed(
  nodes: readonly Node[],
  change: Partial<Ports> = {},
  run: (ports: Ports) => Promise<unknown> = sync,
): Promise<readonly [code: string, findings: readonly NodeFinding[]]> {
  const findings = new Findings();
  const ports = portsOf(CHAIN, nodes, { onFinding: findings.note, ...change });
  const refusal: unknown = await run(ports).catch((thrown: unknown) => thrown);
  return [(refusal as { code: string }).code, findings.list];
}

const stored = () => ({ store: memoryStore(CHAIN.slice(0, 3)) });

describe('a sync that fails', () => {
  it.each([
    'source/down',
    'source/garbage',
    'source/unsupported-key',
    'source/pruned',
    'source/too-high',
  ] as const)('names the node that refused with %s, and the one that did not', async (code) => {
    const [, findings] = await failed([honest(), refusing(code)], { ...stored(), lag: soon });
    expect(findings).toEqual([{ node: 0 }, { node: 1, code }]);
  });

  it('names a node that does not answer in time', async () => {
    const change = { ...stored(), patience: soon, lag: soon };
    const [code, findings] = await failed([honest(), silentSource()], change);
    expect(code).toBe('chain/no-witness');
    expect(findings).toEqual([{ node: 0 }, { node: 1, code: 'source/slow' }]);
  });

  it('names a node of another chain', async () => {
    const other = sourceOf(buildChain({ length: 12, chainId: 'another-chain' }));
    const [, findings] = await failed([other, honest()], stored());
    expect(findings).toEqual([{ node: 0, code: 'source/other-chain' }, { node: 1 }]);
  });

  it('says with which code a header did not verify, of each that gave one', async () => {
    const [code, findings] = await failed([sourceOf(LIE), sourceOf(LIE)], stored());
    expect(code).toBe('chain/invalid-header');
    const held = { code: 'cometbft/not-enough-power' };
    expect(findings).toEqual([
      { node: 0, ...held },
      { node: 1, ...held },
    ]);
  });

  it('says it of a witness too', async () => {
    const [code, findings] = await failed([honest(), sourceOf(LIE)], stored());
    expect(code).toBe('chain/no-witness');
    expect(findings).toEqual([{ node: 0 }, { node: 1, code: 'cometbft/not-enough-power' }]);
  });

  it('names those with another block at the anchor, or than the one stored', async () => {
    const profile = profileOf(FORK.slice(11), 2);
    const [, atAnchor] = await failed([honest(), deadSource()], { profile });
    expect(atAnchor).toEqual([
      { node: 0, code: 'chain/anchor-mismatch' },
      { node: 1, code: 'source/down' },
    ]);
    const strangers = [sourceOf(UNSIGNED), sourceOf(UNSIGNED)];
    const [code, findings] = await failed(strangers, { store: memoryStore(CHAIN.slice(3, 4)) });
    expect(code).toBe('chain/root-conflict');
    expect(findings.map((finding) => finding.code)).toEqual(Array(2).fill('chain/root-conflict'));
  });

  it('names nodes that stand still behind what is trusted', async () => {
    const behind = sourceOf(CHAIN.slice(0, 5));
    const [code, findings] = await failed([behind, behind], { store: memoryStore(CHAIN) });
    expect(code).toBe('chain/no-source');
    expect(findings.map((finding) => finding.code)).toEqual(Array(2).fill('source/too-high'));
  });

  it('holds nothing against nodes for what is about this device', async () => {
    const now = momentAfter(CHAIN, -60_000);
    const [code, findings] = await failed([honest(), honest()], { ...stored(), now });
    expect(code).toBe('chain/clock-behind');
    expect(findings).toEqual([{ node: 0 }, { node: 1 }]);
  });

  it('keeps the lie of a node that answered before and was slow afterwards', () => {
    const findings = new Findings();
    findings.note({ node: 0 });
    findings.note({ node: 0, code: 'cometbft/bad-signature' });
    findings.note({ node: 0, code: 'source/slow' });
    findings.note({ node: 0, code: 'source/garbage' });
    findings.note({ node: 0 });
    expect(findings.list).toEqual([{ node: 0, code: 'cometbft/bad-signature' }]);
  });
});

it('takes no more headers than were asked for, and does not mistake one for another', async () => {
  const findings = new Findings();
  const generous: Node = {
    ...honest(),
    headers: (min, max) => honest().headers?.(min - 1, max) ?? Promise.resolve([]),
  };
  const ports = portsOf(CHAIN, [honest(), generous], { ...stored(), onFinding: findings.note });
  const { witnesses } = await sync(ports);
  expect(witnesses.map(({ outcome }) => outcome)).toEqual(['agrees', 'agrees']);
  expect(findings.list).toEqual([{ node: 0 }, { node: 1, code: 'source/garbage' }]);
});

describe('a height that cannot be verified', () => {
  it('has its findings too, forwards', async () => {
    const pool = members(20);
    const chain = buildChain({ length: 16, membersAt: (height) => pool.slice(height, height + 4) });
    const stuck: Node = {
      lightBlock: (height) =>
        height === 16 ? sourceOf(chain).lightBlock(16) : refusing('source/garbage').lightBlock(1),
    };
    const change = {
      profile: profileOf(chain, 2),
      store: memoryStore(chain.slice(0, 1)),
      now: momentAfter(chain),
    };
    const [code, findings] = await failed([stuck, deadSource()], change, (ports) =>
      verifyAtHeight(ports, 16),
    );
    expect(code).toBe('chain/invalid-header');
    expect(findings).toEqual([
      { node: 0, code: 'source/garbage' },
      { node: 1, code: 'source/down' },
    ]);
  });

  it('and backwards', async () => {
    const change = { store: memoryStore(CHAIN.slice(5, 6)), profile: profileOf(CHAIN.slice(5), 2) };
    const [, findings] = await failed([sourceOf(FORK), deadSource()], change, (ports) =>
      verifyAtHeight(ports, 4),
    );
    expect(findings).toEqual([
      { node: 0, code: 'chain/invalid-header' },
      { node: 1, code: 'source/down' },
    ]);
  });
});
