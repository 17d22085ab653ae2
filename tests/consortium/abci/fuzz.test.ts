/** Random and mutated transactions and frames, over sockets. `LIGHTSEAL_FUZZ` says how many of each. */
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFrame } from '#consortium/abci/frames.ts';
import { Request } from '#consortium/abci/messages.ts';
import { MemoryStore } from '#consortium/registry-app/index.ts';
import { claimSignBytes, signTx, type TxBody } from '#core/registry/index.ts';
import {
  batchOf,
  CHAIN,
  es256,
  GOVERNANCE,
  nameOf,
  seed,
  setting,
  statusOf,
  THREE,
} from '../../core/registry/departments.ts';
import { finalize, initChain, serve, type Connection } from './engine.ts';

const RUNS = Number(process.env['LIGHTSEAL_FUZZ'] ?? 1_000);
const PER_BLOCK = 20;
/** The same ones each time: few of them may, by chance, not meet what is asked for below. */
const SEED = 1;
const TAX_KEY = es256('tax-1');
const SETTING: TxBody = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1']) };

type Node = Awaited<ReturnType<typeof serve>> & { readonly consensus: Connection };
let nodes: readonly Node[];
/** Valid, but for the sequence perhaps: what mutants are made of. */
let seeds: readonly Uint8Array[];

function claim(name: string): TxBody {
  const what = { claimant: 'tax', purpose: 'reimbursement' };
  const proof = ed25519.sign(claimSignBytes(CHAIN, what), seed(name));
  return { kind: 'claim', key: ed25519.getPublicKey(seed(name)), proof, ...what };
}

function sign(body: TxBody, sequence: number): Promise<Uint8Array> {
  const isGovernance = body.kind.startsWith('set-');
  const signer = isGovernance ? 'governance' : 'issuer/tax';
  return signTx({ chainId: CHAIN, signer, sequence, body }, isGovernance ? THREE : [TAX_KEY]);
}

beforeAll(async () => {
  const { publicKey } = es256('v');
  const bodies: readonly TxBody[] = [
    { kind: 'set-governance', governance: GOVERNANCE },
    { kind: 'set-validator', publicKey: publicKey.slice(32), name: nameOf('v'), power: 3 },
    { kind: 'append-record', log: 'evidence', digest: seed('digest') },
    ...[SETTING, batchOf('tax'), statusOf('tax'), claim('one')],
  ];
  seeds = await Promise.all([0, 1, 2, 3].flatMap((at) => bodies.map((body) => sign(body, at))));
  nodes = await Promise.all(
    [0, 1, 2].map(async () => {
      const served = await serve(new MemoryStore(), { host: '127.0.0.1', port: 0 });
      const consensus = served.connect();
      await consensus.ask(initChain());
      return { ...served, consensus };
    }),
  );
});

afterAll(() => Promise.all(nodes.map(({ server }) => server.stop())));

const mutations = fc.array(
  fc.record({ at: fc.nat(), byte: fc.nat(255), how: fc.constantFrom('set', 'cut', 'insert') }),
  { maxLength: 3 },
);

const mutate = (
  bytes: Uint8Array,
  changes: typeof mutations extends fc.Arbitrary<infer T> ? T : never,
) =>
  changes.reduce((before, { at, byte, how }) => {
    const place = at % (before.length + 1);
    const [head, tail] = [before.slice(0, place), before.slice(place)];
    if (how === 'cut') return head;
    return Uint8Array.from([...head, byte, ...tail.slice(how === 'set' ? 1 : 0)]);
  }, bytes);

const mutant = fc
  .tuple(fc.nat(), mutations)
  .map(([at, changes]) => mutate(seeds[at % seeds.length] ?? new Uint8Array(), changes));
const transaction = fc.oneof({ weight: 4, arbitrary: mutant }, fc.uint8Array({ maxLength: 300 }));

/** What one node says of a block of these. */
async function execute({ consensus }: Node, height: number, txs: readonly Uint8Array[]) {
  const checks = txs.map((tx) => ({ checkTx: { tx } }));
  const answers = await consensus.ask(...checks, finalize(height, txs), { commit: {} });
  const { txResults = [], appHash } = answers[checks.length]?.finalizeBlock ?? {};
  return { codes: txResults.map(({ code }) => code), appHash };
}

describe('whatever is sent', () => {
  it('as transactions: two applications agree, with a third that never saw the refused ones', async () => {
    const [first, second, spared] = nodes;
    if (first === undefined || second === undefined || spared === undefined) throw new Error();
    let height = 0;
    const seen = new Set<number>();
    const block = fc.array(transaction, { minLength: PER_BLOCK, maxLength: PER_BLOCK });
    await fc.assert(
      fc.asyncProperty(block, async (txs) => {
        height += 1;
        const result = await execute(first, height, txs);
        expect(result.codes).toHaveLength(txs.length);
        expect(await execute(second, height, txs)).toEqual(result);
        const applied = txs.filter((_, at) => result.codes[at] === 0);
        expect((await execute(spared, height, applied)).appHash).toEqual(result.appHash);
        for (const code of result.codes) seen.add(code);
      }),
      { numRuns: Math.ceil(RUNS / PER_BLOCK), endOnFailure: true, seed: SEED },
    );
    // Neither were all refused nor all for one reason.
    expect(seen).toContain(0);
    expect(seen.size).toBeGreaterThan(4);
    expect(nodes.flatMap(({ troubles }) => troubles)).toEqual([]);
  }, 3_600_000);

  it('as frames: a connection may be closed, the process and the state stay', async () => {
    const [node] = nodes;
    if (node === undefined) throw new Error('no node');
    const kept = node.application.height;
    const [before] = await node.consensus.ask({ info: {} });
    const harmless = fc
      .tuple(fc.constantFrom('checkTx', 'query', 'info', 'echo', 'processProposal'), transaction)
      .map(([kind, bytes]) => {
        const path = ['/key', '/leaf', '/claim', '/log', '/blob'][bytes.length % 5];
        const content = { tx: bytes, data: bytes, path, txs: [bytes], message: `${bytes.length}` };
        return Request.encode(Request.fromPartial({ [kind]: content } as never)).finish();
      });
    const frame = fc
      .tuple(fc.oneof(harmless, fc.uint8Array({ maxLength: 200 })), mutations)
      .map(([message, changes]) => mutate(encodeFrame(message), changes));
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 4 }), async (frames) => {
        const connection = node.connect();
        for (const bytes of frames) connection.socket.write(bytes);
        connection.socket.end();
        await connection.closed;
      }),
      { numRuns: Math.ceil(RUNS / 2), endOnFailure: true },
    );
    const [after] = await node.consensus.ask({ info: {} });
    expect(after).toEqual(before);
    expect(node.application.height).toBe(kept);
  }, 3_600_000);
});
