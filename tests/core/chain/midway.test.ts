/** A primary that has the right newest block, and gives forged ones on the way to it. */
import { describe, expect, it } from 'vitest';
import { sync } from '#core/chain/index.ts';
import { BLOCK_ID_FLAG, type Header } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { buildChain, members, sourceOf } from '../../support/chain-builder.ts';
import { expectRefusal, portsOf, type Node } from './sync-harness.ts';

describe('nodes that lie midway', () => {
  const pool = members(20);
  const membersAt = (height: number) => pool.slice(height, height + 4);
  const chain = buildChain({ length: 16, membersAt });
  const alter = (header: Header) => ({ ...header, appHash: sha256(header.appHash) });
  const vote = () => BLOCK_ID_FLAG.absent;
  const forged = buildChain({ length: 16, membersAt, alter, vote });
  const midway = (height: number | 'latest') => height !== 'latest' && height > 4 && height < 16;
  const liar: Node = {
    ...sourceOf(chain),
    lightBlock: (height) => sourceOf(midway(height) ? forged : chain).lightBlock(height),
  };

  it('are named, though they have the right newest block', async () => {
    const nodes = [liar, sourceOf(chain), sourceOf(chain)];
    const { block, witnesses } = await sync(portsOf(chain, nodes));
    expect(block).toEqual(chain[15]);
    expect(witnesses.map(({ node, outcome }) => [node, outcome])).toEqual([
      [1, 'agrees'],
      [0, 'invalid'],
      [2, 'agrees'],
    ]);
  });

  it('confirm nothing: the only other node is not enough then', async () => {
    const ports = portsOf(chain, [liar, sourceOf(chain)]);
    await expectRefusal(sync(ports), 'chain/no-witness');
    expect(await ports.store.loadLatest()).toBeUndefined();
  });
});
