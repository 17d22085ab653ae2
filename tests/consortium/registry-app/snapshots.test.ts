import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  MemoryStore,
  partCount,
  RegistryApp,
  SnapshotRestore,
  Snapshots,
  type SnapshotFacts,
} from '#consortium/registry-app/index.ts';
import { decodePart, type SnapshotRecord } from '#consortium/registry-app/snapshot-format.ts';
import { concatBytes, encodeCbor, encodeUtf8 } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { encodeBatchEntry, genesisState, type TxBody } from '#core/registry/index.ts';
import { batchesOf } from '../../support/app-log.ts';
import {
  batchOf,
  CHAIN,
  GOVERNANCE,
  seed,
  setting,
  statusOf,
} from '../../core/registry/departments.ts';
import { claimOf, runBlocks, signedBy } from './history.ts';

const SETTING: TxBody = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1']) };
const HISTORY = [SETTING, batchOf('tax', 1), statusOf('tax'), claimOf('one'), batchOf('tax', 2)];

async function taken(bodies: readonly TxBody[] = HISTORY) {
  const store = new MemoryStore();
  const app = new RegistryApp(genesisState(CHAIN, GOVERNANCE), store);
  await runBlocks(app, bodies);
  const snapshots = new Snapshots(store);
  await snapshots.take(app.state, app.height);
  const [facts] = snapshots.all;
  if (facts === undefined) throw new Error('a snapshot was taken');
  const parts = Array.from({ length: partCount(facts.digests) }, (_, index) => {
    return snapshots.part(facts.height, index) ?? new Uint8Array();
  });
  return { store, app, snapshots, facts, parts };
}

/** The last leaf of a log as another one. */
function moved(record: SnapshotRecord, leaf: Uint8Array): SnapshotRecord {
  return record.kind === 'leaf' && record.log === 'log/tax' ? { ...record, leaf } : record;
}

/** A snapshot of one part with these records in the place of the genuine ones. */
function forged(records: readonly SnapshotRecord[], height: number) {
  const part = encodeCbor(records);
  return { part, facts: { height, digests: sha256(part) } };
}

async function restoreOf(facts: SnapshotFacts, appHash: Uint8Array) {
  const store = new MemoryStore();
  await store.write(new Map([['left-over', Uint8Array.of(1)]]));
  return { store, restore: new SnapshotRestore(store, CHAIN, facts, appHash) };
}

describe('a snapshot', () => {
  it('makes a registry that goes on as the one it was taken of', async () => {
    const { app, facts, parts } = await taken();
    const { store, restore } = await restoreOf(facts, app.appHash);
    for (const [index, part] of parts.entries()) {
      expect(await restore.take(index, part)).toBe(index + 1 < parts.length ? 'taken' : 'done');
    }
    const { app: restored } = restore;
    if (restored === undefined) throw new Error('it was restored');
    expect([restored.height, restored.appHash]).toEqual([app.height, app.appHash]);
    expect(store.get('left-over')).toBeUndefined();
    const blob = { path: '/blob', data: sha256(encodeUtf8('aa.bb.cc')), height: 0, prove: false };
    expect(restored.query(blob).value).toEqual(encodeUtf8('aa.bb.cc'));
    for (const each of [app, restored]) await runBlocks(each, [batchOf('tax', 3), claimOf('two')]);
    expect(restored.appHash).toEqual(app.appHash);
    expect(batchesOf(restored, 'tax')).toEqual(batchesOf(app, 'tax'));
    const again = restored.checkTx(await signedBy(restored, claimOf('one')), {
      height: 9,
      timeMs: 9,
    });
    expect(again.log).toBe('registry/claimed');
  });

  it('is the same on every node, and only the last two are kept', async () => {
    const { store, app, snapshots, facts } = await taken();
    expect((await taken()).facts).toEqual(facts);
    for (const fill of [3, 4]) {
      await runBlocks(app, [batchOf('tax', fill)]);
      await snapshots.take(app.state, app.height);
    }
    expect(snapshots.all.map(({ height }) => height)).toEqual([7, 6]);
    expect(snapshots.part(5, 0)).toBeUndefined();
    expect((await store.list('snapshot/')).size).toBe(2);
  });

  it('is in parts where it is large, of which none is over the limit', async () => {
    const token = (at: number) => `${'a'.repeat(250_000)}.b.${at}`;
    const bodies = Array.from({ length: 6 }, (_, at) => {
      return { ...(statusOf('tax', token(at)) as object), list: `list-${at}` } as TxBody;
    });
    const { app, facts, parts } = await taken([SETTING, ...bodies]);
    expect(parts.length).toBe(2);
    const { restore } = await restoreOf(facts, app.appHash);
    expect(await restore.take(0, parts[0] ?? new Uint8Array())).toBe('taken');
    expect(await restore.take(1, parts[1] ?? new Uint8Array())).toBe('done');
  });
});

