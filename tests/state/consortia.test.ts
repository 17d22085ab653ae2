import { describe, expect, it } from 'vitest';
import type { ConsortiumProfile, HeaderFacts } from '#core/chain/index.ts';
import { encodeUtf8, parseHex } from '#core/bytes/index.ts';
import { Consortia } from '#state/consortia.svelte.ts';
import type { ConsortiaStore, TrustChange } from '#state/ports.ts';
import { fileOf, goneFile, unreadFile } from './files.ts';
import { PROFILE, refusal } from './ports.ts';

const HASH = 'aa'.repeat(32);
const OTHER_HASH = 'bb'.repeat(32);
const FOUNDER = { id: 'tax', name: PROFILE.name, publicKey: 'ab'.repeat(32) };
const HELD: ConsortiumProfile = {
  ...PROFILE,
  founders: [FOUNDER],
  anchor: { height: 5, hash: HASH },
};
const OTHER: ConsortiumProfile = { ...HELD, chainId: 'other-chain' };

const headerAt = (height: number, hash = HASH): HeaderFacts => ({
  chainId: HELD.chainId,
  height,
  timeNs: 0n,
  hash: parseHex(hash),
  appHash: new Uint8Array(),
});
const withAnchor = (height: number, hash = HASH): ConsortiumProfile => ({
  ...HELD,
  anchor: { height, hash },
});

/** A store that writes down what it is told to do. */
class PaperStore implements ConsortiaStore {
  profiles: ConsortiumProfile[] = [OTHER, HELD];
  latest: HeaderFacts | undefined;
  atAnchor: HeaderFacts | undefined;
  attacked: string | undefined;
  theirs: HeaderFacts | undefined;
  failure: string | undefined;
  readonly done: string[] = [];

  list() {
    return Promise.resolve(this.profiles);
  }
  stored(chainId: string) {
    const { latest, atAnchor } = this;
    return Promise.resolve({ latest, atAnchor, isAttacked: this.attacked === chainId });
  }
  headerBy(_: ConsortiumProfile, height: number) {
    this.done.push(`ask ${String(height)}`);
    return Promise.resolve(this.theirs);
  }
  take({ chainId, anchor }: ConsortiumProfile, trust: TrustChange) {
    if (this.failure !== undefined) return Promise.reject(refusal(this.failure));
    const to = trust.kind === 'rollback' ? ` to ${String(trust.to)}` : '';
    this.done.push(`take ${chainId} ${String(anchor.height)}: ${trust.kind}${to}`);
    return Promise.resolve();
  }
  use(chainId: string) {
    this.done.push(`use ${chainId}`);
    return Promise.resolve();
  }
  remove(chainId: string) {
    this.done.push(`remove ${chainId}`);
    return Promise.resolve();
  }
}

function setUp(change: Partial<PaperStore> = {}) {
  const store = Object.assign(new PaperStore(), change);
  const consortia = new Consortia(store, HELD, () => store.done.push('start anew'));
  return { store, consortia };
}

async function taking(profile: ConsortiumProfile, change: Partial<PaperStore> = {}) {
  const { store, consortia } = setUp(change);
  await consortia.offer(JSON.stringify(profile));
  await consortia.take();
  return { store, consortia, done: store.done };
}
const taken = (height: number, how: string) => [
  `take ${HELD.chainId} ${String(height)}: ${how}`,
  'start anew',
];

describe('the consortia of a device', () => {
  it('are listed with the one in use first, fingerprint and all', async () => {
    const { consortia } = setUp({ attacked: OTHER.chainId });
    await consortia.load();
    const [first, second] = consortia.known;
    expect(consortia.known).toHaveLength(2);
    expect(first).toMatchObject({ profile: HELD, inUse: true, isAttacked: false });
    expect(second).toMatchObject({ profile: OTHER, inUse: false, isAttacked: true });
    expect(first?.fingerprint).toHaveLength(8);
    expect(first?.fingerprint).not.toEqual(second?.fingerprint);
  });

  it('can be chosen, and the app starts anew', async () => {
    const { store, consortia } = setUp();
    await consortia.choose(HELD.chainId);
    expect(store.done).toEqual([]);
    await consortia.choose(OTHER.chainId);
    expect(store.done).toEqual([`use ${OTHER.chainId}`, 'start anew']);
  });

  it('can be removed, but neither the one in use nor one that was attacked', async () => {
    const { store, consortia } = setUp();
    await consortia.load();
    await consortia.remove(HELD.chainId);
    store.attacked = OTHER.chainId;
    await consortia.remove(OTHER.chainId);
    expect(store.done).toEqual([]);
    store.attacked = undefined;
    await consortia.remove(OTHER.chainId);
    expect(store.done).toEqual([`remove ${OTHER.chainId}`]);
    expect(consortia.known.map(({ profile }) => profile.chainId)).toEqual([HELD.chainId]);
  });
});

