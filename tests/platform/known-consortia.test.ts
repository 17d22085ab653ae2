import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { formatCommit, formatHeader, formatValidator, headerFacts } from '#core/cometbft/index.ts';
import { ChainStore } from '#platform/chain-store.ts';
import { KnownConsortia } from '#platform/known-consortia.ts';
import { NetworkError, type Network } from '#platform/network.ts';
import { blockName, storedName } from '#workers/stored-name.ts';
import { buildChain, CHAIN_ID, profileOf } from '../support/chain-builder.ts';

const CHAIN = buildChain({ length: 4 });
const ALTERED = new Uint8Array(32).fill(7);
const OTHER_CHAIN = buildChain({ length: 4, alter: (header) => ({ ...header, appHash: ALTERED }) });
const PROFILE = profileOf(CHAIN, 2);
const of = (chainId: string, change: Partial<ConsortiumProfile> = {}): ConsortiumProfile => ({
  ...PROFILE,
  chainId,
  demo: true,
  ...change,
});

let store: ChainStore;
let forgotten: string[];

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  store = new ChainStore();
  forgotten = [];
});
afterEach(async () => {
  await store.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const DOWN: Pick<Network, 'request'> = {
  request: () => Promise.reject(new NetworkError('network/down', 'down')),
};

function known(network: Pick<Network, 'request'> = DOWN): KnownConsortia {
  const forget = (chainId: string) => {
    forgotten.push(chainId);
    return Promise.resolve();
  };
  return new KnownConsortia(store, () => network, forget);
}

/** Nodes that give the blocks of a chain, each its own. */
function nodesWith(chains: Readonly<Record<string, typeof CHAIN>>): Pick<Network, 'request'> {
  return {
    request: (url, options) => {
      const body = String(options?.body);
      const { id, method, params } = JSON.parse(body) as {
        id: number;
        method: string;
        params: { height: string };
      };
      const chain = chains[url];
      if (chain === undefined) return DOWN.request(url);
      const answer = { jsonrpc: '2.0', id, result: resultOf(chain, method, Number(params.height)) };
      const bytes = new TextEncoder().encode(JSON.stringify(answer));
      return Promise.resolve({ status: 200, headers: new Headers(), bytes });
    },
  };
}

function resultOf(chain: typeof CHAIN, method: string, height: number): unknown {
  const block = chain[Math.min(height, chain.length) - 1];
  if (block === undefined) throw new Error('no such block');
  if (method === 'commit') {
    const signed_header = {
      header: formatHeader(block.header),
      commit: formatCommit(block.commit),
    };
    return { signed_header, canonical: true };
  }
  const validators = block.validators.map((validator) => formatValidator(validator));
  const count = String(validators.length);
  return { block_height: String(height), validators, count, total: count };
}

describe('the profile to start with', () => {
  const stored = async () => (await store.profiles()).map(({ chainId }) => chainId);

  it('is none where there is none', async () => {
    expect(await known().startWith(undefined)).toBeUndefined();
  });

  it('is at first the one that comes with the app, and later without a network the same', async () => {
    expect(await known().startWith(of('a', { demo: false }))).toMatchObject({ chainId: 'a' });
    expect(await known().startWith(undefined)).toMatchObject({ chainId: 'a' });
  });

  it('is the newest demo that the server has brought', async () => {
    await known().startWith(of('a'));
    expect(await known().startWith(of('b'))).toMatchObject({ chainId: 'b' });
    expect(await known().startWith(of('b', { clockDriftMs: 9 }))).toMatchObject({
      clockDriftMs: 9,
    });
    expect((await store.lastProfile())?.clockDriftMs).toBe(9);
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('is never a served one in place of a real consortium', async () => {
    await known().startWith(of('a', { demo: false }));
    for (const chainId of ['a', 'b']) {
      expect(await known().startWith(of(chainId))).toMatchObject({ chainId: 'a', demo: false });
      const real = of(chainId, { demo: false, clockDriftMs: 9 });
      expect((await known().startWith(real))?.clockDriftMs).toBe(PROFILE.clockDriftMs);
    }
  });

  it('is never a served one in place of a demo that people have compared', async () => {
    await known().take(of('a'), { kind: 'keep' });
    expect(await known().startWith(of('b'))).toMatchObject({ chainId: 'a' });
    const renewed = await known().startWith(of('a', { clockDriftMs: 9 }));
    expect(renewed?.clockDriftMs).toBe(PROFILE.clockDriftMs);
  });

  it('is the one that people have chosen; a demo that is served joins the list', async () => {
    await known().startWith(of('a'));
    await known().startWith(of('b'));
    await known().use('a');
    expect(await known().startWith(of('c'))).toMatchObject({ chainId: 'a' });
    expect(await stored()).toEqual(['a', 'b', 'c']);
    expect((await known().startWith(of('a', { clockDriftMs: 9 })))?.clockDriftMs).toBe(9);
  });

  it('is the served one where nothing can be stored', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('not here', 'SecurityError');
    });
    expect(await known().startWith(of('a'))).toMatchObject({ chainId: 'a' });
  });
});

describe('what is stored of a chain', () => {
  it('is its newest header, that of the anchor, and whether it was attacked', async () => {
    expect(await known().stored(CHAIN_ID, 2)).toEqual({
      latest: undefined,
      atAnchor: undefined,
      isAttacked: false,
    });
    await store.save(CHAIN.map((block) => [blockName(CHAIN_ID, block.header.height), block]));
    await store.save([[storedName(CHAIN_ID, 'attack'), {}]]);
    const { latest, atAnchor, isAttacked } = await known().stored(CHAIN_ID, 2);
    expect([latest?.height, atAnchor?.height, isAttacked]).toEqual([4, 2, true]);
  });

  it('goes with the profile and the key of an office', async () => {
    await known().take(of('a'), { kind: 'keep' });
    await known().remove('a');
    expect(await known().list()).toEqual([]);
    expect(forgotten).toEqual(['a']);
  });
});

describe('what nodes say of a height', () => {
  const [first = '', second = ''] = PROFILE.nodes.map(({ url }) => url);
  const hashAt = async (network: Pick<Network, 'request'>) => {
    const header = await known(network).headerBy(PROFILE, 3);
    return header && formatHex(header.hash);
  };
  const genuine = CHAIN[2] && formatHex(headerFacts(CHAIN[2].header).hash);

  it('is heard from one that has the anchor', async () => {
    expect(await hashAt(nodesWith({ [second]: CHAIN }))).toBe(genuine);
  });

  it('is not heard from one that has another header at the anchor', async () => {
    expect(await hashAt(nodesWith({ [first]: OTHER_CHAIN }))).toBeUndefined();
    expect(await hashAt(nodesWith({ [first]: OTHER_CHAIN, [second]: CHAIN }))).toBe(genuine);
  });

  it('is nothing where no node answers', async () => {
    expect(await hashAt(DOWN)).toBeUndefined();
  });
});
