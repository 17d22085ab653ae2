/** Founders speak over a node that their own machine runs: what it answers is believed. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { formatBase64, formatHex, parseBase64 } from '#core/bytes/index.ts';
import type { RpcCall } from '#core/cometbft/index.ts';
import {
  decodeRegistryMap,
  nextSequence,
  signTx,
  type RegistryState,
  type TxBody,
  type TxSigner,
} from '#core/registry/index.ts';
import { ConsortiumError } from '../chain/chain-error.ts';

const POLL_MS = 100;
const PATIENCE_MS = 60_000;

/** Founders' keys as signers. */
export function foundersOf(keys: ReadonlyMap<string, Uint8Array>): readonly TxSigner[] {
  return [...keys].map(([key, seed]) => ({ key, sign: (message) => ed25519.sign(message, seed) }));
}

/** The registry as one node has it. */
export async function registryOf(call: RpcCall, chainId: string): Promise<RegistryState> {
  const answer = (await call('abci_query', { path: '/registry', data: '' })) as {
    readonly response: { readonly value: string | null };
  };
  const entries = decodeRegistryMap(parseBase64(answer.response.value ?? ''));
  return { chainId, entries, logs: new Map() };
}

/**
 * Has the founders sign what `missing` asks for, and waits until nothing is missing.
 *
 * @throws {@link ConsortiumError} `consortium/refused`, or `consortium/timeout` after a minute.
 */
export async function govern(
  call: RpcCall,
  chainId: string,
  signers: readonly TxSigner[],
  missing: (state: RegistryState) => readonly TxBody[],
): Promise<void> {
  const state = await registryOf(call, chainId);
  const first = nextSequence(state, 'governance');
  for (const [index, body] of missing(state).entries()) {
    const content = { chainId, signer: 'governance', sequence: first + index, body };
    await submit(call, await signTx(content, signers));
  }
  const end = performance.now() + PATIENCE_MS;
  while (missing(await registryOf(call, chainId)).length > 0) {
    if (performance.now() > end) throw new ConsortiumError('consortium/timeout', 'not in a block');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function submit(call: RpcCall, tx: Uint8Array): Promise<void> {
  const answer = await call('broadcast_tx_sync', { tx: formatBase64(tx) });
  const { code, log } = answer as { readonly code: number; readonly log: string };
  if (code !== 0) throw new ConsortiumError('consortium/refused', log);
}

/** Height and hash of a header that a node has. */
export async function anchorAt(call: RpcCall, height: number) {
  const answer = (await call('commit', { height: String(height) })) as {
    readonly signed_header: { readonly commit: { readonly block_id: { readonly hash: string } } };
  };
  const { hash } = answer.signed_header.commit.block_id;
  return { height, hash: formatHex(new Uint8Array(Buffer.from(hash, 'hex'))) };
}

/** What a header says about its time. */
export async function headerTimeMs(call: RpcCall, height: number): Promise<number> {
  const answer = (await call('commit', { height: String(height) })) as {
    readonly signed_header: { readonly header: { readonly time: string } };
  };
  return Date.parse(answer.signed_header.header.time);
}
