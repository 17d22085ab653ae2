/** Trust data from one inspector's device to another: what is offered, read, refused, and used. */
import { describe, expect, it } from 'vitest';
import {
  encodeStreamPayload,
  formatPackWant,
  parsePackWant,
  PARCEL_BYTES,
  toStream,
  type StreamPayload,
} from '#core/qr/index.ts';
import { chainTag, type Trust } from '#core/verify/index.ts';
import { Chain } from '#state/chain.svelte.ts';
import { PackGiving } from '#state/pack-giving.svelte.ts';
import { PackTaking } from '#state/pack-taking.svelte.ts';
import type { ChainUpdate, PackChanges, PackSince, Parcels } from '#state/ports.ts';
import { HEIGHT, NOW_MS, trustOver } from '../support/case-builder.ts';
import { fileOf, goneFile, unreadFile } from './files.ts';
import { PROFILE, refusal, testClock } from './ports.ts';

const PARCEL = Uint8Array.from({ length: 900 }, (_, at) => at & 255);
const CHANGES: PackChanges = {
  from: { height: HEIGHT, timeMs: 1 },
  to: { height: HEIGHT + 9, timeMs: 2 },
  batches: 1,
  lists: 1,
  issuers: 0,
};
const TAG = chainTag(PROFILE.chainId);
const WEEK_MS = 7 * 86_400_000;

const updateOf = (trust: Trust): ChainUpdate => ({
  trust,
  validators: [],
  trace: [],
  watched: undefined,
  syncedAt: new Date(NOW_MS),
});

/** A device that holds a pack of {@link HEIGHT}; `take` is what its worker makes of a parcel. */
async function device(take: () => Promise<ChainUpdate> = () => Promise.reject(refusal('x/y'))) {
  const clock = testClock();
  const floors: number[] = [];
  let syncs = 0;
  const held = updateOf(await trustOver([]));
  const client = {
    restore: () => Promise.resolve(held),
    sync: () => {
      syncs++;
      return Promise.reject(refusal('chain/no-source'));
    },
    cancel: () => undefined,
    attack: () => Promise.resolve(undefined),
  };
  const chain = new Chain(PROFILE, client, clock, (ms) => floors.push(ms));
  await chain.start();
  const taken: Uint8Array[] = [];
  const asked: PackSince[] = [];
  let parcel: Uint8Array<ArrayBuffer> = PARCEL;
  const parcels: Parcels = {
    take: async (untrusted) => {
      taken.push(untrusted);
      return { update: await take(), changes: CHANGES };
    },
    give: (since) => {
      asked.push(since);
      return Promise.resolve({ parcel, height: HEIGHT, since: 3 });
    },
  };
  return {
    chain,
    floors,
    taken,
    asked,
    taking: new PackTaking(chain, parcels),
    giving: new PackGiving(chain, parcels, clock, () => false),
    syncs: () => syncs,
    setParcel: (bytes: Uint8Array<ArrayBuffer>) => (parcel = bytes),
  };
}

const later = async (): Promise<ChainUpdate> => {
  const trust = await trustOver([], { header: { height: HEIGHT + 9 } });
  return updateOf({ ...trust, unconfirmed: true });
};
const streamOf = (content: StreamPayload) => toStream(encodeStreamPayload(content), 300);

