/** Trust data made up on one device and taken by another that has no network. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { decodeLightBlock, encodeLightBlock, type LightBlock } from '#core/cometbft/index.ts';
import { decodeTrustParcel, encodeTrustParcel, type TrustParcel } from '#core/qr/index.ts';
import {
  credentialLeaf,
  decodePackDelta,
  encodePackDelta,
  registryRoot,
  type UntrustedPack,
} from '#core/registry/index.ts';
import { momentAfter } from '../core/chain/sync-harness.ts';
import { batchWith, ISSUER_ID, licence, materialOf } from '../support/case-builder.ts';
import { buildChain, FIRST_TIME_NS, profileOf, STEP_NS } from '../support/chain-builder.ts';
import { deadNode, lying, PaperPage, paperNode } from './paper-page.ts';
import { laterRefusalOf } from '../support/refusal.ts';

const LENGTH = 12;
/** From this header on a document is revoked, and there is a second batch. */
const CHANGE = 8;
const OLD = 5;
const DEAD = [deadNode, deadNode, deadNode, deadNode];
const LIST = `${ISSUER_ID}/1`;

let before: UntrustedPack;
let after: UntrustedPack;
let chain: readonly LightBlock[];
let profile: ConsortiumProfile;
let now: Date;
/** Made for a device whose pack is of height {@link OLD}. */
let parcel: Uint8Array;

const materialAt = (height: number) => (height < CHANGE ? before : after);
const four = <T>(one: T): T[] => [one, one, one, one];
const nothing = () => undefined;

beforeAll(async () => {
  const { batch } = batchWith(credentialLeaf(await licence()));
  const [first, second] = [2, CHANGE - 1].map((height) => ({ ...batch, height }));
  if (first === undefined || second === undefined) throw new Error('two batches');
  before = await materialOf([first], { list: { height: 2 } });
  after = await materialOf([first, second], { status: 1, list: { height: CHANGE - 1 } });
  const appHashAt = (height: number) => registryRoot(materialAt(height).entries);
  const alter = (header: LightBlock['header']) => ({
    ...header,
    appHash: appHashAt(header.height),
  });
  chain = buildChain({ length: LENGTH, alter });
  profile = profileOf(chain, 4);
  now = momentAfter(chain);
  const giver = await deviceAt(LENGTH);
  parcel = (await giver.keeper(profile).give({ height: OLD }, now)).parcel;
  expect(giver.asked).toEqual([]);
});

const nodeAt = (height: number, blocks = chain) =>
  paperNode(blocks.slice(0, height), materialAt(height));

/** A device that has synced to a height, and lost its network then. */
async function deviceAt(height: number): Promise<PaperPage> {
  const page = new PaperPage(four(nodeAt(height)));
  await page.keeper(profile).sync(momentAfter(chain.slice(0, height)), nothing);
  page.nodes = DEAD;
  page.asked.length = 0;
  return page;
}

/** One that has taken the parcel. */
async function takerAt(height: number): Promise<PaperPage> {
  const page = await deviceAt(height);
  await page.keeper(profile).take(parcel, now);
  return page;
}

const unconfirmedKey = () => `${profile.chainId}/unconfirmed`;

describe('a parcel that is taken without a network', () => {
  it('brings the revocation, and says what is different', async () => {
    const page = await deviceAt(OLD);
    const { update, changes } = await page.keeper(profile).take(parcel, now);
    expect(update).toMatchObject({ header: { height: LENGTH }, unconfirmed: true, witnesses: [] });
    expect(update.pack.statusTokens.get(LIST)).toBe(after.statusTokens.get(LIST));
    expect(update.pack.batches.get(ISSUER_ID)).toHaveLength(2);
    expect(changes).toMatchObject({ batches: 1, lists: 1, issuers: 0 });
    expect([changes.from?.height, changes.to.height]).toEqual([OLD, LENGTH]);
    expect(page.asked).toEqual([]);
  });

  it('is kept apart: what the nodes have confirmed stays as it is', async () => {
    const page = await deviceAt(OLD);
    const stored = new Map(page.store);
    await page.keeper(profile).take(parcel, now);
    for (const [key, value] of stored) expect(page.store.get(key)).toEqual(value);
    const added = [...page.store.keys()].filter((key) => !stored.has(key));
    expect(added).toEqual([unconfirmedKey()]);
  });

  it('is there again at the next visit, checked again', async () => {
    const page = await takerAt(OLD);
    const restored = await page.keeper(profile).restore();
    expect(restored).toMatchObject({ header: { height: LENGTH }, unconfirmed: true });
    const taken = page.store.get(unconfirmedKey()) as { file: Uint8Array };
    page.store.set(unconfirmedKey(), { ...taken, file: taken.file.slice(1) });
    const fallen = await page.keeper(profile).restore();
    expect(fallen).toMatchObject({ header: { height: OLD }, unconfirmed: false });
  });

  it('serves a device that has nothing but the anchor, if it was made for anybody', async () => {
    const giver = (await deviceAt(LENGTH)).keeper(profile);
    const { parcel: whole, since } = await giver.give({ height: 0 }, now);
    expect(since).toBe(0);
    const page = new PaperPage(DEAD);
    const { update, changes } = await page.keeper(profile).take(whole, now);
    expect(update).toMatchObject({ header: { height: LENGTH }, unconfirmed: true });
    expect(changes).toMatchObject({ from: undefined, batches: 2, lists: 1, issuers: 1 });
    expect(await laterRefusalOf(new PaperPage(DEAD).keeper(profile).take(parcel, now))).toBe(
      'registry/delta-gap',
    );
  });

  it('is handed on by whoever took it', async () => {
    const middle = (await takerAt(OLD)).keeper(profile);
    const { parcel: again } = await middle.give({ height: OLD }, now);
    const { update } = await (await deviceAt(OLD)).keeper(profile).take(again, now);
    expect(update).toMatchObject({ header: { height: LENGTH }, unconfirmed: true });
  });

  it('goes on from the last verified header before a moment', async () => {
    const giver = (await deviceAt(LENGTH)).keeper(profile);
    const msOf = (height: number) =>
      Number((FIRST_TIME_NS + STEP_NS * BigInt(height - 1)) / 1_000_000n);
    // The way of this device: the anchor, and the head that it reached from there.
    expect(await giver.give({ timeMs: msOf(LENGTH) - 1 }, now)).toMatchObject({ since: 1 });
    expect(await giver.give({ timeMs: msOf(LENGTH) }, now)).toMatchObject({ since: LENGTH });
    expect(await giver.give({ timeMs: msOf(1) - 1 }, now)).toMatchObject({ since: 0 });
  });
});

