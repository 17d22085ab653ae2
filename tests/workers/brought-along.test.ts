/** A self-contained proof, made in one worker and verified in another that has no network. */
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeCbor, encodeCbor, type Cbor } from '#core/bytes/index.ts';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { decodeLightBlock, encodeLightBlock, type LightBlock } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { encodeEnvelope, encodeSelfContained, type ProofGrounds } from '#core/qr/index.ts';
import {
  credentialLeaf,
  registryRoot,
  type ExcerptNeed,
  type UntrustedPack,
} from '#core/registry/index.ts';
import { VCT } from '../core/credential/craft.ts';
import { momentAfter } from '../core/chain/sync-harness.ts';
import {
  batchWith,
  ISSUER_ID,
  licence,
  materialOf,
  present,
  type CaseChange,
} from '../support/case-builder.ts';
import { buildChain, profileOf } from '../support/chain-builder.ts';
import { deadNode, PaperPage, paperNode } from './paper-page.ts';

const NEED: ExcerptNeed = { issuer: ISSUER_ID, batch: 0, vct: VCT, list: `${ISSUER_ID}/1` };
const LENGTH = 12;
const DEAD = [deadNode, deadNode, deadNode, deadNode];

interface World {
  readonly chain: readonly LightBlock[];
  readonly profile: ConsortiumProfile;
  readonly now: Date;
  readonly material: UntrustedPack;
  readonly code: string;
}

let world: World;
let grounds: ProofGrounds;
let proof: Uint8Array;

async function worldWith(change: CaseChange = {}): Promise<World> {
  const jwt = await licence();
  const { batch, place } = batchWith(credentialLeaf(jwt));
  const material = await materialOf([batch], change);
  const appHash = registryRoot(material.entries);
  const chain = buildChain({ length: LENGTH, alter: (header) => ({ ...header, appHash }) });
  const anchor = { issuer: ISSUER_ID, batch: 0, ...place };
  const code = encodeEnvelope({ sdJwt: await present(jwt), anchor });
  return { chain, profile: profileOf(chain, 4), now: momentAfter(chain), material, code };
}

/** A device that has synced to a height of this world. */
async function deviceAt({ chain, profile, material }: World, height: number): Promise<PaperPage> {
  const known = chain.slice(0, height);
  const node = paperNode(known, material);
  const page = new PaperPage([node, node, node, node]);
  await page.keeper(profile).sync(momentAfter(known), () => undefined);
  page.nodes = DEAD;
  page.asked.length = 0;
  return page;
}

beforeAll(async () => {
  world = await worldWith();
  const holder = await deviceAt(world, LENGTH);
  grounds = await holder.keeper(world.profile).bring(NEED, world.now);
  expect(holder.asked).toEqual([]);
  proof = encodeSelfContained({ code: world.code, ...grounds });
});

/** What a device with nothing but the anchor, and no network, makes of it. */
async function codeOf(untrusted: Uint8Array, page = new PaperPage(DEAD), now = world.now) {
  try {
    await page.keeper(world.profile).supply(untrusted, now);
    return undefined;
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    return refusal.code;
  }
}

const changed = (change: Partial<ProofGrounds>) =>
  encodeSelfContained({ code: world.code, ...grounds, ...change });

