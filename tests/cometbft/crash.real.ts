/** Power failures under load; `LIGHTSEAL_CRASHES` says how many. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitOutcome, broadcast, nodeCall, ProvenChain } from '#consortium/client/index.ts';
import { makeProfile } from '#consortium/chain/index.ts';
import { startCometbft, type CometbftConsortium } from '#consortium/cometbft/index.ts';
import { VCT, es256 } from '../core/registry/departments.ts';
import { sha256 } from '#core/crypto/index.ts';
import { signTx } from '#core/registry/index.ts';
import { heightAfter, heightOf, until } from './nodes.ts';

const CRASHES = Number(process.env['LIGHTSEAL_CRASHES'] ?? 6);
const ISSUERS = ['issuer-a', 'issuer-b', 'issuer-c'];

let consortium: CometbftConsortium;
let chain: ProvenChain;

beforeAll(async () => {
  const issuers = ISSUERS.map((id) => ({
    id,
    name: { 'zh-CN': '示例单位', en: 'Example Issuer' },
    keys: [{ kid: `${id}-1`, publicKey: es256(`${id}-1`).publicKey }],
    vcts: [VCT],
  }));
  consortium = await startCometbft({ issuers, intervals: { blockMs: 100, idleMs: 500 } });
  chain = new ProvenChain(makeProfile(consortium, []));
});

afterAll(() => consortium.stop());

/** Appends batches one after the other; returns how many were proven to be in, by their roots. */
async function issue(issuer: string, isOver: () => boolean): Promise<readonly Uint8Array[]> {
  const proven: Uint8Array[] = [];
  const nodes = consortium.nodes.map(({ url }) => nodeCall(url));
  while (!isOver()) {
    const root = sha256(new TextEncoder().encode(`${issuer} ${proven.length}`));
    const body = { kind: 'append-batch', issuer, root, count: 256 } as const;
    const content = { chainId: consortium.chainId, signer: `issuer/${issuer}`, body };
    const signed = { ...content, sequence: proven.length };
    const tx = await signTx(signed, [es256(`${issuer}-1`)]);
    let outcome;
    // What nobody took, or all who took it forgot in a crash, is handed in again.
    while (outcome === undefined) {
      await broadcast(nodes, tx);
      outcome = await awaitOutcome(chain, sha256(tx), { pollMs: 100, timeoutMs: 5_000 });
    }
    expect(outcome.result.code).toBe(0);
    proven.push(root);
  }
  return proven;
}

describe('nodes and registries that are killed at random moments', () => {
  it('lose nothing that was proven, and agree when they are back', async () => {
    let isOver = false;
    const load = Promise.all(ISSUERS.map((issuer) => issue(issuer, () => isOver)));
    for (let crash = 0; crash < CRASHES; crash++) {
      const node = consortium.nodes[Math.floor(Math.random() * consortium.nodes.length)];
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_500));
      await node?.kill();
      await node?.start();
      // Back before the next one, so that there is something to kill.
      await until(async () => (await node?.height()) !== undefined);
    }
    isOver = true;
    const logs = await load;
    // The one that was killed last may still be behind.
    const height = Math.max(...(await Promise.all(consortium.nodes.map(heightOf)))) + 2;
    await Promise.all(consortium.nodes.map((node) => heightAfter(node, height)));
    for (const [index, issuer] of ISSUERS.entries()) {
      const entries = await chain.log(issuer, height - 1);
      expect(entries.map(({ root }) => root)).toEqual(logs[index]);
    }
    const hashes = await Promise.all(consortium.nodes.map(({ url }) => hashAt(url, height)));
    expect(new Set(hashes).size).toBe(1);
    expect(consortium.nodes.every(({ isAlive }) => isAlive)).toBe(true);
    console.log(`${CRASHES} crashes, ${logs.flat().length} batches, height ${height}`);
  });
});

async function hashAt(url: string, height: number): Promise<unknown> {
  const answer = (await nodeCall(url)('commit', { height: String(height) })) as {
    readonly signed_header: { readonly header: { readonly app_hash: string } };
  };
  return answer.signed_header.header.app_hash;
}
