import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { encodeUtf8 } from '#core/bytes/index.ts';
import type { TrustedHeader } from '#core/chain/index.ts';
import {
  decodeBatchEntry,
  decodeLogAnswer,
  decodeLogQuery,
  decodeRegistry,
  decodeRegistryMap,
  decodeTrustPack,
  encodeLogAnswer,
  encodeLogQuery,
  encodeRegistryMap,
  encodeTrustPack,
  isNewer,
  proveEntry,
  registryRoot,
  verifyEntry,
  verifyTrustPack,
  type BatchEntry,
  type RegistryState,
  type UntrustedPack,
} from '#core/registry/index.ts';
import { batchOf, CHAIN, es256, genesis, statusOf, submit, withIssuer } from './departments.ts';
import { refusalOf } from '../../support/refusal.ts';

let state: RegistryState;
let pack: UntrustedPack;
const batches: BatchEntry[] = [];

/** Stands for a header that the light client has verified. */
function headerOf(entries: UntrustedPack['entries']): TrustedHeader {
  const facts = {
    chainId: CHAIN,
    height: 8,
    timeNs: 8_000_999_999n,
    hash: new Uint8Array(32),
    appHash: registryRoot(entries),
  };
  return facts as TrustedHeader;
}

beforeAll(async () => {
  const key = [es256('tax-1')];
  state = await withIssuer();
  for (const body of [batchOf('tax', 1), batchOf('tax', 2), statusOf('tax')]) {
    const outcome = await submit(state, 'issuer/tax', key, body, 5);
    expect(outcome.code).toBe('ok');
    state = outcome.state;
    if (outcome.kept?.kind === 'leaf') batches.push(decodeBatchEntry(outcome.kept.leaf));
  }
  pack = {
    entries: state.entries,
    batches: new Map([['tax', batches]]),
    statusTokens: new Map([['tax/main', 'aa.bb.cc']]),
  };
});

describe('a trust pack', () => {
  it('holds what was checked against the header', () => {
    const verified = verifyTrustPack(pack, headerOf(pack.entries));
    expect(verified.timeMs).toBe(8000);
    expect(verified.registry.issuers.has('tax')).toBe(true);
    expect(verified.batches.get('tax')).toHaveLength(2);
    expect(verified.statusTokens.get('tax/main')).toBe('aa.bb.cc');
  });

  it('may lack a status token', () => {
    const verified = verifyTrustPack({ ...pack, statusTokens: new Map() }, headerOf(pack.entries));
    expect(verified.statusTokens.size).toBe(0);
  });

  it('is refused when an entry is left out, added or changed', () => {
    const header = headerOf(pack.entries);
    for (const key of pack.entries.keys()) {
      const entries = new Map(pack.entries);
      entries.delete(key);
      expect(refusalOf(() => verifyTrustPack({ ...pack, entries }, header))).toBe(
        'registry/root-mismatch',
      );
    }
    const added = new Map(pack.entries).set('type/x', new Uint8Array(1));
    expect(refusalOf(() => verifyTrustPack({ ...pack, entries: added }, header))).toBe(
      'registry/root-mismatch',
    );
  });

  it('is refused when a log is shorter, longer, reordered, missing or foreign', () => {
    const header = headerOf(pack.entries);
    const [one, two] = pack.batches.get('tax') ?? [];
    if (one === undefined || two === undefined) throw new Error('batches');
    for (const log of [[one], [one, two, two], [two, one], []]) {
      const batches = new Map([['tax', log]]);
      expect(refusalOf(() => verifyTrustPack({ ...pack, batches }, header))).toBe(
        'registry/log-mismatch',
      );
    }
    const foreign = new Map(pack.batches).set('other', []);
    expect(refusalOf(() => verifyTrustPack({ ...pack, batches: foreign }, header))).toBe(
      'registry/log-mismatch',
    );
  });

  it('is refused when a status token is another, or nobody published it', () => {
    const header = headerOf(pack.entries);
    for (const list of ['tax/main', 'tax/other']) {
      const statusTokens = new Map([[list, 'aa.bb.cd']]);
      expect(refusalOf(() => verifyTrustPack({ ...pack, statusTokens }, header))).toBe(
        'registry/status-mismatch',
      );
    }
  });

  it('never replaces a newer one, nor one of another chain', () => {
    const held = { chainId: CHAIN, height: 8 };
    expect(isNewer(held, undefined)).toBe(true);
    expect(isNewer({ ...held, height: 9 }, held)).toBe(true);
    expect(isNewer(held, held)).toBe(false);
    expect(isNewer({ ...held, height: 7 }, held)).toBe(false);
    expect(isNewer({ chainId: 'other', height: 9 }, held)).toBe(false);
  });
});

describe('a pack file', () => {
  it('comes back as it was', () => {
    expect(decodeTrustPack(encodeTrustPack(pack))).toEqual(pack);
  });

  it('never crashes its reader', () => {
    const file = encodeTrustPack(pack);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, byte) => {
        const mutated = file.map((old, index) => (index === at ? byte : old));
        expect(['none', 'registry/malformed']).toContain(refusalOf(() => decodeTrustPack(mutated)));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        for (const decode of [
          decodeTrustPack,
          decodeRegistryMap,
          decodeBatchEntry,
          decodeLogAnswer,
          decodeLogQuery,
        ]) {
          expect(['none', 'registry/malformed']).toContain(refusalOf(() => decode(bytes)));
        }
      }),
    );
  });
});

describe('answers of a node', () => {
  it('come back as they were', () => {
    expect(decodeRegistryMap(encodeRegistryMap(state.entries))).toEqual(
      new Map([...state.entries].sort()),
    );
    expect(decodeLogAnswer(encodeLogAnswer(batches))).toEqual(batches);
    expect(decodeLogQuery(encodeLogQuery({ issuer: 'tax', from: 3 }))).toEqual({
      issuer: 'tax',
      from: 3,
    });
  });

  it('are refused above their limit', () => {
    expect(refusalOf(() => decodeLogQuery(new Uint8Array(257)))).toBe('registry/too-large');
  });
});

describe('the whole registry', () => {
  it('is refused with an entry of an unknown kind, or without governance', () => {
    for (const key of [
      'unknown',
      'unknown/x',
      'log/claims',
      'status/tax',
      'status/a/b/c',
      'type/',
    ]) {
      const entries = new Map(genesis().entries).set(key, new Uint8Array());
      expect(refusalOf(() => decodeRegistry(entries))).toBe('registry/unknown-key');
    }
    expect(refusalOf(() => decodeRegistry(new Map()))).toBe('registry/malformed');
  });

  it('proves every single entry, and no other value for it', () => {
    const root = registryRoot(state.entries);
    for (const [key, value] of state.entries) {
      const proof = proveEntry(state.entries, key);
      if (proof === undefined) throw new Error(key);
      expect(
        refusalOf(() => {
          verifyEntry(root, key, value, proof);
        }),
      ).toBe('none');
      expect(
        refusalOf(() => {
          verifyEntry(root, `${key}x`, value, proof);
        }),
      ).toBe('registry/root-mismatch');
      const other = encodeUtf8('other');
      expect(
        refusalOf(() => {
          verifyEntry(root, key, other, proof);
        }),
      ).toBe('registry/root-mismatch');
    }
    expect(proveEntry(state.entries, 'absent')).toBeUndefined();
  });
});
