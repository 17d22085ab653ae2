/** Transactions and their results, proven under headers, as the embedded nodes answer. */
import { describe, expect, it } from 'vitest';
import { encodeUtf8, formatBase64, formatHex } from '#core/bytes/index.ts';
import {
  askTxResult,
  hashHeader,
  hashResults,
  hashTransactions,
  headerFields,
  verifyHeaderField,
  verifyTx,
  verifyTxResult,
  verifyTxResults,
  type Header,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { leafHash, proveInclusion } from '#core/merkle/index.ts';
import { buildChain } from '../../support/chain-builder.ts';
import { refusalOf } from '../../support/refusal.ts';

const TXS = Array.from({ length: 5 }, (_, index) => encodeUtf8(`transaction ${index}`));
const RESULTS = [0, 0, 7, 0, 0].map((code) => ({
  code,
  data: new Uint8Array(),
  gasWanted: 10n,
  gasUsed: 3n,
}));
const [, BLOCK, NEXT] = buildChain({
  length: 3,
  alter: (header) => ({
    ...header,
    dataHash: header.height === 2 ? hashTransactions(TXS) : header.dataHash,
    lastResultsHash: header.height === 3 ? hashResults(RESULTS) : header.lastResultsHash,
  }),
});
if (BLOCK === undefined || NEXT === undefined) throw new Error('a chain of three');
const { header } = BLOCK;
const next = NEXT.header;
const upper = (bytes: Uint8Array) => formatHex(bytes).toUpperCase();
const [TX = new Uint8Array(), OTHER = new Uint8Array()] = TXS.slice(2);
const LEAVES = TXS.map((tx) => leafHash(sha256(tx)));

interface Change {
  readonly tx?: Uint8Array;
  readonly data?: Uint8Array;
  readonly height?: number;
  readonly root?: Uint8Array;
  readonly leaf?: Uint8Array;
  readonly index?: number;
  readonly total?: number;
  readonly aunts?: readonly Uint8Array[];
}

const PATH = proveInclusion(LEAVES, 2);

function answer(change: Change = {}) {
  const {
    tx = TX,
    data = tx,
    height = 2,
    root = header.dataHash,
    leaf = leafHash(sha256(TX)),
  } = change;
  const { index = 2, total = 5, aunts = PATH.aunts } = change;
  return {
    hash: upper(sha256(tx)),
    height: String(height),
    index,
    tx: formatBase64(tx),
    proof: {
      root_hash: upper(root),
      data: formatBase64(data),
      proof: {
        total: String(total),
        index: String(index),
        leaf_hash: formatBase64(leaf),
        aunts: aunts.map((aunt) => formatBase64(aunt)),
      },
    },
  };
}

const verify = (untrusted: unknown, under: Header = header) =>
  refusalOf(() => verifyTx(under, sha256(TX), untrusted));

describe('a transaction in a block', () => {
  it('is proven with its place', () => {
    expect(verifyTx(header, sha256(TX), answer())).toEqual({
      tx: TX,
      index: 2,
      total: 5,
    });
  });

  it.each<[string, Change]>([
    ['another transaction', { tx: OTHER }],
    ['another transaction in the proof', { data: OTHER }],
    ['another height', { height: 3 }],
    ['another root', { root: next.dataHash }],
    ['another leaf', { leaf: leafHash(sha256(OTHER)) }],
    ['another index', { index: 3 }],
    ['an index at the total', { index: 5 }],
    ['another total', { total: 4 }],
    ['an aunt too few', { aunts: PATH.aunts.slice(1) }],
    ['an aunt too many', { aunts: [...PATH.aunts, TX] }],
  ])('is not proven by %s', (_, change) => {
    expect(verify(answer(change))).toBe('cometbft/proof-mismatch');
  });

  it('is not proven under the header of another block', () => {
    expect(verify(answer(), next)).toBe('cometbft/proof-mismatch');
    const empty = { ...header, dataHash: new Uint8Array() };
    expect(verify({ ...answer({ root: new Uint8Array() }) }, empty)).toBe('cometbft/malformed');
  });

  it('is refused as malformed without its parts', () => {
    for (const bad of [null, {}, { ...answer(), proof: null }, { ...answer(), tx: 7 }]) {
      expect(verify(bad)).toBe('cometbft/malformed');
    }
    const many = Array<Uint8Array>(101).fill(header.dataHash);
    expect(verify(answer({ aunts: many }))).toBe('cometbft/malformed');
  });
});

const results = (change: (index: number) => object = () => ({}), height = 2) => ({
  height: String(height),
  txs_results: RESULTS.map(({ code, gasWanted, gasUsed }, index) => ({
    code,
    data: null,
    gas_wanted: String(gasWanted),
    gas_used: String(gasUsed),
    log: 'not agreed upon',
    ...change(index),
  })),
});

describe('how transactions ended', () => {
  const code = (untrusted: unknown) => refusalOf(() => verifyTxResults(next, untrusted));

  it('is proven by the next header', () => {
    expect(verifyTxResults(next, results()).map((result) => result.code)).toEqual([0, 0, 7, 0, 0]);
  });

  it.each([
    ['a failure called a success', (index: number) => (index === 2 ? { code: 0 } : {})],
    ['other data', (index: number) => (index === 0 ? { data: 'AAAA' } : {})],
    ['other gas', (index: number) => (index === 0 ? { gas_used: '4' } : {})],
  ])('is not proven with %s', (_, change) => {
    expect(code(results(change))).toBe('cometbft/proof-mismatch');
  });

  it('is not proven with a result too few, or for another block', () => {
    const fewer = { ...results(), txs_results: results().txs_results.slice(1) };
    expect(code(fewer)).toBe('cometbft/proof-mismatch');
    expect(code({ height: '2', txs_results: null })).toBe('cometbft/proof-mismatch');
    expect(code(results(undefined, 3))).toBe('cometbft/proof-mismatch');
  });

  it.each([{ code: -1 }, { code: 2 ** 32 }, { code: '0' }, { gas_used: 3 }, { data: '!' }])(
    'is malformed with %j',
    (bad) => {
      expect(code(results(() => bad))).toBe('cometbft/malformed');
    },
  );
});

describe('how one transaction ended', () => {
  const place = (index: number): Change => {
    const tx = TXS[index] ?? new Uint8Array();
    return { tx, leaf: leafHash(sha256(tx)), index, aunts: proveInclusion(LEAVES, index).aunts };
  };
  const ended = (change: Change, headers = { header, next }, given: unknown = results()) =>
    verifyTxResult(headers, sha256(change.tx ?? TX), answer(change), given);

  it('is its own result, at every place', () => {
    const codes = TXS.map((_, index) => ended(place(index)).result.code);
    expect(codes).toEqual([0, 0, 7, 0, 0]);
  });

  it('is never the result of another one, by a path in a tree of another size', () => {
    // The hashes beside the last of five are those beside the last of two.
    const last = { ...place(4), index: 1, total: 2 };
    expect(verifyTx(header, sha256(last.tx ?? TX), answer(last)).index).toBe(1);
    expect(refusalOf(() => ended(last))).toBe('cometbft/proof-mismatch');
    for (let index = 0; index < 5; index++) {
      for (let total = 1; total <= 9; total++) {
        for (let claimed = 0; claimed < total; claimed++) {
          if (claimed === index && total === 5) continue;
          const lie = { ...place(index), index: claimed, total };
          expect(refusalOf(() => ended(lie))).toBe('cometbft/proof-mismatch');
        }
      }
    }
  });

  it('is asked for with no other word believed than the proofs', async () => {
    const asked: number[] = [];
    const call = (method: string) =>
      Promise.resolve(method === 'tx' ? answer() : { ...results(), app_hash: 'not read' });
    const headerAt = (height: number) => {
      asked.push(height);
      return Promise.resolve(height === 2 ? header : next);
    };
    const { height, index, result } = await askTxResult(call, headerAt, sha256(TX));
    expect([height, index, result.code]).toEqual([2, 2, 7]);
    expect(asked).toEqual([3, 2]);
    const other = askTxResult(call, headerAt, sha256(OTHER));
    await expect(other).rejects.toMatchObject({ code: 'cometbft/proof-mismatch' });
  });

  it('is proven by the header that follows, and by no other', () => {
    expect(refusalOf(() => ended({}, { header, next: header }))).toBe('cometbft/proof-mismatch');
    const later = { ...next, height: 4 };
    const shifted = results(undefined, 3);
    expect(refusalOf(() => ended({}, { header, next: later }, shifted))).toBe(
      'cometbft/proof-mismatch',
    );
  });
});

describe('a field of a header', () => {
  const fields = headerFields(header);
  const { aunts } = proveInclusion(fields.map(leafHash), 6);
  const item = fields[6] ?? new Uint8Array();

  it('is proven by four hashes', () => {
    expect(aunts).toHaveLength(4);
    verifyHeaderField(hashHeader(header), 'dataHash', item, aunts);
  });

  it('is not proven as another field, of another header, or with another value', () => {
    const code = (action: () => unknown) => refusalOf(action);
    const hash = hashHeader(header);
    for (const action of [
      () => {
        verifyHeaderField(hash, 'appHash', item, aunts);
      },
      () => {
        verifyHeaderField(hashHeader(next), 'dataHash', item, aunts);
      },
      () => {
        verifyHeaderField(hash, 'dataHash', TX, aunts);
      },
      () => {
        verifyHeaderField(hash, 'dataHash', item, aunts.slice(1));
      },
    ]) {
      expect(code(action)).toBe('cometbft/proof-mismatch');
    }
  });
});
