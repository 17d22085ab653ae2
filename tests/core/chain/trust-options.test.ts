/** A profile that comes with another anchor, against what is stored. */
import { describe, expect, it } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import {
  decideCompared,
  decideTrust,
  restore,
  sync,
  verifyAtHeight,
  type ConsortiumProfile,
} from '#core/chain/index.ts';
import { cometbftEngine, headerFacts } from '#core/cometbft/index.ts';
import { buildChain, memoryStore, profileOf, sourceOf } from '../../support/chain-builder.ts';
import { expectRefusal, momentAfter, portsOf } from './sync-harness.ts';

const CHAIN = buildChain({ length: 12 });
const IN_USE = profileOf(CHAIN, 2);
const factsAt = (height: number) => {
  const block = CHAIN[height - 1];
  if (block === undefined) throw new Error('no such block');
  return headerFacts(block.header);
};
const WRONG = '11'.repeat(32);

function offer(height: number, hash = formatHex(factsAt(height).hash)): ConsortiumProfile {
  return { ...IN_USE, anchor: { height, hash } };
}

function decide(offered: ConsortiumProfile, latest: number | undefined, stored: number[] = []) {
  const { height } = offered.anchor;
  return decideTrust(
    {
      profile: IN_USE,
      latest: latest === undefined ? undefined : factsAt(latest),
      atAnchor: stored.includes(height) ? factsAt(height) : undefined,
    },
    offered,
  );
}

describe('an offered anchor', () => {
  it('is where trust begins if nothing is stored', () => {
    expect(decide(offer(3), undefined)).toEqual({ kind: 'start' });
  });

  it('above what is stored lets a node be asked first', () => {
    expect(decide(offer(9), 5)).toEqual({ kind: 'compare', height: 5 });
  });

  it('at what is stored must be the same', () => {
    expect(decide(offer(5), 5)).toEqual({ kind: 'keep' });
    expect(decide(offer(5, WRONG), 5)).toEqual({ kind: 'ask-wipe' });
  });

  it('below what is stored rolls nothing back if it is stored too, or was the anchor before', () => {
    expect(decide(offer(4), 9, [4])).toEqual({ kind: 'keep' });
    expect(decide(offer(1), 9)).toEqual({ kind: 'keep' });
  });

  it('below what is stored is asked about if nobody knows whether both belong together', () => {
    expect(decide(offer(4), 9)).toEqual({ kind: 'ask-rollback', to: 4, from: 9 });
  });

  it('that contradicts what is stored is asked about before anything is deleted', () => {
    expect(decide(offer(4, WRONG), 9, [4])).toEqual({ kind: 'ask-wipe' });
    expect(decide(offer(1, WRONG), 9)).toEqual({ kind: 'ask-wipe' });
  });

  it('of another consortium is refused', () => {
    expect(decide({ ...offer(4), chainId: 'another' }, 9)).toEqual({ kind: 'refuse' });
  });

  it('is kept or not by what a node says of the stored height', () => {
    expect(decideCompared(factsAt(5), factsAt(5))).toEqual({ kind: 'keep' });
    expect(decideCompared(factsAt(5), factsAt(6))).toEqual({ kind: 'ask-wipe' });
    expect(decideCompared(factsAt(5), undefined)).toEqual({ kind: 'keep' });
  });
});

describe('trust that has expired', () => {
  const now = momentAfter(CHAIN, 3_600_000);
  const store = () => memoryStore(CHAIN.slice(0, 5));
  const nodes = () => [sourceOf(CHAIN), sourceOf(CHAIN)];

  it('forbids going on', async () => {
    const ports = () => portsOf(CHAIN, nodes(), { store: store(), now });
    await expectRefusal(sync(ports()), 'chain/expired');
    await expectRefusal(verifyAtHeight(ports(), 9), 'chain/expired');
  });

  it('takes back nothing that was verified', async () => {
    const held = store();
    const kept = await restore({ profile: IN_USE, engine: cometbftEngine(), store: held });
    expect(kept?.header.height).toBe(5);
    const ports = portsOf(CHAIN, nodes(), { store: held, now });
    expect((await verifyAtHeight(ports, 4)).header.height).toBe(4);
  });
});
