/** What a failed sync tells about the nodes. */
import { expect, it } from 'vitest';
import type { RpcCall } from '#core/cometbft/index.ts';
import { credentialLeaf, registryRoot } from '#core/registry/index.ts';
import { momentAfter } from '../core/chain/sync-harness.ts';
import { batchWith, licence, materialOf } from '../support/case-builder.ts';
import { buildChain, profileOf } from '../support/chain-builder.ts';
import { deadNode, PaperPage, paperNode } from './paper-page.ts';

const { batch } = batchWith(credentialLeaf(await licence()));
const material = await materialOf([batch]);
const appHash = registryRoot(material.entries);
const chain = buildChain({ length: 3, alter: (header) => ({ ...header, appHash }) });
const profile = profileOf(chain, 4);
const now = momentAfter(chain);
const honest = paperNode(chain, material);
const nothing = () => undefined;

it('carries what was found out about each node', async () => {
  const html: RpcCall = () => Promise.resolve('<!doctype html>');
  const page = new PaperPage([deadNode, html, deadNode, honest]);
  await expect(page.keeper(profile).sync(now, nothing)).rejects.toMatchObject({
    code: 'chain/no-witness',
    findings: [
      { node: 0, code: 'source/down' },
      { node: 1, code: 'source/garbage' },
      { node: 2, code: 'source/down' },
      { node: 3 },
    ],
  });
});

it('says so of a registry that does not match the header', async () => {
  const other = { ...material, entries: new Map([...material.entries].slice(1)) };
  const lying = paperNode(chain, other);
  const page = new PaperPage([lying, lying, deadNode, deadNode]);
  await expect(page.keeper(profile).sync(now, nothing)).rejects.toMatchObject({
    code: 'registry/root-mismatch',
    findings: [
      { node: 0, code: 'registry/root-mismatch' },
      { node: 1, code: 'registry/root-mismatch' },
      { node: 2, code: 'source/down' },
      { node: 3, code: 'source/down' },
    ],
  });
});
