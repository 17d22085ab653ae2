import { afterEach, describe, expect, it } from 'vitest';
import { MemoryStore } from '#consortium/registry-app/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { CHAIN } from '../../core/registry/departments.ts';
import { finalize, initChain, serve } from './engine.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function node(options: Parameters<typeof serve>[2]) {
  const served = await serve(new MemoryStore(), { host: '127.0.0.1', port: 0 }, options);
  stops.push(() => served.server.stop());
  return served.connect();
}

/** A node at height 4 that has a snapshot of it, and one that has nothing. */
async function giverAndTaker(options: Parameters<typeof serve>[2] = { chainId: CHAIN }) {
  const giver = await node({ snapshotEvery: 2 });
  await giver.ask(initChain());
  for (const height of [1, 2, 3, 4]) await giver.ask(finalize(height, []), { commit: {} });
  const [info, list] = await giver.ask({ info: {} }, { listSnapshots: {} });
  const [snapshot] = list?.listSnapshots?.snapshots ?? [];
  if (snapshot === undefined) throw new Error('there is a snapshot');
  const appHash = info?.info?.lastBlockAppHash ?? new Uint8Array();
  const taker = await node(options);
  const offer = async (change: object = {}) => {
    const offered = { offerSnapshot: { snapshot: { ...snapshot, ...change }, appHash } };
    return (await taker.ask(offered))[0]?.offerSnapshot?.result;
  };
  return { giver, taker, snapshot, appHash, offer };
}

describe('state sync', () => {
  it('gives a new node the registry of another', async () => {
    const { giver, taker, snapshot, appHash, offer } = await giverAndTaker();
    expect([snapshot.height, snapshot.chunks]).toEqual([4n, 1]);
    expect(await offer()).toBe(1);
    const { height, format } = snapshot;
    const [loaded] = await giver.ask({ loadSnapshotChunk: { height, format, chunk: 0 } });
    const chunk = loaded?.loadSnapshotChunk?.chunk ?? new Uint8Array();
    const apply = { applySnapshotChunk: { index: 0, chunk, sender: 'peer' } };
    const wrong = { applySnapshotChunk: { index: 0, chunk: chunk.slice(1), sender: 'peer' } };
    const [retry, taken, info] = await taker.ask(wrong, apply, { info: {} });
    expect(retry?.applySnapshotChunk).toEqual({
      result: 3,
      refetchChunks: [0],
      rejectSenders: ['peer'],
    });
    expect(taken?.applySnapshotChunk?.result).toBe(1);
    expect(info?.info).toMatchObject({ lastBlockHeight: 4n, lastBlockAppHash: appHash });
    expect(await offer()).toBe(3);
    const [block] = await taker.ask(finalize(5, []));
    expect(block?.finalizeBlock?.appHash).toEqual(appHash);
  });

  it('takes no offer that cannot be true, or for a chain that it does not know', async () => {
    const { offer, taker } = await giverAndTaker();
    expect(await offer({ format: 2 })).toBe(4);
    expect(await offer({ chunks: 2 })).toBe(3);
    expect(await offer({ hash: new Uint8Array(32) })).toBe(3);
    const [applied] = await taker.ask({ applySnapshotChunk: { index: 0 } });
    expect(applied?.applySnapshotChunk?.result).toBe(5);
    const { offer: unnamed } = await giverAndTaker({});
    expect(await unnamed()).toBe(3);
  });

  it('takes nothing more of a snapshot that was not true', async () => {
    const { taker, snapshot, offer } = await giverAndTaker();
    const chunk = new Uint8Array();
    const digests = sha256(chunk);
    expect(await offer({ ...snapshot, hash: sha256(digests), metadata: digests })).toBe(1);
    const apply = { applySnapshotChunk: { index: 0, chunk } };
    const answers = await taker.ask(apply, apply);
    expect(answers.map((answer) => answer.applySnapshotChunk?.result)).toEqual([5, 5]);
  });

  it('that was broken off leaves nothing behind when the node starts again', async () => {
    const store = new MemoryStore();
    await store.write(new Map([['claim/00', Uint8Array.of(0)]]));
    const served = await serve(store, { host: '127.0.0.1', port: 0 });
    stops.push(() => served.server.stop());
    expect((await store.list('')).size).toBe(0);
  });
});
