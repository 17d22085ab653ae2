import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAbciAddress } from '#consortium/abci/index.ts';
import { LevelStore, MemoryStore } from '#consortium/registry-app/index.ts';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { decodeRegistryMap, registryRoot, signTx, type TxBody } from '#core/registry/index.ts';
import { CHAIN, nameOf, setting, THREE } from '../../core/registry/departments.ts';
import { finalize, initChain, serve, type Connection } from './engine.ts';

const TCP = { host: '127.0.0.1', port: 0 };
const folder = mkdtempSync(join(tmpdir(), 'lightseal-abci-'));
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function running(store = new MemoryStore() as Parameters<typeof serve>[0], address = TCP) {
  const served = await serve(store, address);
  stops.push(() => served.server.stop());
  return served;
}

async function registerTax(sequence = 0): Promise<Uint8Array> {
  const body: TxBody = { kind: 'set-issuer', issuer: 'tax', setting: setting(['tax-1']) };
  return signTx({ chainId: CHAIN, signer: 'governance', sequence, body }, THREE);
}

async function addValidator(sequence: number): Promise<Uint8Array> {
  const publicKey = new Uint8Array(32).fill(7);
  const body: TxBody = { kind: 'set-validator', publicKey, name: nameOf('c'), power: 5 };
  return signTx({ chainId: CHAIN, signer: 'governance', sequence, body }, THREE);
}

const begin = async (connection: Connection) => {
  const [answer] = await connection.ask(initChain());
  return answer?.initChain?.appHash ?? new Uint8Array();
};

describe('an ABCI server', () => {
  it('takes a chain from its genesis through blocks, with proofs', async () => {
    const { connect } = await running();
    const consensus = connect();
    const [info] = await consensus.ask({ info: { version: '0.38.25' } });
    expect(info?.info).toMatchObject({ lastBlockHeight: 0n, appVersion: 1n });
    const genesisHash = await begin(consensus);
    const tx = await registerTax();
    const mempool = connect();
    const [check] = await mempool.ask({ checkTx: { tx } });
    expect(check?.checkTx?.code).toBe(0);
    const [proposal, judged] = await consensus.ask(
      { prepareProposal: { txs: [tx], maxTxBytes: 1_000_000n } },
      { processProposal: { txs: [tx] } },
    );
    expect(proposal?.prepareProposal?.txs).toEqual([tx]);
    expect(judged?.processProposal?.status).toBe(1);
    const [block, done] = await consensus.ask(finalize(1, [tx, tx]), { commit: {} });
    expect(block?.finalizeBlock?.txResults.map(({ code }) => code)).toEqual([0, 5]);
    expect(block?.finalizeBlock?.appHash).not.toEqual(genesisHash);
    expect(done?.commit?.retainHeight).toBe(0n);
    const query = connect();
    const [all, entry] = await query.ask(
      { query: { path: '/registry' } },
      { query: { path: '/key', data: encodeUtf8('issuer/tax'), prove: true } },
    );
    const entries = decodeRegistryMap(all?.query?.value ?? new Uint8Array());
    expect(registryRoot(entries)).toEqual(block?.finalizeBlock?.appHash);
    expect(entry?.query?.proofOps?.ops[0]?.type).toBe('simple:v');
    const [told] = await query.ask({ info: {} });
    expect(told?.info?.lastBlockAppHash).toEqual(block?.finalizeBlock?.appHash);
  });

  it('answers in order, and flushes', async () => {
    const { connect } = await running();
    const requests = Array.from({ length: 50 }, (_, at) =>
      at % 2 === 0 ? { echo: { message: `${at}` } } : { flush: {} },
    );
    const answers = await connect().ask(...requests);
    expect(answers.map(({ echo, flush }) => echo?.message ?? typeof flush)).toEqual(
      requests.map(({ echo }) => echo?.message ?? 'object'),
    );
  });

  it('tells the engine of validators that governance has changed', async () => {
    const { connect } = await running();
    const consensus = connect();
    await begin(consensus);
    const [block] = await consensus.ask(finalize(1, [await addValidator(0)]));
    expect(block?.finalizeBlock?.validatorUpdates).toEqual([
      { pubKey: { ed25519: new Uint8Array(32).fill(7), secp256k1: undefined }, power: 5n },
    ]);
  });

  it('proposes no more than there is room for', async () => {
    const { connect } = await running();
    const txs = [new Uint8Array(100), new Uint8Array(100), new Uint8Array(100)];
    const [answer] = await connect().ask({ prepareProposal: { txs, maxTxBytes: 210n } });
    expect(answer?.prepareProposal?.txs).toHaveLength(2);
  });

  it('comes back with what was committed, over a Unix socket and a store on disk', async () => {
    const address = { path: join(folder, 'app.sock') } as never;
    const store = await LevelStore.open(join(folder, 'store'));
    const first = await serve(store, address);
    const consensus = first.connect();
    await begin(consensus);
    const [, , block] = await consensus.ask(
      finalize(1, [await registerTax()]),
      { commit: {} },
      finalize(2, [await addValidator(1)]),
    );
    // Killed before the commit: the second block never was.
    await first.server.stop();
    await store.close();
    const again = await LevelStore.open(join(folder, 'store'));
    stops.push(() => again.close());
    const second = await running(again, address);
    const [info] = await second.connect().ask({ info: {} });
    expect(info?.info?.lastBlockHeight).toBe(1n);
    const [replayed] = await second.connect().ask(finalize(2, [await addValidator(1)]));
    expect(replayed?.finalizeBlock?.appHash).toEqual(block?.finalizeBlock?.appHash);
  });
});

