/** Evidence as an honest node judges it: what light clients build is taken, anything else is not. */
import { describe, expect, it } from 'vitest';
import {
  attackEvidence,
  BLOCK_ID_FLAG,
  formatValidator,
  verifyEvidence,
  verifyVotes,
  type Header,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { buildChain, CHAIN_ID, members } from '../../support/chain-builder.ts';

const CHAIN = buildChain({ length: 12 });
const PREFIX = CHAIN.slice(0, 8);
const otherState = (header: Header) => ({ ...header, appHash: sha256(header.appHash) });
const otherData = (header: Header) => ({ ...header, dataHash: sha256(header.dataHash) });

function blockOf(chain: readonly LightBlock[], height: number): LightBlock {
  const block = chain[height - 1];
  if (block === undefined) throw new Error('no such block');
  return block;
}

const at = (height: number) => blockOf(CHAIN, height);
const LUNATIC = blockOf(buildChain({ length: 9, prefix: PREFIX, alter: otherState }), 9);
const EQUIVOCAL = blockOf(buildChain({ length: 9, prefix: PREFIX, alter: otherData }), 9);
const AMNESIAC = blockOf(buildChain({ length: 9, prefix: PREFIX, alter: otherData, round: 1 }), 9);

const own = {
  chainId: CHAIN_ID,
  latestHeight: 12,
  block: (height: number) => CHAIN[height - 1],
};

function judge(evidence: unknown, chain = own) {
  return verifyEvidence(JSON.parse(JSON.stringify(evidence)), chain, verifyVotes);
}

type Evidence = ReturnType<typeof attackEvidence>;

function changed(evidence: Evidence, change: Partial<Evidence['value']>): Evidence {
  return { ...evidence, value: { ...evidence.value, ...change } };
}

const refused = (evidence: unknown, code: string, chain = own) =>
  expect(judge(evidence, chain)).rejects.toMatchObject({ code });

describe('evidence', () => {
  it.each([
    ['lunatic', LUNATIC],
    ['equivocation', EQUIVOCAL],
    ['amnesia', AMNESIAC],
  ])('of %s is taken', async (kind, conflicting) => {
    const found = await judge(attackEvidence(at(5), conflicting, at(9)));
    expect(found.kind).toBe(kind);
    expect(found.hash).toHaveLength(32);
  });

  it('of a block above the newest, but not later than that, is taken', async () => {
    const late = blockOf(
      buildChain({ length: 9, prefix: PREFIX, alter: (h) => ({ ...otherState(h), height: 40 }) }),
      9,
    );
    expect((await judge(attackEvidence(at(5), late, at(12)))).kind).toBe('lunatic');
    const young = { ...own, latestHeight: 5 };
    await refused(attackEvidence(at(5), LUNATIC, at(5)), 'cometbft/evidence-mismatch', young);
  });

  const lunatic = attackEvidence(at(5), LUNATIC, at(9));

  it.each([
    ['of our own block', attackEvidence(at(5), at(9), at(9))],
    ['with a common height that is not here', changed(lunatic, { CommonHeight: '99' })],
    ['with other power', changed(lunatic, { TotalVotingPower: '41' })],
    ['with another time', changed(lunatic, { Timestamp: '2026-01-01T00:00:00Z' })],
    ['that leaves a culprit out', changed(lunatic, { ByzantineValidators: [] })],
    ['of invented state at its own height', changed(lunatic, { CommonHeight: '9' })],
    ['with a common height above the block', changed(lunatic, { CommonHeight: '10' })],
  ])('%s is refused', async (_, evidence) => {
    await refused(evidence, 'cometbft/evidence-mismatch');
  });

  it('of a block that nobody signed is refused, however well formed it is', async () => {
    const vote = () => BLOCK_ID_FLAG.absent;
    const plan = { length: 9, prefix: PREFIX, alter: otherState };
    const unsigned = blockOf(buildChain({ ...plan, vote }), 9);
    await refused(attackEvidence(at(5), unsigned, at(9)), 'cometbft/not-enough-trust');
    const strangers = members(4, 'stranger');
    const foreign = buildChain({ ...plan, membersAt: () => strangers });
    const evidence = attackEvidence(at(5), blockOf(foreign, 9), at(9));
    await refused(evidence, 'cometbft/not-enough-trust');
  });

  it('of a block without two thirds of its own set is refused', async () => {
    const vote = (_: unknown, index: number) =>
      index < 2 ? BLOCK_ID_FLAG.commit : BLOCK_ID_FLAG.absent;
    const few = buildChain({ length: 9, prefix: PREFIX, alter: otherState, vote });
    const evidence = attackEvidence(at(5), blockOf(few, 9), at(9));
    await refused(evidence, 'cometbft/not-enough-power');
  });

  it('with one bad signature among enough good ones is refused', async () => {
    const signatures = LUNATIC.commit.signatures.map((slot, index) =>
      index === 3 ? { ...slot, signature: slot.signature.map((byte) => byte ^ 1) } : slot,
    );
    const forged = { ...LUNATIC, commit: { ...LUNATIC.commit, signatures } };
    await refused(attackEvidence(at(5), forged, at(9)), 'cometbft/bad-signature');
  });

  it.each([
    ['nothing', undefined],
    ['text', 'evidence'],
    ['another kind', { type: 'tendermint/DuplicateVoteEvidence', value: {} }],
    ['no block', { type: 'tendermint/LightClientAttackEvidence', value: {} }],
  ])('that is %s is malformed', async (_, evidence) => {
    await expect(verifyEvidence(evidence, own, verifyVotes)).rejects.toMatchObject({
      code: 'cometbft/malformed',
    });
  });

  it('without a proposer among its validators is malformed', async () => {
    const { ConflictingBlock } = lunatic.value;
    const [stranger] = members(1, 'stranger');
    if (stranger === undefined) throw new Error('nobody');
    for (const proposer of [null, formatValidator(stranger.validator)]) {
      const validator_set = { ...ConflictingBlock.validator_set, proposer };
      const block = { ...ConflictingBlock, validator_set };
      await refused(changed(lunatic, { ConflictingBlock: block }), 'cometbft/malformed');
    }
  });

  it('of another chain is refused', async () => {
    await refused(lunatic, 'cometbft/other-chain', { ...own, chainId: 'another' });
  });
});
