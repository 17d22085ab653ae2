import { beforeAll, describe, expect, it } from 'vitest';
import { encodeUtf8, type Cbor, encodeCbor } from '#core/bytes/index.ts';
import {
  collectPack,
  decodeBatchEntry,
  decodeLogQuery,
  encodeLogAnswer,
  encodeRegistryMap,
  registryRoot,
  type BatchEntry,
  type RegistryState,
  type StateQuery,
} from '#core/registry/index.ts';
import { batchOf, es256, statusOf, submit, withIssuer } from './departments.ts';
import { laterRefusalOf } from '../../support/refusal.ts';

const TOKEN = 'aa.bb.cc';
let state: RegistryState;
const batches: BatchEntry[] = [];
let appHash: Uint8Array;

beforeAll(async () => {
  state = await withIssuer();
  for (const body of [batchOf('tax', 1), batchOf('tax', 2), statusOf('tax', TOKEN)]) {
    const outcome = await submit(state, 'issuer/tax', [es256('tax-1')], body, 5);
    state = outcome.state;
    if (outcome.kept?.kind === 'leaf') batches.push(decodeBatchEntry(outcome.kept.leaf));
  }
  appHash = registryRoot(state.entries);
});

/** A node that notes what it is asked, and answers `change` instead of the truth where it differs. */
function node(change: Readonly<Record<string, Uint8Array>> = {}) {
  const asked: string[] = [];
  const query: StateQuery = (path, data) => {
    asked.push(path);
    return Promise.resolve(change[path] ?? truth(path, data));
  };
  return { asked, query };
}

function truth(path: string, data: Uint8Array): Uint8Array {
  if (path === '/registry') return encodeRegistryMap(state.entries);
  if (path === '/blob') return encodeUtf8(TOKEN);
  return encodeLogAnswer(batches.slice(decodeLogQuery(data).from));
}

describe('collecting a pack', () => {
  it('asks for the registry, each log and each status list, and not again for what is held', async () => {
    const first = node();
    const held = await collectPack(first.query, undefined, appHash);
    expect(first.asked).toEqual(['/registry', '/log', '/blob']);
    const second = node();
    expect(await collectPack(second.query, held, appHash)).toEqual(held);
    expect(second.asked).toEqual(['/registry']);
  });

  it('asks for nothing that an invented registry names', async () => {
    const names = Array.from({ length: 500 }, (_, index) => [`status/tax/list-${index}`, 7]);
    const invented = encodeCbor(Object.fromEntries(names) as Cbor);
    const entries = new Map([...state.entries, ['status/tax/invented', new Uint8Array([1])]]);
    for (const registry of [invented, encodeRegistryMap(entries)]) {
      const lying = node({ '/registry': registry });
      expect(await laterRefusalOf(collectPack(lying.query, undefined, appHash))).toMatch(
        /^registry\//,
      );
      expect(lying.asked).toEqual(['/registry']);
    }
    const other = node({ '/registry': encodeRegistryMap(entries) });
    expect(await laterRefusalOf(collectPack(other.query, undefined, appHash))).toBe(
      'registry/root-mismatch',
    );
  });

  it('does not go on asking a node that serves its log in crumbs', async () => {
    const [first] = batches;
    if (first === undefined) throw new Error('there are batches');
    const slow = node({ '/log': encodeLogAnswer([first]) });
    const collected = await collectPack(slow.query, undefined, appHash);
    expect(slow.asked.filter((path) => path === '/log')).toHaveLength(1);
    expect(collected.batches.get('tax')).toHaveLength(1);
  });

  it('leaves a status list out that the node cannot give', async () => {
    const { query } = node({ '/blob': new Uint8Array() });
    expect((await collectPack(query, undefined, appHash)).statusTokens.size).toBe(0);
  });
});