describe('a snapshot that is not true', () => {
  it('in one part is asked for again', async () => {
    const { app, facts, parts } = await taken();
    const { restore } = await restoreOf(facts, app.appHash);
    const [part = new Uint8Array()] = parts;
    expect(await restore.take(0, concatBytes(part, Uint8Array.of(0)))).toBe('wrong');
    expect(await restore.take(1, part)).toBe('wrong');
    expect(await restore.take(0, part)).toBe('done');
  });

  const genuine = async () => {
    const { app, parts } = await taken();
    return { app, records: parts.flatMap((part) => decodePart(part)) };
  };
  const leaf = encodeBatchEntry({ root: seed('other'), count: 256, height: 1, timeMs: 1 });
  const LIES: readonly (readonly [
    string,
    (records: readonly SnapshotRecord[]) => readonly SnapshotRecord[],
  ])[] = [
    ['an entry less', (records) => records.slice(1)],
    ['an entry more', (records) => [...records, { kind: 'entry', key: 'claims', value: leaf }]],
    ['a leaf less', (records) => records.slice(0, -1)],
    ['a leaf more', (records) => [...records, { kind: 'leaf', log: 'log/tax', leaf }]],
    ['a log that is not there', (records) => [...records, { kind: 'leaf', log: 'log/x', leaf }]],
    ['a claim that is none', (records) => [...records, { kind: 'leaf', log: 'claims', leaf }]],
    ['a token of nobody', (records) => [...records, { kind: 'token', token: leaf }]],
    ['an entry at the end', (records) => [...records.slice(1), ...records.slice(0, 1)]],
    ['a leaf of another log', (records) => records.map((record) => moved(record, leaf))],
  ];

  it.each(LIES)('with %s is refused as a whole, and leaves nothing', async (_, lie) => {
    const { app, records } = await genuine();
    const { part, facts } = forged(lie(records), app.height);
    const { store, restore } = await restoreOf(facts, app.appHash);
    expect(await restore.take(0, part)).toBe('untrue');
    expect(restore.app).toBeUndefined();
    expect((await store.list('')).size).toBe(0);
  });

  it('is refused, whatever its bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (part) => {
        const facts = { height: 5, digests: sha256(part) };
        const { restore } = await restoreOf(facts, seed('app hash'));
        expect(await restore.take(0, part)).toBe('untrue');
      }),
    );
  });

  it('is refused before it fills the memory', async () => {
    const { app } = await taken();
    const large = (at: number): SnapshotRecord => {
      return { kind: 'entry', key: `type/${at}`, value: new Uint8Array(1024 * 1024) };
    };
    const parts = Array.from({ length: 16 }, (_, at) => encodeCbor([large(at)]));
    const facts = {
      height: app.height,
      digests: concatBytes(...parts.map((part) => sha256(part))),
    };
    const { restore } = await restoreOf(facts, app.appHash);
    const last = parts.pop() ?? new Uint8Array();
    for (const [index, part] of parts.entries()) {
      expect(await restore.take(index, part)).toBe('taken');
    }
    expect(await restore.take(parts.length, last)).toBe('untrue');
  });

  it('has no possible number of parts', () => {
    const possible = (bytes: number) =>
      SnapshotRestore.isPossible({ height: 1, digests: new Uint8Array(bytes) });
    expect([0, 31, 32, 320_000, 320_032].map(possible)).toEqual([false, false, true, true, false]);
  });
});
