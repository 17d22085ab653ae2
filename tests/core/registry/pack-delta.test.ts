/** Bringing an older trust pack up to date by a delta. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { trustHeader } from '#core/chain/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  applyPackDelta,
  decodeBatchEntry,
  decodePackDelta,
  encodePackDelta,
  encodeStatusEntry,
  isIssuerId,
  registryRoot,
  statusKey,
  takePackDelta,
  type BatchEntry,
  type PackDelta,
  type RegistryEntries,
  type UntrustedPack,
} from '#core/registry/index.ts';
import { batchOf, CHAIN, es256, statusOf, submit, withIssuer } from './departments.ts';
import { refusalOf } from '../../support/refusal.ts';

/** The same registry as of three headers, the later ones with more in it. */
let older: UntrustedPack;
let middle: UntrustedPack;
let newer: UntrustedPack;
const HEIGHT = { older: 6, middle: 8, newer: 10 };

const headerOf = (entries: RegistryEntries, height = HEIGHT.newer) =>
  trustHeader({
    chainId: CHAIN,
    height,
    timeNs: 9_000_000_000n,
    hash: new Uint8Array(32),
    appHash: registryRoot(entries),
  });

beforeAll(async () => {
  const key = [es256('tax-1')];
  let state = await withIssuer();
  let pack: UntrustedPack = { entries: state.entries, batches: new Map(), statusTokens: new Map() };
  const write = async (body: ReturnType<typeof batchOf>, height: number) => {
    const { state: next, kept, code } = await submit(state, 'issuer/tax', key, body, height);
    expect(code).toBe('ok');
    state = next;
    const log = pack.batches.get('tax') ?? [];
    const batches = kept?.kind === 'leaf' ? [...log, decodeBatchEntry(kept.leaf)] : log;
    const tokens = new Map(pack.statusTokens);
    if (body.kind === 'publish-status') tokens.set(`tax/${body.list}`, tokenOf(body.token));
    pack = { entries: state.entries, batches: new Map([['tax', batches]]), statusTokens: tokens };
  };
  const tokenOf = (token: Uint8Array) => new TextDecoder().decode(token);
  await write(batchOf('tax', 1), 5);
  await write(statusOf('tax', 'first.list.token'), 5);
  older = pack;
  await write(batchOf('tax', 2), 6);
  middle = pack;
  await write(batchOf('tax', 3), 9);
  await write(statusOf('tax', 'second.list.token'), 9);
  newer = pack;
});

const applied = (held: UntrustedPack | undefined, delta: PackDelta) =>
  applyPackDelta(held, decodePackDelta(encodePackDelta(delta)), headerOf(newer.entries)).material;
const code = (held: UntrustedPack | undefined, delta: PackDelta) =>
  refusalOf(() => applied(held, delta));

