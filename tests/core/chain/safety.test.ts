/** Whatever mixture of nodes there is: a wrong header is never returned, and never stored. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { SourceError, sync, verifyAtHeight, type Synced } from '#core/chain/index.ts';
import { BLOCK_ID_FLAG, hashHeader, type Header, type LightBlock } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { isRefusal } from '#core/errors.ts';
import { buildChain, deadSource, members, sourceOf } from '../../support/chain-builder.ts';
import { portsOf, type Node, type Ports } from './sync-harness.ts';

const LENGTH = 12;
const POOL = members(20);
/** The validators change, so that there are blocks to lie about on the way. */
const membersAt = (height: number) => POOL.slice(height >> 1, (height >> 1) + 4);
const plan = { length: LENGTH, membersAt };
const CHAIN = buildChain(plan);
const otherState = (header: Header): Header => ({ ...header, appHash: sha256(header.appHash) });
const few = (_: unknown, index: number) =>
  index < 2 ? BLOCK_ID_FLAG.commit : BLOCK_ID_FLAG.absent;
const lieFrom = (height: number) =>
  buildChain({ ...plan, prefix: CHAIN.slice(0, height - 1), alter: otherState, vote: few });
const strangers = members(4, 'stranger');

/** Nodes without stolen keys. */
const HARMLESS: Readonly<Record<string, readonly LightBlock[] | Node>> = {
  honest: CHAIN,
  behind: CHAIN.slice(0, 7),
  'far behind': CHAIN.slice(0, 1),
  dead: deadSource(),
  garbage: { lightBlock: () => Promise.reject(new SourceError('source/garbage', 'garbage')) },
  'lies about the head': lieFrom(LENGTH),
  'lies from the middle on': lieFrom(6),
  'lies from the start': lieFrom(1),
  'speaks of another chain': buildChain({ ...plan, chainId: 'another-chain' }),
  'invents validators': buildChain({
    length: LENGTH + 3,
    prefix: CHAIN.slice(0, 9),
    membersAt: (height) => (height < 10 ? membersAt(height) : strangers),
  }),
};
/** The same keys have signed another history. */
const FORGED: Readonly<Record<string, readonly LightBlock[]>> = {
  'forged head': buildChain({ ...plan, prefix: CHAIN.slice(0, 11), alter: otherState }),
  'forged middle': buildChain({ ...plan, prefix: CHAIN.slice(0, 5), alter: otherState }),
};

const nodeOf = (name: string): Node => {
  const made = HARMLESS[name] ?? FORGED[name] ?? [];
  return 'lightBlock' in made ? made : sourceOf(made);
};

const isHonest = ({ header }: Pick<LightBlock, 'header'>) => {
  const ours = CHAIN[header.height - 1];
  return ours !== undefined && hashHeader(ours.header).join() === hashHeader(header).join();
};

/** The outcome of a run over nodes of these kinds: the height reached, or the code of the refusal. */
async function outcome(
  kinds: readonly string[],
  run: (ports: Ports) => Promise<Synced<LightBlock>>,
): Promise<number | string> {
  const ports = portsOf(CHAIN, kinds.map(nodeOf), { lag: () => Promise.resolve() });
  const result: unknown = await run(ports).catch((refusal: unknown) => refusal);
  const latest = await ports.store.loadLatest();
  if (isRefusal(result)) {
    expect(latest).toBeUndefined();
    return result.code;
  }
  const { block } = result as Synced<LightBlock>;
  expect(latest).toEqual(block);
  expect(isHonest(block)).toBe(true);
  return block.header.height;
}

const kindsOf = (names: readonly string[], min: number, max: number) =>
  fc.array(fc.constantFrom(...names), { minLength: min, maxLength: max });
const mixed = (...parts: fc.Arbitrary<string[]>[]) =>
  fc
    .tuple(...parts)
    .map((all) => all.flat())
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
const options = { numRuns: Number(process.env['LIGHTSEAL_FUZZ_RUNS'] ?? 40), seed: 7 };

describe('without stolen keys', () => {
  const nodes = kindsOf(Object.keys(HARMLESS), 2, 5);

  it('no mixture of nodes leads astray, and none is called an attack', async () => {
    await fc.assert(
      fc.asyncProperty(nodes, async (kinds) => {
        expect(await outcome(kinds, sync)).not.toBe('chain/attack');
        const fixed = await outcome(kinds, (ports) => verifyAtHeight(ports, 9));
        expect(fixed).not.toBe('chain/attack');
      }),
      options,
    );
  });

  it('two honest nodes are enough, wherever they stand', async () => {
    const withTwo = mixed(kindsOf(Object.keys(HARMLESS), 0, 3), fc.constant(['honest', 'honest']));
    await fc.assert(
      fc.asyncProperty(withTwo, async (kinds) => {
        expect(await outcome(kinds, sync)).toBe(LENGTH);
      }),
      options,
    );
  });
});

describe('with stolen keys', () => {
  it('one honest node is enough to find the attack, wherever it stands', async () => {
    const withForgers = mixed(
      kindsOf(Object.keys(FORGED), 1, 3),
      kindsOf(['dead', 'garbage', 'behind', 'speaks of another chain'], 0, 2),
      fc.constant(['honest']),
    );
    await fc.assert(
      fc.asyncProperty(withForgers, async (kinds) => {
        expect(await outcome(kinds, sync)).toBe('chain/attack');
      }),
      options,
    );
  });
});
