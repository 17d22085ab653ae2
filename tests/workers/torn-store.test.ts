/** A store with something else in it than was stored: damaged, or of another version of the app. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Attack } from '#core/chain/index.ts';
import type { LightBlock, RpcCall } from '#core/cometbft/index.ts';
import { credentialLeaf, registryRoot } from '#core/registry/index.ts';
import { asAttack, asBlock, asPack, asUnconfirmed } from '#workers/stored-shape.ts';
import { momentAfter } from '../core/chain/sync-harness.ts';
import { batchWith, licence, materialOf } from '../support/case-builder.ts';
import { buildChain, profileOf } from '../support/chain-builder.ts';
import { laterRefusalOf } from '../support/refusal.ts';
import { PaperPage, paperNode } from './paper-page.ts';

let chain: readonly LightBlock[];
let node: RpcCall;

beforeAll(async () => {
  const { batch } = batchWith(credentialLeaf(await licence()));
  const material = await materialOf([batch]);
  const appHash = registryRoot(material.entries);
  chain = buildChain({ length: 12, alter: (header) => ({ ...header, appHash }) });
  node = paperNode(chain, material);
});

async function syncedPage(): Promise<PaperPage> {
  const page = new PaperPage([node, node, node, node]);
  await sync(page);
  return page;
}

const keeperOf = (page: PaperPage) => page.keeper(profileOf(chain, 4));
const sync = (page: PaperPage) => keeperOf(page).sync(momentAfter(chain), () => undefined);

function damage(page: PaperPage, what: string, change: (stored: object) => unknown): void {
  const names = [...page.store.keys()].filter((name) => name.includes(what));
  expect(names).not.toEqual([]);
  for (const name of names) page.store.set(name, change(page.store.get(name) as object));
}

const ATTACK: Attack = {
  kind: 'lunatic',
  primary: undefined,
  node: 1,
  height: 12,
  commonHeight: 7,
  evidence: [{}, {}],
  foundAtMs: 0,
};

const DAMAGES: readonly (readonly [string, (stored: object) => unknown])[] = [
  ['nothing', () => null],
  ['a text', () => 'block'],
  ['an empty record', () => ({})],
  ['half of it', (stored) => Object.fromEntries(Object.entries(stored).slice(0, 1))],
];

describe.each(DAMAGES)('%s', (_, change) => {
  it('in place of every block: trust begins at the anchor again', async () => {
    const page = await syncedPage();
    damage(page, '/block/', change);
    expect((await sync(page)).header.height).toBe(12);
  });

  it('in place of the newest block: it goes on from the one before', async () => {
    const page = await syncedPage();
    damage(page, '/block/0000000000000012', change);
    page.asked.length = 0;
    expect((await sync(page)).header.height).toBe(12);
    // The anchor is stored: nobody is asked for it, only for the newest block.
    expect(page.asked.filter((method) => method === 'commit')).toHaveLength(4);
  });

  it('in place of the pack: it is fetched anew', async () => {
    const page = await syncedPage();
    damage(page, '/pack', change);
    expect(await keeperOf(page).restore()).toBeUndefined();
    expect((await sync(page)).pack.batches.size).toBe(1);
  });

  it('in place of an attack: it stops the client as before, and says that it is damaged', async () => {
    const page = await syncedPage();
    page.store.set(`${profileOf(chain, 4).chainId}/attack`, change(ATTACK));
    expect(await keeperOf(page).attack()).toEqual({ isDamaged: true });
    expect(await keeperOf(page).restore()).toMatchObject({ conflict: true });
    expect(await laterRefusalOf(sync(page))).toBe('chain/attack');
  });
});

/** All ways to take one thing out of a record, at any depth. */
function* without(value: unknown): Generator<readonly [path: string, rest: unknown]> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  for (const [name, part] of Object.entries(value)) {
    const put = (other: unknown) =>
      Array.isArray(value)
        ? value.map((each: unknown, at) => (String(at) === name ? other : each))
        : { ...value, [name]: other };
    yield [name, put(undefined)];
    for (const [path, rest] of without(part)) yield [`${name}.${path}`, put(rest)];
  }
}

describe('the shape of what is stored', () => {
  it('is that of a block only if nothing is missing in it', () => {
    const block = structuredClone(chain[11]);
    expect(asBlock(block)).toBe(block);
    const cut = [...without(block)];
    expect(cut.length).toBeGreaterThan(100);
    expect(cut.filter(([, rest]) => asBlock(rest) !== undefined)).toEqual([]);
  });

  it('is that of a pack only with its block, its file and its picture', async () => {
    const page = await syncedPage();
    const [, pack] = [...page.store].find(([name]) => name.endsWith('/pack')) ?? [];
    expect(asPack(pack)).toBe(pack);
    for (const name of ['block', 'file', 'picture']) {
      expect(asPack({ ...(pack as object), [name]: undefined }), name).toBeUndefined();
    }
    expect(asUnconfirmed(pack)).toBeUndefined();
    const taken = { ...(pack as object), way: [chain[11]] };
    expect(asUnconfirmed(taken)).toBe(taken);
    expect(asUnconfirmed({ ...taken, way: [{}] })).toBeUndefined();
  });

  it.each<readonly [string, object]>([
    ['another kind', { kind: 'other' }],
    ['a node that is no place', { node: '1' }],
    ['a primary that is no place', { primary: null }],
    ['a height that is none', { height: 1.5 }],
    ['a common height that is none', { commonHeight: undefined }],
    ['one piece of evidence', { evidence: [{}] }],
    ['a time that is none', { foundAtMs: 1e99 }],
  ])('is not that of an attack with %s', (_, change) => {
    expect(asAttack(ATTACK)).toBe(ATTACK);
    expect(asAttack({ ...ATTACK, ...change })).toBeUndefined();
  });

  it('of a header without validators is none: it would have no hash', () => {
    const block = structuredClone(chain[11]);
    const header = { ...block?.header, validatorsHash: new Uint8Array() };
    expect(asBlock({ ...block, header })).toBeUndefined();
  });
});