describe('a delta', () => {
  it('makes of an older pack the newer one, and holds nothing that the older one has', () => {
    const delta = takePackDelta(newer, HEIGHT.older);
    expect(delta.logs.get('tax')).toMatchObject({
      from: 1,
      batches: [{ height: 6 }, { height: 9 }],
    });
    expect([...delta.statusTokens.values()]).toEqual(['second.list.token']);
    expect(applied(older, delta)).toEqual(newer);
  });

  it('leaves out a status list that has not changed', () => {
    const delta = takePackDelta(middle, HEIGHT.older);
    expect(delta.statusTokens.size).toBe(0);
    const under = headerOf(middle.entries, HEIGHT.middle);
    expect(applyPackDelta(older, delta, under).material).toEqual(middle);
    expect(applyPackDelta(older, delta, under).pack.height).toBe(HEIGHT.middle);
  });

  it('for anybody holds everything', () => {
    const delta = takePackDelta(newer, 0);
    expect(applied(undefined, delta)).toEqual(newer);
    expect(applied(older, delta)).toEqual(newer);
  });

  it('serves whoever has more than it was made for', () => {
    expect(applied(middle, takePackDelta(newer, HEIGHT.older))).toEqual(newer);
  });

  it('is refused by whoever lacks what it goes on from', () => {
    expect(code(older, takePackDelta(newer, HEIGHT.newer))).toBe('registry/delta-gap');
    expect(code(undefined, takePackDelta(newer, HEIGHT.older))).toBe('registry/delta-gap');
  });

  it('is refused if it takes a status list away', () => {
    const delta = { ...takePackDelta(newer, HEIGHT.older), statusTokens: new Map() };
    expect(code(older, delta)).toBe('registry/delta-gap');
  });

  it('is refused with a status list of its own, or with one that nobody registered', () => {
    const delta = takePackDelta(newer, HEIGHT.older);
    for (const [name, token] of [
      ['tax/main', 'first.list.token'],
      ['tax/other', 'second.list.token'],
    ] as const) {
      const statusTokens = new Map(delta.statusTokens).set(name, token);
      expect(code(older, { ...delta, statusTokens })).toBe('registry/status-mismatch');
    }
  });

  it('is refused when a batch is changed, left out or added, or a log kept back', () => {
    const delta = takePackDelta(newer, HEIGHT.older);
    const { from, batches } = delta.logs.get('tax') ?? { from: 0, batches: [] };
    const [first, second] = batches as [BatchEntry, BatchEntry];
    for (const changed of [[first, { ...second, count: 512 }], [first], [first, second, second]]) {
      const logs = new Map([['tax', { from, batches: changed }]]);
      expect(code(older, { ...delta, logs })).toBe('registry/log-mismatch');
    }
    expect(code(older, { ...delta, logs: new Map() })).toBe('registry/log-mismatch');
    const foreign = new Map(delta.logs).set('market', { from: 0, batches: [] });
    expect(code(older, { ...delta, logs: foreign })).toBe('registry/log-mismatch');
  });

  it('is refused when an entry is changed, left out or added', () => {
    const delta = takePackDelta(newer, HEIGHT.older);
    for (const key of delta.entries.keys()) {
      const without = new Map(delta.entries);
      without.delete(key);
      expect(code(older, { ...delta, entries: without })).toBe('registry/root-mismatch');
    }
    const digest = sha256(encodeUtf8('first.list.token'));
    const entry = encodeStatusEntry({ digest, height: 5, validUntilMs: 1 });
    const entries = new Map(delta.entries).set(statusKey('tax', 'main'), entry);
    expect(code(older, { ...delta, entries })).toBe('registry/root-mismatch');
  });

  it('is not made of a pack that lacks a status list itself', () => {
    const lacking = { ...newer, statusTokens: new Map<string, string>() };
    expect(refusalOf(() => takePackDelta(lacking, HEIGHT.newer))).toBe('registry/not-held');
  });
});

describe('the bytes of a delta', () => {
  it('come back as they were', () => {
    const batch: fc.Arbitrary<BatchEntry> = fc.record({
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      count: fc.integer({ min: 8, max: 16 }).map((power) => 2 ** power),
      height: fc.nat(),
      timeMs: fc.nat(),
    });
    const tail = fc.record({ from: fc.nat(1000), batches: fc.array(batch, { maxLength: 4 }) });
    const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/);
    const delta: fc.Arbitrary<PackDelta> = fc.record({
      entries: mapOf(fc.stringMatching(/^[a-z/]{1,12}$/), fc.uint8Array({ maxLength: 20 })),
      logs: mapOf(id.filter(isIssuerId), tail),
      statusTokens: mapOf(
        fc.tuple(id, id).map((names) => names.join('/')),
        fc.stringMatching(/^[\w.-]{1,12}$/),
      ),
    });
    fc.assert(
      fc.property(delta, (made) => {
        const bytes = encodePackDelta(made);
        const read = decodePackDelta(bytes);
        expect(new Map([...read.entries])).toEqual(made.entries);
        expect(read.logs).toEqual(made.logs);
        expect(read.statusTokens).toEqual(made.statusTokens);
        expect(encodePackDelta(read)).toEqual(bytes);
      }),
    );
  });

  it('are taken or refused, whatever they are', () => {
    const bytes = encodePackDelta(takePackDelta(newer, HEIGHT.older));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = bytes.slice();
        other[at] = (other[at] ?? 0) ^ change;
        expect(refusalOf(() => decodePackDelta(other))).toMatch(/^(none|registry\/malformed)$/);
        expect(refusalOf(() => decodePackDelta(bytes.slice(0, at)))).toBe('registry/malformed');
      }),
    );
  });

  it('are bounded', () => {
    const tooMany = new Uint8Array(64 * 1024 * 1024 + 1);
    expect(refusalOf(() => decodePackDelta(tooMany))).toBe('registry/too-large');
  });
});

function mapOf<T>(key: fc.Arbitrary<string>, value: fc.Arbitrary<T>) {
  return fc.array(fc.tuple(key, value), { maxLength: 4 }).map((pairs) => new Map(pairs));
}