describe('once nodes can be asked', () => {
  it('becomes stored trust as soon as one agrees, though it has nothing newer', async () => {
    const page = await takerAt(OLD);
    page.nodes = [nodeAt(LENGTH), deadNode, deadNode, deadNode];
    const result = await page.keeper(profile).sync(now, nothing);
    expect(result).toMatchObject({ header: { height: LENGTH }, unconfirmed: false });
    expect(result.witnesses.filter(({ outcome }) => outcome === 'agrees')).toHaveLength(1);
    expect(page.store.has(unconfirmedKey())).toBe(false);
    page.nodes = DEAD;
    const restored = await page.keeper(profile).restore();
    expect(restored).toMatchObject({ header: { height: LENGTH }, unconfirmed: false });
    // The light client goes on from there.
    expect(await laterRefusalOf(page.keeper(profile).supply(parcel, now))).toMatch(/^qr\//);
    expect([...page.store.keys()].filter((key) => key.includes('/block/'))).toHaveLength(3);
  });

  it('stays unconfirmed while none can be reached', async () => {
    const page = await takerAt(OLD);
    expect(await laterRefusalOf(page.keeper(profile).sync(now, nothing))).toBe('chain/no-source');
    const restored = await page.keeper(profile).restore();
    expect(restored).toMatchObject({ header: { height: LENGTH }, unconfirmed: true });
  });

  it('stays the newest, unconfirmed, where all of them are behind', async () => {
    const page = await takerAt(OLD);
    page.nodes = four(nodeAt(OLD + 1));
    const result = await page.keeper(profile).sync(now, nothing);
    expect(result).toMatchObject({ header: { height: LENGTH }, unconfirmed: true });
    expect(page.store.has(unconfirmedKey())).toBe(true);
  });

  it('stays as it is where one contradicts it that cannot prove its word', async () => {
    const page = await takerAt(OLD);
    const liar = lying(nodeAt(LENGTH), 'commit', (json) =>
      json.replace(/"data_hash":"[^"]+"/, `"data_hash":"${'00'.repeat(32)}"`),
    );
    page.nodes = [liar, deadNode, deadNode, deadNode];
    await laterRefusalOf(page.keeper(profile).sync(now, nothing));
    const restored = await page.keeper(profile).restore();
    expect(restored).toMatchObject({ header: { height: LENGTH }, unconfirmed: true });
  });

  it('is an attack where they prove another header', async () => {
    const fork = buildChain({
      length: LENGTH,
      prefix: chain.slice(0, OLD + 1),
      alter: (header) => ({ ...header, appHash: registryRoot(before.entries) }),
    });
    const page = await takerAt(OLD);
    page.nodes = four(paperNode(fork, before));
    const keeper = page.keeper(profile);
    expect(await laterRefusalOf(keeper.sync(now, nothing))).toBe('chain/attack');
    expect(await keeper.attack()).toMatchObject({ primary: undefined, height: LENGTH });
    expect(await keeper.restore()).toMatchObject({ conflict: true });
  });

  it('gives way to what they have later', async () => {
    const alter = (header: LightBlock['header']) => ({
      ...header,
      appHash: registryRoot(after.entries),
    });
    const longer = buildChain({ length: LENGTH + 3, prefix: chain, alter });
    const page = await takerAt(OLD);
    page.nodes = four(paperNode(longer, after));
    const result = await page.keeper(profile).sync(momentAfter(longer), nothing);
    expect(result).toMatchObject({ header: { height: LENGTH + 3 }, unconfirmed: false });
    expect(page.store.has(unconfirmedKey())).toBe(false);
  });
});

const forged = (vote: LightBlock['commit']['signatures'][number]) => ({
  ...vote,
  signature: vote.signature.map((byte) => byte ^ 1),
});

describe('a parcel that is refused changes nothing:', () => {
  const changed = (change: (parcel: TrustParcel) => Partial<TrustParcel>) => {
    const whole = decodeTrustParcel(parcel);
    return encodeTrustParcel({ ...whole, ...change(whole) });
  };
  const delta = (change: (of: ReturnType<typeof decodePackDelta>) => object) =>
    changed((whole) => {
      const of = decodePackDelta(whole.delta);
      return { delta: encodePackDelta({ ...of, ...change(of) }) };
    });
  const lastBlock = (change: (block: LightBlock) => LightBlock) =>
    changed(({ blocks }) => {
      const [last = new Uint8Array()] = blocks.slice(-1);
      return { blocks: [...blocks.slice(0, -1), encodeLightBlock(change(decodeLightBlock(last)))] };
    });

  it.each<readonly [string, () => Uint8Array, string]>([
    ['cut off', () => parcel.slice(0, -1), 'qr/malformed'],
    ['of another chain', () => changed(() => ({ chainId: 'other' })), 'registry/other-chain'],
    [
      'with an entry left out',
      () => delta(({ entries }) => ({ entries: new Map([...entries].slice(1)) })),
      'registry/root-mismatch',
    ],
    ['with a log kept back', () => delta(() => ({ logs: new Map() })), 'registry/log-mismatch'],
    [
      'with the old status list',
      () => delta(() => ({ statusTokens: before.statusTokens })),
      'registry/status-mismatch',
    ],
    ['with no status list', () => delta(() => ({ statusTokens: new Map() })), 'registry/delta-gap'],
    [
      'with a delta that is none',
      () => changed(() => ({ delta: Uint8Array.of(1) })),
      'registry/malformed',
    ],
    [
      'with a block that is none',
      () => changed(() => ({ blocks: [Uint8Array.of(1)] })),
      'cometbft/malformed',
    ],
    [
      'with a vote forged',
      () =>
        lastBlock((block) => ({
          ...block,
          commit: { ...block.commit, signatures: block.commit.signatures.map(forged) },
        })),
      'chain/invalid-header',
    ],
    [
      'with the votes left out',
      () => lastBlock((block) => ({ ...block, commit: { ...block.commit, signatures: [] } })),
      'chain/out-of-reach',
    ],
    [
      'with the registry of its head under an earlier header',
      () => changed(() => ({ blocks: chain.slice(OLD, OLD + 1).map(encodeLightBlock) })),
      'registry/root-mismatch',
    ],
  ])('%s', async (_what, make, code) => {
    const page = await deviceAt(OLD);
    const stored = new Map(page.store);
    expect(await laterRefusalOf(page.keeper(profile).take(make(), now))).toBe(code);
    expect(page.store).toEqual(stored);
  });

  it('older than what the nodes have confirmed', async () => {
    const older = await (await deviceAt(OLD)).keeper(profile).give({ height: 0 }, now);
    const page = await deviceAt(LENGTH);
    expect(await laterRefusalOf(page.keeper(profile).take(older.parcel, now))).toBe(
      'chain/older-than-held',
    );
  });

  it('no newer than what is held, confirmed or not', async () => {
    expect(await laterRefusalOf((await deviceAt(LENGTH)).keeper(profile).take(parcel, now))).toBe(
      'registry/nothing-newer',
    );
    const taker = (await takerAt(OLD)).keeper(profile);
    expect(await laterRefusalOf(taker.take(parcel, now))).toBe('registry/nothing-newer');
    const between = await (await deviceAt(CHANGE)).keeper(profile).give({ height: 0 }, now);
    expect(await laterRefusalOf(taker.take(between.parcel, now))).toBe('registry/nothing-newer');
  });

  it('past its trusting period', async () => {
    const late = new Date(now.getTime() + profile.trustingPeriodMs);
    const page = await deviceAt(OLD);
    expect(await laterRefusalOf(page.keeper(profile).take(parcel, late))).toBe('chain/expired');
  });

  it('without the anchor, where nothing is trusted yet', async () => {
    const page = new PaperPage(DEAD);
    const headless = changed(({ blocks }) => ({ blocks: blocks.slice(1) }));
    expect(await laterRefusalOf(page.keeper(profile).take(headless, now))).toBe(
      'chain/out-of-reach',
    );
  });

  it('after an attack was found; nor is one given then, or before the first sync', async () => {
    const page = await deviceAt(OLD);
    page.store.set(`${profile.chainId}/attack`, {});
    const keeper = page.keeper(profile);
    expect(await laterRefusalOf(keeper.take(parcel, now))).toBe('chain/attack');
    expect(await laterRefusalOf(keeper.give({ height: 0 }, now))).toBe('chain/attack');
    const empty = new PaperPage(DEAD).keeper(profile);
    expect(await laterRefusalOf(empty.give({ height: 0 }, now))).toBe('registry/not-held');
  });
});
