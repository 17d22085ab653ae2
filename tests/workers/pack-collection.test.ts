/** The trust pack from nodes that agree about the header, and are slow or wrong about the registry. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  Canceller,
  NEVER,
  SourceError,
  trustHeader,
  type Cancelled,
  type TrustedHeader,
} from '#core/chain/index.ts';
import { headerFacts, type LightBlock, type RpcCall } from '#core/cometbft/index.ts';
import { credentialLeaf, registryRoot, type UntrustedPack } from '#core/registry/index.ts';
import { collectFrom } from '#workers/pack-collection.ts';
import { soon } from '../core/chain/sync-harness.ts';
import { batchWith, licence, materialOf } from '../support/case-builder.ts';
import { buildChain } from '../support/chain-builder.ts';
import { lying, paperNode } from './paper-page.ts';

let material: UntrustedPack;
let header: TrustedHeader;
let honest: RpcCall;

beforeAll(async () => {
  material = await materialOf([batchWith(credentialLeaf(await licence())).batch]);
  const appHash = registryRoot(material.entries);
  const chain: readonly LightBlock[] = buildChain({
    length: 2,
    alter: (each) => ({ ...each, appHash }),
  });
  const [, newest] = chain;
  if (newest === undefined) throw new Error('no block');
  header = trustHeader(headerFacts(newest.header));
  honest = paperNode(chain, material);
});

const silent: RpcCall = () => new Promise(() => undefined);
const slow: RpcCall = () => Promise.reject(new SourceError('source/slow', 'too slow'));

function collect(nodes: readonly RpcCall[], cancelled: Cancelled = NEVER, held?: UntrustedPack) {
  const asked: number[] = [];
  const collected = collectFrom({
    header,
    witnesses: nodes.map((_, node) => ({ node, outcome: 'agrees', elapsedMs: 0 })),
    held,
    call: (node) => (method, params) => {
      asked.push(node);
      return (nodes[node] ?? slow)(method, params);
    },
    patience: soon,
    cancelled,
  });
  return { asked, collected };
}

describe('a pack is collected', () => {
  it('without waiting for a node that never answers', async () => {
    const { collected, asked } = collect([silent, honest]);
    expect((await collected).pack.registry.issuers.size).toBe(1);
    expect(new Set(asked)).toEqual(new Set([0, 1]));
  });

  it('from the first node alone where that one has everything', async () => {
    const { collected, asked } = collect([honest, honest]);
    await collected;
    expect(new Set(asked)).toEqual(new Set([0]));
  });

  it('without asking a slow node twice because of what is held', async () => {
    const { collected, asked } = collect([slow, honest], NEVER, material);
    await collected;
    expect(asked.filter((node) => node === 0)).toHaveLength(1);
  });

  it('anew from the same node where what is held is wrong', async () => {
    const batches = new Map(
      [...material.batches].map(([id, log]) => [
        id,
        log.map((entry) => ({ ...entry, count: entry.count + 1 })),
      ]),
    );
    const { collected, asked } = collect([honest], NEVER, { ...material, batches });
    expect((await collected).material.batches).toEqual(material.batches);
    expect(asked.length).toBeGreaterThan(1);
  });

  it('never from a registry that does not lead to the header', async () => {
    const other = lying(honest, 'abci_query', (json) =>
      json.replace(/"value":"[^"]*"/, '"value":"oA=="'),
    );
    const { collected } = collect([other]);
    await expect(collected).rejects.toMatchObject({ code: 'registry/root-mismatch' });
  });

  it('until somebody breaks it off', async () => {
    const canceller = new Canceller();
    const { collected } = collect([slow, slow], canceller);
    canceller.cancel();
    await expect(collected).rejects.toMatchObject({ code: 'chain/cancelled' });
  });
});
