/** Two offices claim one invoice at two nodes in the same second. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProfile } from '#consortium/chain/index.ts';
import { awaitOutcome, broadcast, nodeCall, ProvenChain } from '#consortium/client/index.ts';
import { startCometbft, type CometbftConsortium } from '#consortium/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { claimSignBytes, signTx } from '#core/registry/index.ts';
import { es256, nameOf, seed } from '../core/registry/departments.ts';
import { heightAfter } from './nodes.ts';

const OFFICES = ['north', 'south'];

let consortium: CometbftConsortium;

beforeAll(async () => {
  const verifiers = OFFICES.map((id) => {
    const key = { kid: `${id}-1`, alg: 'ES256', publicKey: es256(`${id}-1`).publicKey } as const;
    return [id, { name: nameOf(id), key, purposes: [] }] as const;
  });
  const intervals = { blockMs: 500, idleMs: 500 };
  consortium = await startCometbft({ verifiers: new Map(verifiers), intervals });
});

afterAll(() => consortium.stop());

function claimTx(claimant: string): Promise<Uint8Array> {
  const { chainId } = consortium;
  const what = { claimant, purpose: 'reimbursement' };
  const proof = ed25519.sign(claimSignBytes(chainId, what), seed('invoice'));
  const key = ed25519.getPublicKey(seed('invoice'));
  const body = { kind: 'claim', key, proof, ...what } as const;
  return signTx({ chainId, signer: `verifier/${claimant}`, sequence: 0, body }, [
    es256(`${claimant}-1`),
  ]);
}

describe('a claim', () => {
  it('is told yes to exactly one of two, and both see by proof to whom', async () => {
    const profile = makeProfile(consortium, []);
    const txs = await Promise.all(OFFICES.map(claimTx));
    const nodes = consortium.nodes.map(({ url }) => nodeCall(url));
    const handed = await Promise.all(
      txs.map((tx, index) => broadcast(nodes.slice(index * 2, index * 2 + 1), tx)),
    );
    const chains = OFFICES.map(() => new ProvenChain(profile));
    const outcomes = await Promise.all(
      chains.map(async (chain, index) => {
        const tx = txs[index];
        // A node that already had the other one refuses at once: then there is no second result.
        if (tx === undefined || handed[index] !== undefined) return undefined;
        return await awaitOutcome(chain, sha256(tx), { timeoutMs: 20_000 });
      }),
    );
    const told = outcomes.map((outcome) => outcome?.result.code === 0);
    expect(told.filter(Boolean)).toHaveLength(1);
    const holder = OFFICES[told.indexOf(true)];
    const height = outcomes.find((outcome) => outcome?.result.code === 0)?.height ?? 0;
    await Promise.all(consortium.nodes.map((node) => heightAfter(node, height + 2)));
    for (const chain of chains) {
      const claim = await chain.claim(ed25519.getPublicKey(seed('invoice')), await chain.head());
      expect(claim).toMatchObject({ claimant: holder, height });
    }
  });
});
