/** A desk that believes proofs alone, before nodes that lie about its transactions. */
import { afterEach, beforeAll, afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeProfile, startConsortium, type Consortium } from '#consortium/chain/index.ts';
import { RpcLedger } from '#consortium/desk/index.ts';
import { txResult } from '#consortium/registry-app/index.ts';
import type { Mutation } from '#consortium/rpc/index.ts';
import { encodeUtf8, formatBase64, parseBase64 } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { decodeLogAnswer, encodeLogAnswer } from '#core/registry/index.ts';
import { html } from '../../support/dishonest-node.ts';
import { forgedHistory } from '../../support/forger.ts';
import { ISSUERS } from './bench.ts';
import { batchesOf } from '../../support/app-log.ts';

let consortium: Consortium;
let ledger: RpcLedger;
let counter = 0;

beforeAll(async () => {
  consortium = await startConsortium({
    ports: [0, 0, 0, 0],
    intervals: { blockMs: 50, idleMs: 300 },
    issuers: ISSUERS.map(({ id, name, kid, publicKey, vcts }) => ({
      id,
      name,
      keys: [{ kid, publicKey }],
      vcts,
    })),
  });
});
afterAll(() => consortium.stop());
beforeEach(() => {
  ledger = openLedger();
});
afterEach(() => {
  lie(4, undefined);
  vi.restoreAllMocks();
});

function openLedger(): RpcLedger {
  const profile = makeProfile(consortium, []);
  return new RpcLedger({ profile, issuers: ISSUERS, pollMs: 20, timeoutMs: 1_500 });
}

/** The first `count` nodes lie. */
function lie(count: number, mutation: Mutation | undefined): void {
  for (const node of consortium.nodes.slice(0, count)) node.setMutation(mutation);
}

const replace =
  (method: string, from: RegExp, to: string): Mutation =>
  (request, reply) =>
    request.method === method ? { ...reply, body: reply.body.replace(from, to) } : reply;

/** Swaps the root of every batch in a log. */
const otherLog: Mutation = (request, reply) => {
  const isLog = request.method === 'abci_query' && request.body.includes('"/log"');
  if (!isLog) return reply;
  const value = /"value":"([^"]+)"/.exec(reply.body)?.[1] ?? '';
  const forged = decodeLogAnswer(parseBase64(value)).map((batch) => ({
    ...batch,
    root: sha256(batch.root),
  }));
  return { ...reply, body: reply.body.replace(value, formatBase64(encodeLogAnswer(forged))) };
};

const freshRoot = () => sha256(encodeUtf8(`root ${++counter}`));
const logOf = (issuer: string) => batchesOf(consortium.chain.app, issuer);
const LIES: readonly (readonly [string, Mutation])[] = [
  ['a failure', replace('block_results', /"code":0/g, '"code":7')],
  ['another block', replace('tx', /"height":"\d+"/, '"height":"2"')],
  ['a block that is far off', replace('tx', /"height":"\d+"/, '"height":"900000000"')],
  ['another place in the log', otherLog],
  ['another sequence', replace('abci_query', /"proofOps":\{.*?\]\}/, '"proofOps":null')],
  ['a refusal', replace('broadcast_tx_sync', /"code":0/, '"code":5')],
  ['a web page', html],
];

describe('a node that tells of', () => {
  it.each(LIES)('%s is passed over', async (_, mutation) => {
    await openLedger().appendBatch('tax', freshRoot(), 256);
    lie(1, mutation);
    const root = freshRoot();
    const number = await ledger.appendBatch('tax', root, 256);
    expect(logOf('tax')[number]?.root).toEqual(root);
  });
});

describe('where all nodes lie', () => {
  it.each(LIES.slice(0, 4))('about %s, nothing is confirmed', async (_, mutation) => {
    lie(4, mutation);
    const written = ledger.appendBatch('tax', freshRoot(), 256);
    await expect(written).rejects.toMatchObject({ code: 'desk/ledger-unreachable' });
  });

  it('no failure is called a success', async () => {
    vi.spyOn(consortium.chain.app, 'checkTx').mockReturnValue(txResult('ok'));
    lie(4, replace('block_results', /"code":[1-9]\d*/g, '"code":0'));
    const written = ledger.appendBatch('tax', freshRoot(), 255);
    await expect(written).rejects.toMatchObject({ code: 'desk/ledger-unreachable' });
  });
});

describe('a transaction', () => {
  it('that passes the check and fails in its block is refused', async () => {
    vi.spyOn(consortium.chain.app, 'checkTx').mockReturnValue(txResult('ok'));
    const size = logOf('tax').length;
    const written = ledger.appendBatch('tax', freshRoot(), 255);
    await expect(written).rejects.toMatchObject({ code: 'desk/ledger-refused' });
    expect(logOf('tax')).toHaveLength(size);
  });

  it('of a status list is confirmed by its proof', async () => {
    await ledger.publishStatus('tax', '1', 'a.b.c', Date.now() + 1_000_000);
    expect(consortium.chain.app.state.entries.has('status/tax/1')).toBe(true);
  });
});

describe('an attack on the chain', () => {
  it('ends all writing, and nothing resumes by itself', async () => {
    await ledger.appendBatch('tax', freshRoot(), 256);
    const { chain } = consortium;
    const forged = chain.height + 1;
    lie(3, forgedHistory(chain.rules, 3, forged));
    await vi.waitUntil(() => chain.height >= forged, 5_000);
    const size = logOf('tax').length;
    const attacked = { code: 'chain/attack' };
    await expect(ledger.appendBatch('tax', freshRoot(), 256)).rejects.toMatchObject(attacked);
    lie(4, undefined);
    await expect(ledger.appendBatch('tax', freshRoot(), 256)).rejects.toMatchObject(attacked);
    expect(logOf('tax')).toHaveLength(size);
    expect(chain.waiting).toBe(0);
  });
});
