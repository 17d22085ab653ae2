/** What one document rests on, without the rest of the registry: proven piece by piece, or refused. */
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decodeCbor, encodeCbor, type Cbor } from '#core/bytes/index.ts';
import { trustHeader, type TrustedHeader } from '#core/chain/index.ts';
import {
  decodeExcerpt,
  encodeExcerpt,
  encodeIssuerEntry,
  encodeTypeEntry,
  registryRoot,
  takeExcerpt,
  verifyExcerpt,
  verifyTrustPack,
  type BatchEntry,
  type ExcerptNeed,
  type UntrustedExcerpt,
  type UntrustedPack,
} from '#core/registry/index.ts';
import { ISSUER_ID, issuerEntry, materialOf } from '../../support/case-builder.ts';
import { CHAIN, VCT } from './departments.ts';
import { refusalOf } from '../../support/refusal.ts';

const NEED: ExcerptNeed = { issuer: ISSUER_ID, batch: 2, vct: VCT, list: `${ISSUER_ID}/1` };
const BATCHES: readonly BatchEntry[] = [10, 20, 30, 40, 50].map((height) => ({
  root: new Uint8Array(32).fill(height),
  count: 256,
  height,
  timeMs: height * 1000,
}));

let pack: UntrustedPack;
let header: TrustedHeader;
let excerpt: UntrustedExcerpt;

/** A registry with entries before and behind those that are taken out. */
beforeAll(async () => {
  const material = await materialOf(BATCHES, {
    issuer: { successor: 'heir' },
    others: { heir: issuerEntry(), other: issuerEntry() },
    claims: { size: 9, root: new Uint8Array(32) },
  });
  const type = encodeTypeEntry({ digest: new Uint8Array(32).fill(1) });
  pack = { ...material, entries: new Map([...material.entries, [`type/${VCT}`, type]]) };
  header = headerOver(pack);
  excerpt = takeExcerpt(pack, NEED);
});

function headerOver({ entries }: UntrustedPack): TrustedHeader {
  return trustHeader({
    chainId: CHAIN,
    height: 100,
    timeNs: 100_000_999_999n,
    hash: new Uint8Array(32),
    appHash: registryRoot(entries),
  });
}

function verified(change: Partial<UntrustedExcerpt>): string | undefined {
  return refusalOf(() => verifyExcerpt({ ...excerpt, ...change }, header));
}

describe('an excerpt', () => {
  it('holds what the document refers to, as the whole pack does, and nothing else', () => {
    const found = verifyExcerpt(decodeExcerpt(encodeExcerpt(excerpt)), header);
    const whole = verifyTrustPack(pack, header);
    expect(found).toMatchObject({ chainId: CHAIN, height: 100, timeMs: 100_000 });
    expect([...found.issuers.keys()]).toEqual(['heir', ISSUER_ID]);
    expect(found.issuers.get(ISSUER_ID)).toEqual(whole.registry.issuers.get(ISSUER_ID));
    expect([...found.statuses]).toEqual([...whole.registry.statuses]);
    expect(found.batch).toEqual({ issuer: ISSUER_ID, number: 2, entry: BATCHES[2] });
    expect(found.status).toEqual({ list: NEED.list, token: whole.statusTokens.get(NEED.list) });
    expect(excerpt.entries.map(({ key }) => key)).toEqual([
      'issuer/heir',
      `issuer/${ISSUER_ID}`,
      `log/${ISSUER_ID}`,
      `status/${ISSUER_ID}/1`,
      `type/${VCT}`,
    ]);
  });

  it('cannot be asked about anything that it leaves out', () => {
    expect(Object.keys(verifyExcerpt(excerpt, header)).sort()).toEqual(
      ['batch', 'chainId', 'height', 'issuers', 'status', 'statuses', 'timeMs'].sort(),
    );
  });

  it('is of one header only', () => {
    const later = headerOver({ ...pack, entries: new Map([...pack.entries].slice(1)) });
    expect(refusalOf(() => verifyExcerpt(excerpt, later))).toBe('registry/root-mismatch');
  });

  it('is refused when an entry, its key or its place is another', () => {
    const altered = issuerEntry({ key: { kid: 'mine' } });
    for (const change of [
      { value: encodeIssuerEntry(altered) },
      { key: 'issuer/thief' },
      { index: 0 },
      { path: [] },
    ]) {
      const entries = excerpt.entries.map((each, at) => (at === 1 ? { ...each, ...change } : each));
      expect(verified({ entries })).toBe('registry/root-mismatch');
    }
    expect(verified({ total: excerpt.total + 1 })).toBe('registry/root-mismatch');
  });

  it('is refused when the batch is another, elsewhere, or of a log that did not come along', () => {
    const [entry] = BATCHES;
    const { batch } = excerpt;
    for (const change of [
      { entry: { ...batch.entry, height: 31 } },
      { entry: entry ?? batch.entry },
      { number: 1 },
      { path: batch.path.slice(1) },
      { issuer: 'heir' },
    ]) {
      expect(verified({ batch: { ...batch, ...change } })).toBe('registry/log-mismatch');
    }
  });

  it('is refused when the status token is another, or one whose entry did not come along', () => {
    const { status } = excerpt;
    for (const change of [{ token: `${status.token}A` }, { list: `${ISSUER_ID}/2` }]) {
      expect(verified({ status: { ...status, ...change } })).toBe('registry/status-mismatch');
    }
  });

  it('is not taken from a pack that lacks a part of it', () => {
    const without = (key: string) => new Map([...pack.entries].filter(([name]) => name !== key));
    const lacking = (change: Partial<UntrustedPack>, need: Partial<ExcerptNeed> = {}) =>
      refusalOf(() => takeExcerpt({ ...pack, ...change }, { ...NEED, ...need }));
    expect(lacking({}, { batch: BATCHES.length })).toBe('registry/not-held');
    expect(lacking({ statusTokens: new Map() })).toBe('registry/not-held');
    for (const key of [`issuer/${ISSUER_ID}`, `log/${ISSUER_ID}`, `status/${NEED.list}`]) {
      expect(lacking({ entries: without(key) })).toBe('registry/not-held');
    }
    // A type that governance has not registered is missing for everybody.
    expect(lacking({ entries: without(`type/${VCT}`) })).toBe('none');
  });

  it('is not taken with a status list of more than 65,536 documents', async () => {
    const capacities = [65_536, 65_540].map((capacity) =>
      materialOf(BATCHES, { list: { capacity } }),
    );
    const [longest, tooLong] = await Promise.all(capacities);
    expect(refusalOf(() => longest && takeExcerpt(longest, NEED))).toBe('none');
    expect(refusalOf(() => tooLong && takeExcerpt(tooLong, NEED))).toBe('registry/list-too-long');
  });
});

