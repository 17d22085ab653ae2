/** Two of four validator keys are stolen; the thief invents a next set that is all theirs. */
import { describe, expect, it } from 'vitest';
import {
  identify,
  proposeBlock,
  voteFor,
  type ChainRules,
} from '#consortium/chain/decide-block.ts';
import { validatorIdentity } from '#consortium/chain/validators.ts';
import { hashValidators, verifyStep, verifyVotes, type LightBlock } from '#core/cometbft/index.ts';
import { CHAIN_ID, lightBlock, RULES, START_NS, TestChain } from './test-chain.ts';

const rules = (trustLevel: { numerator: number; denominator: number }) => ({
  chainId: CHAIN_ID,
  trustLevel,
  trustingPeriodNs: 3_600_000_000_000n,
  clockDriftNs: 10_000_000_000n,
  nowNs: START_NS + 60_000_000_000n,
  verifyVotes,
  trustedSet: 'next' as const,
});

/** A block some heights later, signed by the two stolen keys and two of the thief's own. */
function forged(chain: TestChain, heights: number): LightBlock {
  const invented = [1, 2].map((fill) =>
    validatorIdentity(
      `thief-${String(fill)}`,
      { 'zh-CN': '贼', en: 'Thief' },
      new Uint8Array(32).fill(fill),
    ),
  );
  const validators = [...RULES.validators.slice(0, 2), ...invented];
  const set: ChainRules = { ...RULES, validators };
  const members = validators.map(({ validator }) => validator);
  const block = proposeBlock(set, chain.latest, [], new Uint8Array(32).fill(0xee), 0);
  const header = {
    ...block.header,
    height: block.header.height + heights - 1,
    validatorsHash: hashValidators(members),
    nextValidatorsHash: hashValidators(members),
  };
  const { id } = identify({ ...block, header });
  const now = chain.clock.ns;
  const commit = voteFor(set, header, id, 0, [now, now, now, now]);
  return { header, commit, validators: members, nextValidators: members };
}

describe('two stolen keys of four', () => {
  it('cannot carry an invented set over a gap at the trust level of 2/3', async () => {
    const chain = new TestChain();
    const trusted = lightBlock(chain.next());
    chain.next();
    const step = verifyStep(trusted, forged(chain, 5), rules({ numerator: 2, denominator: 3 }));
    await expect(step).rejects.toMatchObject({ code: 'cometbft/not-enough-trust' });
  });

  it('could at 1/3, which is why it is not the default', async () => {
    const chain = new TestChain();
    const trusted = lightBlock(chain.next());
    chain.next();
    const step = verifyStep(trusted, forged(chain, 5), rules({ numerator: 1, denominator: 3 }));
    await expect(step).resolves.toBeUndefined();
  });

  it('cannot follow directly either: the next set is named by the trusted header', async () => {
    const chain = new TestChain();
    chain.next();
    const trusted = lightBlock(chain.next());
    const step = verifyStep(trusted, forged(chain, 1), rules({ numerator: 1, denominator: 3 }));
    await expect(step).rejects.toMatchObject({
      code: expect.stringMatching(/^cometbft\//) as string,
    });
  });
});
