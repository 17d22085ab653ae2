/** Packs that were taken from other devices, while another tab takes more or the nodes are asked. */
import { beforeAll, describe, expect, it } from 'vitest';
import { trustHeader, type ConsortiumProfile } from '#core/chain/index.ts';
import { cometbftEngine, type LightBlock } from '#core/cometbft/index.ts';
import {
  credentialLeaf,
  decodeTrustPack,
  registryRoot,
  verifyTrustPack,
  type UntrustedPack,
} from '#core/registry/index.ts';
import { KeptPacks, type UnconfirmedPack } from '#workers/kept-packs.ts';
import { momentAfter } from '../core/chain/sync-harness.ts';
import { batchWith, licence, materialOf } from '../support/case-builder.ts';
import { buildChain, profileOf } from '../support/chain-builder.ts';
import { deadNode, PaperPage, paperNode } from './paper-page.ts';

const [OLD, LOWER, HIGHER] = [5, 8, 12];

let material: UntrustedPack;
let chain: readonly LightBlock[];
let profile: ConsortiumProfile;
let now: Date;
/** As two tabs have verified them, one of each height. */
let lower: UnconfirmedPack;
let higher: UnconfirmedPack;

beforeAll(async () => {
  material = await materialOf([batchWith(credentialLeaf(await licence())).batch]);
  const appHash = registryRoot(material.entries);
  chain = buildChain({ length: HIGHER, alter: (header) => ({ ...header, appHash }) });
  profile = profileOf(chain, 4);
  now = momentAfter(chain);
  lower = await takenAt(LOWER);
  higher = await takenAt(HIGHER);
});

/** A device that has synced to a height, and lost its network then. */
async function deviceAt(height: number): Promise<PaperPage> {
  const page = new PaperPage(profile.nodes.map(() => paperNode(chain.slice(0, height), material)));
  await page.keeper(profile).sync(momentAfter(chain.slice(0, height)), () => undefined);
  page.nodes = profile.nodes.map(() => deadNode);
  return page;
}

async function takenAt(height: number): Promise<UnconfirmedPack> {
  const giver = (await deviceAt(height)).keeper(profile);
  const taker = await deviceAt(OLD);
  await taker.keeper(profile).take((await giver.give({ height: 0 }, now)).parcel, now);
  return taker.store.get(`${profile.chainId}/unconfirmed`) as UnconfirmedPack;
}

async function packsAt(height: number): Promise<KeptPacks> {
  return new KeptPacks(profile, cometbftEngine(), (await deviceAt(height)).port());
}

const packOf = ({ block, file }: UnconfirmedPack) =>
  verifyTrustPack(decodeTrustPack(file), trustHeader(cometbftEngine().facts(block)));

describe('of packs that were taken', () => {
  it('by two tabs the higher one stays', async () => {
    const packs = await packsAt(OLD);
    await packs.keepApart(higher, packOf(higher));
    const result = await packs.keepApart(lower, packOf(lower));
    expect(result).toMatchObject({ header: { height: HIGHER }, unconfirmed: true });
  });

  it('a lower one that is confirmed, or refuted, leaves the higher one', async () => {
    const packs = await packsAt(OLD);
    await packs.keepApart(higher, packOf(higher));
    await packs.promote(lower);
    expect(await packs.newest()).toMatchObject({ header: { height: HIGHER }, unconfirmed: true });
    await packs.drop(lower);
    expect(await packs.newest()).toMatchObject({ header: { height: HIGHER }, unconfirmed: true });
    await packs.drop(higher);
    expect(await packs.newest()).toMatchObject({ header: { height: LOWER }, unconfirmed: false });
  });

  it('one that is confirmed takes no place of what was verified since', async () => {
    const packs = await packsAt(HIGHER);
    await packs.promote(lower);
    expect(await packs.newest()).toMatchObject({ header: { height: HIGHER }, unconfirmed: false });
  });
});