describe('a profile that is offered', () => {
  it('is refused in words if it is not one', async () => {
    const { store, consortia } = setUp();
    await consortia.offer('{}');
    expect(consortia.failure).toBe('chain/malformed-profile');
    expect(consortia.offered).toBeUndefined();
    await consortia.take();
    expect(store.done).toEqual([]);
  });

  it.each([
    ['file/too-large', 'that is too large', unreadFile(192 * 1024 + 1)],
    ['file/unreadable', 'that is gone', goneFile()],
    ['file/not-text', 'of rubbish', fileOf(Uint8Array.of(0xff, 0xd8, 0xff))],
  ])('is refused with %s, from a file %s', async (code, _, file) => {
    const { consortia } = setUp();
    await consortia.offer(JSON.stringify(OTHER));
    await consortia.offerFile(file);
    expect(consortia).toMatchObject({ failure: code, offered: undefined, busy: false });
    await consortia.offerFile(fileOf(encodeUtf8(JSON.stringify(OTHER))));
    expect(consortia).toMatchObject({ failure: undefined, offered: { profile: OTHER } });
  });

  it('is only shown until people have compared it', async () => {
    const { store, consortia } = setUp();
    await consortia.offer(JSON.stringify({ ...OTHER, chainId: 'third' }));
    expect(consortia.offered).toMatchObject({ kind: 'new', profile: { chainId: 'third' } });
    expect(consortia.offered?.fingerprint).toHaveLength(8);
    consortia.decline();
    await consortia.take();
    expect(store.done).toEqual([]);
  });

  it('is taken at once if its chain is new', async () => {
    const { done } = await taking({ ...OTHER, chainId: 'third' });
    expect(done).toEqual(['take third 5: keep', 'start anew']);
  });

  it.each([
    ['again', HELD],
    ['renewal', withAnchor(6)],
  ] as const)('says that it is known: %s', async (kind, profile) => {
    const { consortia } = setUp();
    await consortia.offer(JSON.stringify(profile));
    expect(consortia.offered?.kind).toBe(kind);
  });

  it('says so where it cannot be stored, and nothing starts anew', async () => {
    const { consortia, done } = await taking(HELD, { failure: 'storage/full' });
    expect(consortia.failure).toBe('storage/full');
    expect(done).toEqual([]);
    expect(consortia.busy).toBe(false);
  });
});

describe('another profile of a known chain', () => {
  it('starts where nothing is stored', async () => {
    const { done } = await taking(withAnchor(9, OTHER_HASH));
    expect(done).toEqual(taken(9, 'keep'));
  });

  it('keeps what is stored where the anchor is a stored header', async () => {
    const stored = { latest: headerAt(20), atAnchor: headerAt(9) };
    const { done } = await taking(withAnchor(9), stored);
    expect(done).toEqual(taken(9, 'keep'));
  });

  it('asks before it wipes where the anchor contradicts a stored header', async () => {
    const stored = { latest: headerAt(20), atAnchor: headerAt(9) };
    const { consortia, done } = await taking(withAnchor(9, OTHER_HASH), stored);
    expect(done).toEqual([]);
    expect(consortia.question).toEqual({ kind: 'wipe' });
    await consortia.agree();
    expect(done).toEqual(taken(9, 'wipe'));
  });

  it('asks before it rolls back where the anchor is below what is stored', async () => {
    const { consortia, done } = await taking(withAnchor(9), { latest: headerAt(20) });
    expect(done).toEqual([]);
    expect(consortia.question).toEqual({ kind: 'rollback', to: 9, from: 20 });
    await consortia.agree();
    expect(done).toEqual(taken(9, 'rollback to 9'));
  });

  it('changes nothing if the person does not agree', async () => {
    const { consortia, done } = await taking(withAnchor(9), { latest: headerAt(20) });
    consortia.decline();
    await consortia.agree();
    expect(consortia.question).toBeUndefined();
    expect(done).toEqual([]);
  });

  it('asks a node where the anchor is above what is stored, and keeps what agrees', async () => {
    const stored = { latest: headerAt(20), theirs: headerAt(20) };
    const { done } = await taking(withAnchor(30), stored);
    expect(done).toEqual(['ask 20', ...taken(30, 'keep')]);
  });

  it('keeps what no node remembers', async () => {
    const { done } = await taking(withAnchor(30), { latest: headerAt(20) });
    expect(done).toEqual(['ask 20', ...taken(30, 'keep')]);
  });

  it('asks before it wipes what a node contradicts', async () => {
    const stored = { latest: headerAt(20), theirs: headerAt(20, OTHER_HASH) };
    const { consortia, done } = await taking(withAnchor(30), stored);
    expect(consortia.question).toEqual({ kind: 'wipe' });
    expect(done).toEqual(['ask 20']);
  });
});

describe('after an attack', () => {
  const attacked = HELD.chainId;

  it('a profile with another anchor starts the chain afresh', async () => {
    const { consortia, done } = await taking(withAnchor(9), { attacked, latest: headerAt(20) });
    expect(consortia.offered?.kind).toBe('afresh');
    expect(done).toEqual(taken(9, 'wipe'));
  });

  it('a profile with the same anchor does not lead on, whatever else is new in it', async () => {
    const { consortia, done } = await taking({ ...HELD, clockDriftMs: 1 }, { attacked });
    expect(consortia.offered?.kind).toBe('attacked');
    expect(done).toEqual([]);
  });

  it('profiles of other chains are taken as ever', async () => {
    const { done } = await taking({ ...OTHER, chainId: 'third' }, { attacked });
    expect(done).toEqual(['take third 5: keep', 'start anew']);
  });
});
