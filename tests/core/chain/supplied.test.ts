import { describe, expect, it } from 'vitest';
import { ClockBehindError, verifySupplied } from '#core/chain/index.ts';
import { cometbftEngine, type LightBlock } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { buildChain, memoryStore, members, profileOf } from '../../support/chain-builder.ts';
import { expectRefusal, momentAfter } from './sync-harness.ts';

const CHAIN = buildChain({ length: 12 });
const FORK = buildChain({
  length: 12,
  prefix: CHAIN.slice(0, 6),
  alter: (header) => ({ ...header, appHash: sha256(header.appHash) }),
});
const NOW = momentAfter(CHAIN);

function trustIn(stored: readonly LightBlock[], chain: readonly LightBlock[] = CHAIN) {
  return { profile: profileOf(chain, 2), engine: cometbftEngine(), store: memoryStore(stored) };
}

describe('a block that comes along with something else', () => {
  it('is verified from what is stored, without any node, and is not stored', async () => {
    const trust = trustIn(CHAIN.slice(0, 5));
    const { header } = await verifySupplied(trust, CHAIN.slice(-1), NOW);
    expect(header.height).toBe(12);
    expect((await trust.store.loadLatest())?.header.height).toBe(5);
  });

  it('is the stored one itself', async () => {
    const { header } = await verifySupplied(trustIn(CHAIN), CHAIN.slice(-1), NOW);
    expect(header.height).toBe(12);
  });

  it('is verified from the anchor when that comes along', async () => {
    const blocks = [...CHAIN.slice(0, 1), ...CHAIN.slice(-1)];
    expect((await verifySupplied(trustIn([]), blocks, NOW)).header.height).toBe(12);
  });

  it('is out of reach from the anchor’s header with invented validators', async () => {
    const invented = { membersAt: () => members(4, 'invented') };
    const [anchor] = CHAIN;
    const [stranger] = buildChain({ length: 1, ...invented });
    if (anchor === undefined || stranger === undefined) throw new Error('no block');
    const forged = buildChain({ length: 12, prefix: CHAIN.slice(0, 9), ...invented });
    const { validators } = stranger;
    const start = { ...anchor, validators, nextValidators: validators };
    await expectRefusal(
      verifySupplied(trustIn([]), [start, ...forged.slice(-1)], NOW),
      'chain/out-of-reach',
    );
  });

  it('is out of reach before anything is trusted', async () => {
    await expectRefusal(verifySupplied(trustIn([]), CHAIN.slice(-1), NOW), 'chain/out-of-reach');
    await expectRefusal(verifySupplied(trustIn([]), [], NOW), 'chain/out-of-reach');
  });

  it('is out of reach when the validators changed, until what lies between comes along', async () => {
    const pool = members(20);
    const chain = buildChain({ length: 8, membersAt: (height) => pool.slice(height, height + 4) });
    const trust = () => trustIn(chain.slice(0, 1), chain);
    const now = momentAfter(chain);
    await expectRefusal(verifySupplied(trust(), chain.slice(-1), now), 'chain/out-of-reach');
    expect((await verifySupplied(trust(), chain, now)).header.height).toBe(8);
  });

  it('never rolls back', async () => {
    await expectRefusal(
      verifySupplied(trustIn(CHAIN), CHAIN.slice(4, 5), NOW),
      'chain/older-than-held',
    );
  });

  it('is refused when it contradicts the stored header', async () => {
    const supplied = verifySupplied(trustIn(CHAIN), FORK.slice(-1), NOW);
    await expectRefusal(supplied, 'chain/invalid-header');
  });

  it('is refused when a vote is wrong', async () => {
    const [head] = CHAIN.slice(-1);
    if (head === undefined) throw new Error('no head');
    const signatures = head.commit.signatures.map((slot) => ({
      ...slot,
      signature: slot.signature.map((byte) => byte ^ 1),
    }));
    const forged = { ...head, commit: { ...head.commit, signatures } };
    const supplied = verifySupplied(trustIn(CHAIN.slice(0, 5)), [forged], NOW);
    await expectRefusal(supplied, 'chain/invalid-header');
  });

  it('is refused when the stored trust or the block itself is too old', async () => {
    const late = momentAfter(CHAIN, 3_600_000);
    await expectRefusal(verifySupplied(trustIn(CHAIN), CHAIN.slice(-1), late), 'chain/expired');
    const onlyStored = momentAfter(CHAIN.slice(0, 5), 3_600_000);
    const supplied = verifySupplied(trustIn(CHAIN.slice(0, 5)), CHAIN.slice(-1), onlyStored);
    await expectRefusal(supplied, 'chain/expired');
  });

  it('shows a clock that is behind', async () => {
    const early = momentAfter(CHAIN, -60_000);
    const supplied = verifySupplied(trustIn(CHAIN.slice(0, 3)), CHAIN.slice(-1), early);
    await expect(supplied).rejects.toBeInstanceOf(ClockBehindError);
  });
});
