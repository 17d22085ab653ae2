/** Blocks of one transaction each, signed by whoever may. */
import { ed25519 } from '@noble/curves/ed25519.js';
import type { RegistryApp } from '#consortium/registry-app/index.ts';
import { claimSignBytes, signTx, type TxBody, type TxSigner } from '#core/registry/index.ts';
import { CHAIN, es256, seed, THREE } from '../../core/registry/departments.ts';

const taxKey = es256('tax-1');

export function claimOf(name: string): TxBody {
  const what = { claimant: 'tax', purpose: 'reimbursement' };
  const proof = ed25519.sign(claimSignBytes(CHAIN, what), seed(name));
  return { kind: 'claim', key: ed25519.getPublicKey(seed(name)), proof, ...what };
}

/** Signed with the next sequence of its signer. */
export async function signedBy(app: RegistryApp, body: TxBody): Promise<Uint8Array> {
  const signer = body.kind.startsWith('set-') ? 'governance' : 'issuer/tax';
  const signers: readonly TxSigner[] = signer === 'governance' ? THREE : [taxKey];
  return signTx({ chainId: CHAIN, signer, sequence: app.nextSequence(signer), body }, signers);
}

/** One block for each body, after those that are there. */
export async function runBlocks(app: RegistryApp, bodies: readonly TxBody[]): Promise<void> {
  for (const body of bodies) {
    const height = app.height + 1;
    const tx = await signedBy(app, body);
    const { results } = app.finalizeBlock([tx], { height, timeMs: height * 1000 });
    if (results[0]?.code !== 0) throw new Error(results[0]?.log);
    await app.commit();
  }
}
