/** Two keepers on one store, as in a browser that has no locks between tabs. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Canceller, type ConsortiumProfile } from '#core/chain/index.ts';
import type { LightBlock, RpcCall } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { credentialLeaf, registryRoot, type UntrustedPack } from '#core/registry/index.ts';
import { momentAfter } from '../core/chain/sync-harness.ts';
import { batchWith, licence, materialOf } from '../support/case-builder.ts';
import { buildChain, profileOf } from '../support/chain-builder.ts';
import { PaperPage, paperNode } from './paper-page.ts';

const LENGTH = 12;
const EARLIER = 7;

let material: UntrustedPack;
let chain: readonly LightBlock[];
let profile: ConsortiumProfile;
let now: Date;

beforeAll(async () => {
  material = await materialOf([batchWith(credentialLeaf(await licence())).batch]);
  const appHash = registryRoot(material.entries);
  chain = buildChain({ length: LENGTH, alter: (header) => ({ ...header, appHash }) });
  profile = profileOf(chain, 4);
  now = momentAfter(chain);
});

const nothing = (): void => undefined;
const four = (call: RpcCall): RpcCall[] => [call, call, call, call];
const nodeWith = (blocks: readonly LightBlock[]) => paperNode(blocks, material);
const nodesWith = (blocks: readonly LightBlock[]) => four(nodeWith(blocks));
const blockNames = (page: PaperPage) =>
  [...page.store.keys()].filter((key) => key.includes('/block/'));

/** A promise with its key. */
function gate() {
  let open: () => void = nothing;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** A node that holds back its answers to one method until `open` is called. */
function gated(call: RpcCall, method: string) {
  const asked = gate();
  const held = gate();
  const node: RpcCall = async (called, ...rest) => {
    if (called === method) {
      asked.open();
      await held.opened;
    }
    return await call(called, ...rest);
  };
  return { nodes: four(node), open: held.open, reached: asked.opened };
}

/** Everybody's keys have signed another history after the earlier block. */
const forked = () =>
  buildChain({
    length: LENGTH,
    prefix: chain.slice(0, EARLIER),
    alter: (header) => ({ ...header, appHash: sha256(header.appHash) }),
  });

describe('two keepers on one store', () => {
  it('may sync at the same time: both end at the head, and it is stored once', async () => {
    const page = new PaperPage(nodesWith(chain));
    const syncs = [page.keeper(profile), page.keeper(profile)].map((each) =>
      each.sync(now, nothing),
    );
    const results = await Promise.all(syncs);
    expect(results.map(({ header }) => header.height)).toEqual([LENGTH, LENGTH]);
    const names = blockNames(page);
    expect(new Set(names).size).toBe(names.length);
    expect((await page.keeper(profile).restore())?.header).toEqual(results[0]?.header);
  });

  it('do not roll each other back: who was slower and saw less gives the newer state', async () => {
    const earlier = chain.slice(0, EARLIER);
    const { nodes, open, reached } = gated(nodeWith(earlier), 'abci_query');
    const slow = new PaperPage(nodes);
    const behind = slow.keeper(profile).sync(momentAfter(earlier), nothing);
    await reached;
    slow.nodes = nodesWith(chain);
    await slow.keeper(profile).sync(now, nothing);
    open();
    expect((await behind).header.height).toBe(LENGTH);
    expect((await slow.keeper(profile).restore())?.header.height).toBe(LENGTH);
  });

  it('learn of an attack that the other found while they were busy', async () => {
    const { nodes, open, reached } = gated(nodeWith(chain), 'abci_query');
    const page = new PaperPage(nodes);
    const busy = page.keeper(profile).sync(now, nothing);
    await reached;
    const [honest, other] = [nodeWith(chain), nodeWith(forked())];
    page.nodes = [honest, honest, other, honest];
    const attacked = page.keeper(profile).sync(now, nothing);
    await expect(attacked).rejects.toMatchObject({ code: 'chain/attack' });
    open();
    expect((await busy).conflict).toBe(true);
    const next = page.keeper(profile).sync(now, nothing);
    await expect(next).rejects.toMatchObject({ code: 'chain/attack' });
  });

  it('are broken off apart: what is stored stays, and the other goes on', async () => {
    const earlier = chain.slice(0, EARLIER);
    const page = new PaperPage(nodesWith(earlier));
    await page.keeper(profile).sync(momentAfter(earlier), nothing);
    const { nodes, reached, open } = gated(nodeWith(chain), 'commit');
    page.nodes = nodes;
    const canceller = new Canceller();
    const left = page.keeper(profile).sync(now, nothing, canceller);
    await reached;
    canceller.cancel();
    await expect(left).rejects.toMatchObject({ code: 'chain/cancelled' });
    expect((await page.keeper(profile).restore())?.header.height).toBe(EARLIER);
    open();
    expect((await page.keeper(profile).sync(now, nothing)).header.height).toBe(LENGTH);
  });
});
