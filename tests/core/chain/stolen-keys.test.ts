/** Why the trust level is two thirds: what two stolen keys of four can do, and what they cannot. */
import { describe, expect, it } from 'vitest';
import { sync, verifySupplied } from '#core/chain/index.ts';
import { cometbftEngine } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  buildChain,
  memoryStore,
  members,
  profileOf,
  sourceOf,
} from '../../support/chain-builder.ts';
import { expectRefusal, momentAfter, portsOf } from './sync-harness.ts';

const FOUR = members(4);
const CHAIN = buildChain({ length: 12, membersAt: () => FOUR });
/** The genuine keys of two departments, and as many invented validators as it takes. */
const STOLEN = [...FOUR.slice(0, 2), ...members(3, 'invented')];
const FORGED = buildChain({
  length: 12,
  prefix: CHAIN.slice(0, 9),
  membersAt: (height) => (height < 10 ? FOUR : STOLEN),
  alter: (header) => ({ ...header, appHash: sha256(header.appHash) }),
});

const profileAt = (numerator: number) =>
  profileOf(CHAIN, 2, { trustLevel: { numerator, denominator: 3 } });
const nodes = () => [sourceOf(FORGED), sourceOf(FORGED)];

describe('two stolen keys of four, with an invented next set', () => {
  it('cannot move the light client at a trust level of 2/3', async () => {
    const ports = portsOf(CHAIN, nodes(), { profile: profileAt(2) });
    await expectRefusal(sync(ports), 'chain/invalid-header');
    expect(await ports.store.loadLatest()).toBeUndefined();
  });

  it('cannot make a supplied block pass at 2/3', async () => {
    const trust = {
      profile: profileAt(2),
      engine: cometbftEngine(),
      store: memoryStore(CHAIN.slice(0, 5)),
    };
    const supplied = verifySupplied(trust, FORGED.slice(-1), momentAfter(CHAIN));
    await expectRefusal(supplied, 'chain/out-of-reach');
  });

  it('would move it at 1/3, which is why 1/3 is only for large sets', async () => {
    const ports = portsOf(CHAIN, nodes(), { profile: profileAt(1) });
    expect((await sync(ports)).header.appHash).toEqual(FORGED[11]?.header.appHash);
  });
});
