/** The keeper looks through the blocks it passes for validators that broke the rules, and names them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { hashEvidence, type LightBlock, type RpcCall } from '#core/cometbft/index.ts';
import {
  credentialLeaf,
  encodeValidatorEntry,
  registryRoot,
  type UntrustedPack,
} from '#core/registry/index.ts';
import { momentAfter } from '../core/chain/sync-harness.ts';
import { batchWith, licence, materialOf } from '../support/case-builder.ts';
import { buildChain, profileOf } from '../support/chain-builder.ts';
import { CULPRIT, CULPRIT_KEY, DUPLICATE, duplicateJson } from '../support/duplicate-vote.ts';
import { deadNode, PaperPage, paperNode } from './paper-page.ts';

const HELD = 5;
const LENGTH = 12;
const NAME = { 'zh-CN': '示例市税务局', en: 'Example City Tax Bureau' };
const FOUND = {
  kind: 'signed-twice',
  address: formatHex(CULPRIT),
  name: NAME,
  height: 7,
  blockHeight: HELD,
};

let material: UntrustedPack;
let chain: readonly LightBlock[];
let profile: ConsortiumProfile;

beforeAll(async () => {
  const { batch } = batchWith(credentialLeaf(await licence()));
  const { entries, ...rest } = await materialOf([batch]);
  const validator = encodeValidatorEntry({ name: NAME, power: 1 });
  const named = new Map([...entries, [`validator/${formatHex(CULPRIT_KEY)}`, validator]]);
  material = { ...rest, entries: named };
  chain = chainOf(LENGTH);
  profile = profileOf(chain, 4);
});

function chainOf(length: number): readonly LightBlock[] {
  const appHash = registryRoot(material.entries);
  const evidenceHash = hashEvidence([DUPLICATE]);
  return buildChain({
    length,
    alter: (header) => ({
      ...header,
      appHash,
      ...(header.height === HELD ? { evidenceHash } : {}),
    }),
  });
}

/** @param evidence - What it says that every block holds. */
function nodeOf(blocks: readonly LightBlock[], evidence: unknown): RpcCall {
  const node = paperNode(blocks, material);
  return (method, params) =>
    method === 'block'
      ? Promise.resolve({ block: { evidence: { evidence } } })
      : node(method, params);
}

const four = (node: RpcCall): RpcCall[] => [node, node, node, node];
const nothing = (): void => undefined;
const sync = async (page: PaperPage, blocks = chain) =>
  (await page.keeper(profile).sync(momentAfter(blocks), nothing)).watched;

describe('blocks that were looked through', () => {
  it('come from another node where the first one never answers', async () => {
    const right = nodeOf(chain, [duplicateJson()]);
    const mute: RpcCall = (method, params) =>
      method === 'block' ? new Promise(() => undefined) : right(method, params);
    expect((await sync(new PaperPage([mute, right])))?.misconduct).toEqual([FOUND]);
  });

  it('name who signed twice, from the anchor on, also after a restart', async () => {
    const page = new PaperPage(four(nodeOf(chain, [duplicateJson()])));
    const watched = { from: profile.anchor.height, to: LENGTH, misconduct: [FOUND] };
    expect(await sync(page)).toEqual(watched);
    page.nodes = four(deadNode);
    expect((await page.keeper(profile).restore())?.watched).toEqual(watched);
  });

  it('are continued by later syncs, and what was found stays', async () => {
    const longer = chainOf(LENGTH + 3);
    const page = new PaperPage(four(nodeOf(chain, [duplicateJson()])));
    await sync(page);
    page.nodes = four(nodeOf(longer, [duplicateJson()]));
    page.asked.length = 0;
    expect(await sync(page, longer)).toMatchObject({
      from: profile.anchor.height,
      to: LENGTH + 3,
      misconduct: [FOUND],
    });
    expect(page.asked).not.toContain('block');
  });

  it('begin anew after a gap, and what was found before it stays', async () => {
    const far = chainOf(LENGTH + 100);
    const page = new PaperPage(four(nodeOf(chain, [duplicateJson()])));
    await sync(page);
    page.nodes = four(nodeOf(far, []));
    expect(await sync(page, far)).toMatchObject({
      from: LENGTH + 41,
      to: LENGTH + 100,
      misconduct: [FOUND],
    });
  });

  it('are asked of the next node if one lies, and none that lies keeps a sync from its end', async () => {
    const page = new PaperPage(four(nodeOf(chain, [])));
    expect(await sync(page)).toBeUndefined();
    page.nodes = [...four(nodeOf(chain, [])).slice(1), nodeOf(chain, [duplicateJson()])];
    expect((await sync(page))?.misconduct).toEqual([FOUND]);
  });
});
