import { describe, expect, it } from 'vitest';
import { quorum } from '#consortium/chain/validators.ts';
import { formatHex } from '#core/bytes/index.ts';
import {
  BLOCK_ID_FLAG,
  hashCommit,
  hashHeader,
  hashResults,
  hashTransactions,
  timeNs,
  verifyStep,
  verifyVotes,
  type StepRules,
} from '#core/cometbft/index.ts';
import { registryRoot } from '#core/registry/index.ts';
import {
  CHAIN_ID,
  EVERYONE,
  lightBlock,
  RULES,
  START_NS,
  TestChain,
  typeTx,
} from './test-chain.ts';

const STEP: StepRules = {
  chainId: CHAIN_ID,
  trustLevel: { numerator: 2, denominator: 3 },
  trustingPeriodNs: 3_600_000_000_000n,
  clockDriftNs: 10_000_000_000n,
  nowNs: START_NS + 60_000_000_000n,
  verifyVotes,
  trustedSet: 'next',
};

async function chainOf(blocks: number): Promise<TestChain> {
  const chain = new TestChain();
  for (let count = 0; count < blocks; count++) {
    if (count > 0 && count % 2 === 0) chain.submit(await typeTx((count - 2) / 2));
    chain.next();
  }
  return chain;
}

function blocksOf(chain: TestChain) {
  return Array.from({ length: chain.height }, (_, index) => {
    const block = chain.block(index + 1);
    if (block === undefined) throw new Error('block');
    return block;
  });
}

describe('the embedded chain', () => {
  it('makes blocks that the light client verifies, step by step and over gaps', async () => {
    const blocks = blocksOf(await chainOf(8)).map(lightBlock);
    for (const [index, block] of blocks.entries()) {
      for (const later of blocks.slice(index + 1)) {
        await expect(verifyStep(block, later, STEP)).resolves.toBeUndefined();
      }
    }
  });

  it('links every header to what came before', async () => {
    const blocks = blocksOf(await chainOf(7));
    for (const [index, { header, txs, lastCommit }] of blocks.entries()) {
      const before = blocks[index - 1];
      expect(header.height).toBe(index + 1);
      expect(header.dataHash).toEqual(hashTransactions(txs));
      expect(header.lastCommitHash).toEqual(hashCommit(lastCommit.signatures));
      if (before === undefined) continue;
      expect(header.lastBlockId).toEqual(before.id);
      expect(header.lastBlockId.hash).toEqual(hashHeader(before.header));
      expect(lastCommit).toEqual(before.commit);
      const results = before.results.map(({ code }) => ({
        code,
        data: new Uint8Array(),
        gasWanted: 0n,
        gasUsed: 0n,
      }));
      expect(header.lastResultsHash).toEqual(hashResults(results));
    }
  });

  it('says the consensus hash of the default parameters, as a CometBFT node does', () => {
    const { header } = new TestChain().next();
    expect(formatHex(header.consensusHash).toUpperCase()).toBe(
      '048091BC7DDC283F77BFBF91D73C44DA58C3DF8A9CBC867405D8B7F3DAADA22F',
    );
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const { evidenceHash, lastCommitHash, lastResultsHash } = header;
    for (const hash of [evidenceHash, lastCommitHash, lastResultsHash]) {
      expect(formatHex(hash)).toBe(empty);
    }
  });

  it('commits to the registry after a block in the next header', async () => {
    const chain = new TestChain();
    chain.next();
    chain.submit(await typeTx(0));
    const changing = chain.next();
    const after = registryRoot(chain.app.state.entries);
    expect(changing.header.appHash).not.toEqual(after);
    expect(chain.isBlockDue).toBe(true);
    expect(chain.next().header.appHash).toEqual(after);
    expect(chain.isBlockDue).toBe(false);
  });

  it('takes its time from the median of the votes, strictly rising', async () => {
    const blocks = blocksOf(await chainOf(5));
    expect(timeNs(blocks[0]?.header.time ?? RULES.genesisTime)).toBe(START_NS);
    for (const [index, { header, lastCommit }] of blocks.entries()) {
      const before = blocks[index - 1];
      if (before === undefined) continue;
      const times = lastCommit.signatures.map(({ timestamp }) => timeNs(timestamp)).sort();
      expect(timeNs(header.time)).toBe(times[1]);
      expect(timeNs(header.time)).toBeGreaterThan(timeNs(before.header.time));
    }
  });

  it('rises in time even when the clock stands still or goes back', () => {
    const chain = new TestChain();
    const times = Array.from({ length: 4 }, () => {
      chain.clock.ns -= 5_000_000_000n;
      return timeNs(chain.produceBlock(EVERYONE)?.header.time ?? RULES.genesisTime);
    });
    expect(times.slice(1).every((time, index) => time > (times[index] ?? 0n))).toBe(true);
  });

  it('lets the validators propose in turn, and skips those who are absent', () => {
    const chain = new TestChain();
    const proposers = Array.from({ length: 8 }, () => chain.next().header.proposerAddress);
    const addresses = RULES.validators.map(({ validator }) => validator.address);
    expect(proposers).toEqual([...addresses, ...addresses]);
    const block = chain.next(new Set([1, 2, 3]));
    expect(block.header.proposerAddress).toEqual(addresses[1]);
    expect(block.commit.round).toBe(1);
    expect(block.commit.signatures[0]?.flag).toBe(BLOCK_ID_FLAG.absent);
  });

  it('goes on with three of four, verifiably, and stands still with two', async () => {
    const chain = new TestChain();
    const first = lightBlock(chain.next());
    chain.next(new Set([0, 2, 3]));
    const block = lightBlock(chain.next(new Set([0, 1, 3])));
    await expect(verifyStep(first, block, STEP)).resolves.toBeUndefined();
    expect(quorum(4)).toBe(3);
    expect(chain.produceBlock(new Set([0, 1]))).toBeUndefined();
    expect(chain.height).toBe(3);
  });
});

describe('transactions', () => {
  it('wait for a block and are found in it', async () => {
    const chain = new TestChain();
    const tx = await typeTx(0);
    expect(chain.submit(tx).code).toBe(0);
    expect(chain.submit(tx).code).toBe(0);
    expect(chain.waiting).toBe(1);
    const block = chain.next();
    expect(block.txs).toEqual([tx]);
    expect(chain.waiting).toBe(0);
  });

  it('may follow each other before a block comes', async () => {
    const chain = new TestChain();
    for (const sequence of [0, 1, 2]) {
      expect(chain.submit(await typeTx(sequence)).code).toBe(0);
    }
    expect(chain.next().results.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it('are refused with the code of the registry', async () => {
    const chain = new TestChain();
    expect(chain.submit(await typeTx(0, 2)).log).toBe('registry/threshold-not-met');
    expect(chain.submit(await typeTx(0, 3, 'other')).log).toBe('registry/wrong-chain');
    expect(chain.submit(await typeTx(4)).log).toBe('registry/wrong-sequence');
    expect(chain.submit(new Uint8Array(3)).log).toBe('registry/malformed');
    expect(chain.waiting).toBe(0);
  });
});