describe('a device that takes', () => {
  it('shows what it holds', async () => {
    const { taking } = await device();
    expect(parsePackWant(taking.want)).toEqual({ chainTag: TAG, height: HEIGHT });
  });

  it('reads a moving code to its end, uses what came, and asks the nodes at once', async () => {
    const { taking, taken, chain, floors, syncs } = await device(later);
    const { need, frame } = streamOf({ kind: 'parcel', body: PARCEL });
    const [floorsBefore, syncsBefore] = [floors.length, syncs()];
    await taking.read(frame(0), 'held-up', 0);
    expect(taking.progress).toEqual({ have: 1, need });
    for (let at = 1; at < need + 3; at++) await taking.read(frame(at), 'held-up', at);
    expect(taken).toEqual([PARCEL]);
    expect(taking.changes).toEqual(CHANGES);
    expect(chain.latest?.trust.header.height).toBe(HEIGHT + 9);
    // No node has confirmed it: it is no floor of the clock.
    expect(floors).toHaveLength(floorsBefore);
    await Promise.resolve();
    expect(syncs()).toBe(syncsBefore + 1);
  });

  it('reads once more what was refused, when the camera is opened again', async () => {
    let isBehind = true;
    const { taking, taken } = await device(() =>
      isBehind ? Promise.reject(refusal('chain/clock-behind')) : later(),
    );
    const { need, frame } = streamOf({ kind: 'parcel', body: PARCEL });
    const hold = async (until: number) => {
      for (let at = 0; at < until; at++) await taking.read(frame(at), 'held-up', at);
    };
    await hold(2 * need);
    expect([taking.failure, taken.length]).toEqual(['chain/clock-behind', 1]);
    isBehind = false;
    taking.reopen();
    await hold(1);
    taking.reopen();
    expect(taking.progress).toEqual({ have: 1, need });
    await hold(need);
    expect([taking.changes, taken.length]).toEqual([CHANGES, 2]);
  });

  it('takes a file, and is ready for another one', async () => {
    const { taking, taken } = await device(later);
    await taking.open(fileOf(PARCEL));
    expect(taken).toEqual([PARCEL]);
    expect(taking.changes).toEqual(CHANGES);
    taking.clear();
    expect(taking.changes).toBeUndefined();
  });

  it('says why nothing was taken, and keeps what it had', async () => {
    const { taking, chain } = await device(() => Promise.reject(refusal('registry/delta-gap')));
    await taking.open(fileOf(PARCEL));
    expect([taking.failure, taking.changes, taking.busy]).toEqual([
      'registry/delta-gap',
      undefined,
      false,
    ]);
    expect(chain.latest?.trust.header.height).toBe(HEIGHT);
  });

  it('says that a file is no parcel, and does not read one that is too large', async () => {
    const { taking, taken } = await device(() => Promise.reject(refusal('qr/malformed')));
    await taking.open(fileOf(PARCEL));
    expect(taking.failure).toBe('parcel/not-a-parcel');
    await taking.open(unreadFile(PARCEL_BYTES + 1));
    expect(taking.failure).toBe('file/too-large');
    expect(taken).toHaveLength(1);
  });

  it('says that a file is gone, or cannot be fetched', async () => {
    const { taking, taken } = await device(later);
    await taking.open(goneFile());
    expect([taking.failure, taking.busy, taken]).toEqual(['file/unreadable', false, []]);
  });

  it('says that a code is no parcel, but not of one beside a moving code', async () => {
    const { taking, taken } = await device(later);
    await taking.read('https://example.org', 'held-up', 0);
    expect(taking.failure).toBe('parcel/not-a-parcel');
    const parcel = streamOf({ kind: 'parcel', body: PARCEL });
    await taking.read(parcel.frame(0), 'held-up', 10);
    await taking.read('https://example.org', 'held-up', 20);
    expect(taking.failure).toBeUndefined();
    taking.clear();
    await taking.read(streamOf({ kind: 'profile', text: '{}' }).frame(0), 'held-up', 30);
    expect(taking.failure).toBe('parcel/not-a-parcel');
    expect(taken).toEqual([]);
  });
});

describe('a device that gives', () => {
  it('goes on from what the receiver shows', async () => {
    const { giving, asked } = await device();
    await giving.answer(formatPackWant({ chainTag: TAG, height: HEIGHT - 1 }));
    expect(asked).toEqual([{ height: HEIGHT - 1 }]);
    expect(giving.shown).toMatchObject({ form: 'moving', framesPerSecond: 10 });
    giving.setSlow(true);
    expect(giving.shown).toMatchObject({ form: 'slow', framesPerSecond: 5 });
    // The camera still sees the code.
    await giving.answer(formatPackWant({ chainTag: TAG, height: HEIGHT - 1 }));
    expect(asked).toHaveLength(1);
  });

  it('goes on from a week ago, or gives everything', async () => {
    const { giving, asked } = await device();
    await giving.give('week');
    giving.clear();
    await giving.give('all');
    expect(asked).toEqual([{ timeMs: NOW_MS - WEEK_MS }, { height: 0 }]);
  });

  it.each([
    [
      'of another consortium',
      formatPackWant({ chainTag: chainTag('x'), height: 1 }),
      'parcel/other-chain',
    ],
    [
      'of whoever is as far',
      formatPackWant({ chainTag: TAG, height: HEIGHT }),
      'parcel/receiver-newer',
    ],
    ['that is something else', 'https://example.org', 'parcel/not-a-want'],
    ['that is damaged', 'LSP1:##', 'parcel/not-a-want'],
    ['of a later app', 'LSP2:00', 'qr/newer-version'],
  ])('does not answer a code %s', async (_what, text, code) => {
    const { giving, asked } = await device();
    await giving.answer(text);
    expect(giving.failure).toBe(code);
    expect(asked).toEqual([]);
  });

  it('has no moving code for what is too large, which goes as a file', async () => {
    const { giving, setParcel } = await device();
    setParcel(new Uint8Array(256 * 1024));
    await giving.give('all');
    expect(giving.given?.parcel).toHaveLength(256 * 1024);
    expect(giving.shown).toBeUndefined();
  });

  it('says why there is nothing to give', async () => {
    const { chain } = await device();
    const give = () => Promise.reject(refusal('registry/not-held'));
    const giving = new PackGiving(chain, { give }, testClock(), () => false);
    await giving.give('all');
    expect([giving.failure, giving.busy]).toEqual(['registry/not-held', false]);
  });
});
