/** "Was my transaction included, and did it succeed?": over real RPC, of nodes that may lie. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeProfile, type Consortium } from '#consortium/chain/index.ts';
import type { Mutation } from '#consortium/rpc/index.ts';
import { encodeUtf8, formatBase64 } from '#core/bytes/index.ts';
import { verifyAtHeight } from '#core/chain/index.ts';
import {
  askTxResult,
  cometbftEngine,
  queryProven,
  rpcSource,
  type RpcCall,
} from '#core/cometbft/index.ts';
import { decodeLogHead, logKey } from '#core/registry/index.ts';
import { memoryStore } from '../../support/chain-builder.ts';
import { rpcCall } from '../chain/light-client.ts';
import { startTestConsortium } from './rpc-client.ts';
import { laterRefusalOf } from '../../support/refusal.ts';

let consortium: Consortium;
let batch: { readonly hash: Uint8Array; readonly height: number };
let call: RpcCall;

beforeAll(async () => {
  ({ consortium, batch } = await startTestConsortium());
  call = rpcCall(consortium.nodes[0]?.url ?? '');
});
afterAll(() => consortium.stop());
afterEach(() => consortium.nodes[0]?.setMutation(undefined));

async function headerAt(height: number) {
  const profile = makeProfile(consortium, []);
  const { block } = await verifyAtHeight(
    {
      profile,
      engine: cometbftEngine(),
      sources: profile.nodes.map(({ url }) => rpcSource(rpcCall(url))),
      store: memoryStore(),
      now: new Date(),
      elapsedMs: () => 0,
      patience: () => new Promise((resolve) => setTimeout(resolve, 1_000)),
      onProgress: () => undefined,
    },
    height,
  );
  return block.header;
}

/** Rewrites the answer to one method of the first node. */
function lie(method: string, from: RegExp, to: string): void {
  const mutation: Mutation = (request, reply) =>
    request.method === method ? { ...reply, body: reply.body.replace(from, to) } : reply;
  consortium.nodes[0]?.setMutation(mutation);
}

const outcome = (hash = batch.hash) => askTxResult(call, headerAt, hash);

describe('the outcome of a transaction', () => {
  it('is a success with its height', async () => {
    const { height, result } = await outcome();
    expect([height, result.code]).toEqual([batch.height, 0]);
  });

  it.each([
    ['another code', 'block_results', /"code":0/, '"code":7'],
    ['another height of the results', 'block_results', /"height":"\d+"/, '"height":"1"'],
    ['another height of the transaction', 'tx', /"height":"\d+"/, '"height":"1"'],
    ['another root', 'tx', /"root_hash":"../, '"root_hash":"00'],
    ['a tree of another size', 'tx', /"total":"1"/, '"total":"2"'],
  ])('is not believed with %s', async (_, method, from, to) => {
    lie(method, from, to);
    expect(await laterRefusalOf(outcome())).toBe('cometbft/proof-mismatch');
  });

  it('is not known before the next block, nor of a transaction that nobody included', async () => {
    lie('tx', /"height":"\d+"/, `"height":"${consortium.chain.height}"`);
    expect(await laterRefusalOf(outcome())).toBe('chain/no-source');
    expect(await laterRefusalOf(outcome(new Uint8Array(32)))).toMatch(/^source\//);
  });
});

describe('a value of the registry', () => {
  const key = () => encodeUtf8(logKey('tax'));

  it('is proven alone', async () => {
    const header = await headerAt(batch.height + 1);
    const value = await queryProven(call, '/key', key(), header);
    expect(decodeLogHead(value).size).toBe(1);
  });

  it('is refused if it is another one, or not there', async () => {
    const header = await headerAt(batch.height + 1);
    const before = await headerAt(batch.height);
    const value = formatBase64(await queryProven(call, '/key', key(), header));
    lie('abci_query', new RegExp(value.slice(0, 8)), 'AAAAAAAA');
    expect(await laterRefusalOf(queryProven(call, '/key', key(), header))).toMatch(
      /proof-mismatch/,
    );
    consortium.nodes[0]?.setMutation(undefined);
    const absent = queryProven(call, '/key', encodeUtf8('issuer/none'), header);
    expect(await laterRefusalOf(absent)).toBe('cometbft/malformed');
    expect(await laterRefusalOf(queryProven(call, '/key', key(), before))).toBe(
      'cometbft/malformed',
    );
  });
});