describe('an excerpt as bytes', () => {
  const parts = () => decodeCbor(encodeExcerpt(excerpt), 100_000) as Cbor[];
  const changed = (change: (whole: Cbor[]) => void) => {
    const whole = parts();
    change(whole);
    return refusalOf(() => decodeExcerpt(encodeCbor(whole)));
  };
  const item = (whole: Cbor[], at: number) => whole[at] as Cbor[];
  const entry = (whole: Cbor[], at: number) => item(whole, 1)[at] as Cbor[];

  it('is refused for each part of another shape', () => {
    const wrong: readonly ((whole: Cbor[]) => void)[] = [
      (whole) => whole.push(null),
      (whole) => (whole[0] = 0),
      (whole) => (whole[0] = 10_001),
      (whole) => (whole[1] = []),
      (whole) => (whole[1] = Array.from({ length: 9 }, () => entry(whole, 0))),
      (whole) => item(whole, 1).reverse(),
      (whole) => item(whole, 1).splice(1, 0, entry(whole, 0)),
      (whole) => (entry(whole, 0)[0] = 'claims'),
      (whole) => (entry(whole, 0)[0] = 'governance'),
      (whole) => (entry(whole, 0)[1] = new Uint8Array(64 * 1024 + 1)),
      (whole) => (entry(whole, 0)[2] = -1),
      (whole) => (entry(whole, 0)[3] = new Uint8Array(33)),
      (whole) => (entry(whole, 0)[3] = new Uint8Array(32 * 21)),
      (whole) => (item(whole, 2)[0] = 'claims'),
      (whole) => (item(whole, 2)[1] = 1_000_001),
      (whole) => (item(whole, 2)[2] = {}),
      (whole) => (item(whole, 3)[1] = 'A/B'),
      (whole) => (item(whole, 3)[2] = new Uint8Array()),
      (whole) => item(whole, 3).pop(),
    ];
    for (const change of wrong) expect(changed(change)).toBe('registry/malformed');
  });

  it('is refused above 256 KiB, before it is parsed', () => {
    expect(refusalOf(() => decodeExcerpt(new Uint8Array(256 * 1024 + 1)))).toBe(
      'registry/too-large',
    );
  });

  it('is not written with a token that would be read back as another', () => {
    const status = { ...excerpt.status, token: 'aaa.bbb.cc=' };
    expect(refusalOf(() => encodeExcerpt({ ...excerpt, status }))).toBe('registry/malformed');
  });

  it('is never taken for true with one byte changed, and is read in one form only', () => {
    const bytes = encodeExcerpt(excerpt);
    const damaged = fc
      .tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }))
      .map(([at, by]) => bytes.with(at, (bytes[at] ?? 0) ^ by));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (untrusted) => {
        const read = refusalOf(() => decodeExcerpt(untrusted));
        if (read !== 'none') {
          expect(read).toMatch(/^registry\//);
          return;
        }
        const found = decodeExcerpt(untrusted);
        expect(encodeExcerpt(found)).toEqual(Uint8Array.from(untrusted));
        expect(refusalOf(() => verifyExcerpt(found, header))).toMatch(/^registry\//);
      }),
      { numRuns: 1_000 },
    );
  });
});