describe('a proof that was made on one device', () => {
  it('is verified by another that has only the anchor; nobody is asked, nothing is stored', async () => {
    const page = new PaperPage(DEAD);
    const { header, excerpt } = await page.keeper(world.profile).supply(proof, world.now);
    expect(header.height).toBe(LENGTH);
    expect(excerpt).toMatchObject({ height: LENGTH, status: { list: NEED.list } });
    expect(page.asked).toEqual([]);
    expect(page.store.size).toBe(0);
    expect(await page.keeper(world.profile).restore()).toBeUndefined();
  });

  it('is verified by another that has an older head, which stays the one that it holds', async () => {
    const page = await deviceAt(world, 5);
    const before = new Map(page.store);
    const { header } = await page.keeper(world.profile).supply(proof, world.now);
    expect(header.height).toBe(LENGTH);
    expect(page.asked).toEqual([]);
    expect(page.store).toEqual(before);
  });

  it('fits few codes', () => {
    expect(proof.length).toBeLessThan(3_600);
  });

  it('is refused where something later is held', async () => {
    const { profile, now } = world;
    const older = await (await deviceAt(world, 5)).keeper(profile).bring(NEED, now);
    const page = await deviceAt(world, LENGTH);
    expect(await codeOf(changed(older), page)).toBe('chain/older-than-held');
  });

  it('is refused of another consortium', async () => {
    const page = new PaperPage(DEAD);
    const foreign = { ...world.profile, anchor: { height: 1, hash: '00'.repeat(32) } };
    const verdict = page.keeper(foreign).supply(proof, world.now);
    await expect(verdict).rejects.toMatchObject({ code: 'chain/out-of-reach' });
  });

  it('is refused once the anchor is past its trusting period', async () => {
    const late = new Date(world.now.getTime() + world.profile.trustingPeriodMs);
    expect(await codeOf(proof, undefined, late)).toBe('chain/expired');
  });

  it('is neither made nor taken after an attack was found', async () => {
    const page = await deviceAt(world, LENGTH);
    page.store.set(`${world.profile.chainId}/attack`, {});
    const made = page.keeper(world.profile).bring(NEED, world.now);
    await expect(made).rejects.toMatchObject({ code: 'chain/attack' });
    expect(await codeOf(proof, page)).toBe('chain/attack');
  });

  it('is not made before the first sync', async () => {
    const made = new PaperPage(DEAD).keeper(world.profile).bring(NEED, world.now);
    await expect(made).rejects.toMatchObject({ code: 'registry/not-held' });
  });
});

describe('a proof that was tampered with', () => {
  it('is refused without the anchor, or with a registry of another header', async () => {
    const other = await worldWith({ status: 1 });
    const theirs = await (
      await deviceAt(other, LENGTH)
    )
      .keeper(other.profile)
      .bring(NEED, other.now);
    expect(await codeOf(changed({ blocks: grounds.blocks.slice(1) }))).toBe('chain/out-of-reach');
    expect(await codeOf(changed({ excerpt: theirs.excerpt }))).toBe('registry/root-mismatch');
    expect(await codeOf(changed({ blocks: theirs.blocks }))).toBe('chain/out-of-reach');
  });

  it('is refused when too few departments have voted, or when a vote is another', async () => {
    const [anchor = new Uint8Array(), head = new Uint8Array()] = grounds.blocks;
    const block = decodeLightBlock(head);
    const withVotes = (change: (vote: Cbor, at: number) => Cbor) => {
      const parts = decodeCbor(encodeLightBlock(block), 10_000) as Cbor[];
      const commit = parts[1] as Cbor[];
      commit[3] = (commit[3] as Cbor[]).map(change);
      return changed({ blocks: [anchor, encodeCbor(parts)] });
    };
    expect(await codeOf(withVotes((vote, at) => (at < 2 ? null : vote)))).toBe(
      'chain/out-of-reach',
    );
    const forged = withVotes((vote, at) =>
      at === 0 ? (vote as Cbor[]).with(3, new Uint8Array(64)) : vote,
    );
    expect(await codeOf(forged)).toBe('chain/invalid-header');
  });

  it('never leads to anything else, whichever of its bytes is changed', async () => {
    const supply = (bytes: Uint8Array) =>
      new PaperPage(DEAD).keeper(world.profile).supply(bytes, world.now);
    const genuine = await supply(proof);
    let unread = 0;
    for (let at = codeEnd(); at < proof.length; at += 3) {
      const damaged = proof.with(at, (proof[at] ?? 0) ^ 0x55);
      if ((await codeOf(damaged)) !== undefined) continue;
      expect(await supply(damaged)).toEqual(genuine);
      unread += 3;
    }
    // The vote of a fourth department, and the parts of the anchor's block: nothing rests on them.
    expect(unread).toBeLessThan(78 + 40);
  });

  /** Where the code ends and what it rests on begins. */
  function codeEnd(): number {
    return proof.length - encodeCbor([grounds.blocks, grounds.excerpt]).length;
  }
});