describe('what is wrong', () => {
  it('in a genesis is refused with an exception', async () => {
    const { connect, troubles } = await running();
    for (const change of [{ version: 2 }, { founders: [] }, { validators: {} }, { threshold: 9 }]) {
      const [answer] = await connect().ask(initChain(change));
      expect(answer?.exception?.error).toBe('abci/bad-genesis');
    }
    expect(troubles).toHaveLength(4);
  });

  it('in the order of calls is refused with an exception', async () => {
    const { connect } = await running();
    const [answer] = await connect().ask({ commit: {} });
    expect(answer?.exception?.error).toBe('abci/not-begun');
    const consensus = connect();
    await begin(consensus);
    for (const height of [0, 2]) {
      const [early] = await consensus.ask(finalize(height, []));
      expect(early?.exception?.error).toBe('abci/wrong-height');
    }
    await consensus.ask(finalize(1, []), { commit: {} });
    const [twice] = await consensus.ask(initChain());
    expect(twice?.exception?.error).toBe('abci/already-begun');
    const [unknown] = await connect().ask({});
    expect(unknown?.exception?.error).toBe('abci/bad-message');
  });

  it('in a frame closes its connection and no other, and changes nothing', async () => {
    const { connect, application } = await running();
    const consensus = connect();
    await begin(consensus);
    await consensus.ask(finalize(1, []), { commit: {} });
    for (const bytes of [
      [0xff, 0xff, 0xff, 0xff, 0xff],
      [0x02, 0x0a, 0x7f],
    ]) {
      const bad = connect();
      bad.socket.write(Uint8Array.from(bytes));
      await bad.closed;
    }
    const dropped = connect();
    dropped.socket.write(Uint8Array.of(0x20, 0x01));
    dropped.socket.destroy();
    const [info] = await consensus.ask({ info: {} });
    expect(info?.info?.lastBlockHeight).toBe(1n);
    expect(application.height).toBe(1);
  });

  it('never takes the process down, whatever is sent', async () => {
    const { connect, application } = await running();
    const consensus = connect();
    await begin(consensus);
    const [, { finalizeBlock }] = (await consensus.ask({ info: {} }, finalize(1, []))) as [
      unknown,
      { finalizeBlock: { appHash: Uint8Array } },
    ];
    await consensus.ask({ commit: {} });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (bytes) => {
        const connection = connect();
        connection.socket.end(bytes);
        await connection.closed;
      }),
      { numRuns: 60 },
    );
    const [info] = await consensus.ask({ info: {} });
    expect(info?.info?.lastBlockAppHash).toEqual(finalizeBlock.appHash);
    expect(application.height).toBe(1);
  });
});

describe('an address', () => {
  it('is TCP or a path', () => {
    expect(parseAbciAddress('tcp://127.0.0.1:26658')).toEqual({ host: '127.0.0.1', port: 26658 });
    expect(parseAbciAddress('unix:///run/app.sock')).toEqual({ path: '/run/app.sock' });
    for (const text of ['', 'http://x:1', 'tcp://x', 'unix://']) {
      expect(() => parseAbciAddress(text)).toThrow(
        expect.objectContaining({ code: 'abci/bad-address' }),
      );
    }
  });
});
