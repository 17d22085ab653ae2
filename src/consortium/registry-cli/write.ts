/** From a draft to a transaction whose success is proven. */
import { formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { timeNs } from '#core/cometbft/index.ts';
import {
  applyTx,
  encodeTx,
  nextSequence,
  RegistryError,
  txSignBytes,
  type RegistryCode,
  type TxSignature,
} from '#core/registry/index.ts';
import { awaitOutcome, broadcast } from '../client/index.ts';
import { RESULT_CODES } from '../registry-app/result-codes.ts';
import type { ChainView } from './chain-view.ts';
import { CliError } from './cli-error.ts';
import type { Draft } from './command.ts';
import type { Io } from './io.ts';
import type { Readable } from './readable.ts';
import type { Proposal } from './transaction-file.ts';

/** The proposal of a draft: the next transaction of its signer on this chain. */
export function propose(view: ChainView, { signer, body }: Draft): Proposal {
  const sequence = nextSequence(view.state, signer);
  const content = { chainId: view.profile.chainId, signer, sequence, body };
  return { content, signBytes: txSignBytes(content) };
}

/** What the registry would say to a transaction now: the same state machine, on verified state. */
export function judge(view: ChainView, tx: Uint8Array): 'ok' | RegistryCode {
  const { height, time } = view.block.header;
  const timeMs = Number(timeNs(time) / 1_000_000n);
  return applyTx(view.state, tx, { height: height + 1, timeMs }, notKnown).code;
}

/** Claims are in a log: only the chain itself can tell who was first. */
const notKnown = () => false;

/** @throws {@link RegistryError} with the registry's own code, before anything leaves this machine. */
export function requireAcceptable(view: ChainView, tx: Uint8Array): void {
  const code = judge(view, tx);
  if (code !== 'ok') throw new RegistryError(code, 'the registry would refuse this');
}

/**
 * Submits a signed proposal and waits until its success is proven.
 *
 * @throws {@link RegistryError} if the registry would refuse it; {@link CliError}
 * `registry-cli/not-taken` if no node accepts it, `registry-cli/unproven` if nothing is proven in
 * time, `registry-cli/failed` if it is proven to have failed.
 */
export async function submit(
  view: ChainView,
  { signBytes }: Proposal,
  signatures: readonly TxSignature[],
  { waiting }: Pick<Io, 'waiting'>,
): Promise<Readable> {
  const tx = encodeTx(signBytes, signatures);
  requireAcceptable(view, tx);
  const untaken = await broadcast(view.chain.nodes, tx);
  if (untaken !== undefined) {
    const why = untaken.kind === 'refused' ? `the nodes say ${untaken.log}` : 'no node answers';
    throw new CliError('registry-cli/not-taken', why);
  }
  return await proven(view, sha256(tx), waiting);
}

async function proven(
  view: ChainView,
  hash: Uint8Array,
  waiting: Io['waiting'],
): Promise<Readable> {
  const outcome = await awaitOutcome(view.chain, hash, waiting);
  if (outcome === undefined) {
    const message = `nothing is proven yet; it may still be included: ${formatHex(hash)}`;
    throw new CliError('registry-cli/unproven', message);
  }
  const { height, result } = outcome;
  if (result.code !== 0) {
    const message = `included in block ${height} and refused: ${nameOf(result.code)}`;
    throw new CliError('registry-cli/failed', message);
  }
  return { included: true, succeeded: true, hash: formatHex(hash), height };
}

function nameOf(code: number): string {
  const row = Object.entries(RESULT_CODES).find(([, number]) => number === code);
  return row?.[0] ?? `code ${code}`;
}
