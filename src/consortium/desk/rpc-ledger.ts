/** The ledger over the nodes' RPC: signs the issuer's transactions and waits until they are proven. */
import { encodeUtf8, equalBytes } from '#core/bytes/index.ts';
import { AttackError, type ConsortiumProfile } from '#core/chain/index.ts';
import type { Header, TxOutcome } from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  decodeSequence,
  sequenceKey,
  signTx,
  type TxBody,
  type TxSigner,
} from '#core/registry/index.ts';
import { awaitOutcome, broadcast, ProvenChain, type Untaken } from '../client/index.ts';
import { DeskError } from './desk-error.ts';
import type { DeskIssuer } from './desk-issuer.ts';
import type { Ledger } from './ledger.ts';

/** Where and as whom to write. */
export interface RpcLedgerOptions {
  /** The chain, its nodes, and the header that is taken on faith. */
  readonly profile: ConsortiumProfile;
  readonly issuers: readonly DeskIssuer[];
  readonly pollMs?: number;
  readonly timeoutMs?: number;
}

/**
 * Hands every transaction to all nodes, and believes none of them: what became of it is proven under
 * headers that the desk's own light client verified. Nothing is written while that is not possible.
 *
 * Its methods reject with {@link DeskError} `desk/ledger-unreachable` if no head can be verified or
 * nothing is proven in time, `desk/ledger-refused` if the registry says no; and with
 * {@link AttackError}, from then on always.
 */
export class RpcLedger implements Ledger {
  readonly #options: RpcLedgerOptions;
  readonly #chain: ProvenChain;
  readonly #sequences = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RpcLedgerOptions) {
    this.#options = options;
    this.#chain = new ProvenChain(options.profile);
  }

  async appendBatch(issuer: string, root: Uint8Array, count: number): Promise<number> {
    const body: TxBody = { kind: 'append-batch', issuer, root, count };
    const { height } = await this.#write(issuer, body);
    const log = await orUnreachable(this.#chain.log(issuer, height));
    const number = log.findIndex((one) => one.height === height && equalBytes(one.root, root));
    if (number < 0) throw new Error('a batch that was appended is in the log');
    return number;
  }

  async publishStatus(
    issuer: string,
    list: string,
    token: string,
    validUntilMs: number,
  ): Promise<void> {
    const bytes = encodeUtf8(token);
    await this.#write(issuer, { kind: 'publish-status', issuer, list, token: bytes, validUntilMs });
  }

  async #write(issuer: string, body: TxBody): Promise<TxOutcome> {
    const outcome = await this.#proven(await this.#submit(issuer, body));
    if (outcome.result.code === 0) return outcome;
    this.#sequences.clear();
    throw new DeskError('desk/ledger-refused', `in the block: code ${outcome.result.code}`);
  }

  /** One at a time, so that sequences follow each other; being included is waited for elsewhere. */
  #submit(issuer: string, body: TxBody): Promise<Uint8Array> {
    const submitted = this.#turn.then(() => this.#send(issuer, body));
    this.#turn = submitted.catch(() => undefined);
    return submitted;
  }

  /** @returns The hash of the transaction. */
  async #send(issuer: string, body: TxBody): Promise<Uint8Array> {
    const signer = `issuer/${issuer}`;
    const key = this.#signer(issuer);
    const head = await orUnreachable(this.#chain.head());
    const known = this.#sequences.get(signer);
    const sequence = known ?? (await this.#sequence(signer, head));
    const { chainId } = this.#options.profile;
    const tx = await signTx({ chainId, signer, sequence, body }, [key]);
    const untaken = await broadcast(this.#chain.nodes, tx);
    if (untaken === undefined) {
      this.#sequences.set(signer, sequence + 1);
      return sha256(tx);
    }
    this.#sequences.delete(signer);
    const refusal = deskRefusal(untaken);
    if (refusal.message === 'registry/wrong-sequence' && known !== undefined)
      return this.#send(issuer, body);
    throw refusal;
  }

  #signer(issuer: string): TxSigner {
    const found = this.#options.issuers.find(({ id }) => id === issuer);
    if (found === undefined) throw new DeskError('desk/unknown-issuer', issuer);
    return { key: found.kid, sign: found.sign };
  }

  /** 0 if no node proves another: who has never written has no entry, and its absence no proof. */
  async #sequence(signer: string, head: Header): Promise<number> {
    try {
      return decodeSequence(await this.#chain.value(sequenceKey(signer), head));
    } catch (refusal) {
      if (isRefusal(refusal)) return 0;
      throw refusal;
    }
  }

  async #proven(hash: Uint8Array): Promise<TxOutcome> {
    const outcome = await awaitOutcome(this.#chain, hash, this.#options);
    if (outcome !== undefined) return outcome;
    // What was submitted and never came may still come: the next one asks for its sequence anew.
    this.#sequences.clear();
    throw new DeskError('desk/ledger-unreachable', 'not in a block in time');
  }
}

function deskRefusal(untaken: Untaken): DeskError {
  if (untaken.kind === 'unreachable') {
    return new DeskError('desk/ledger-unreachable', 'no node answers');
  }
  return new DeskError('desk/ledger-refused', untaken.log);
}

async function orUnreachable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (!isRefusal(cause) || cause instanceof AttackError) throw cause;
    throw new DeskError('desk/ledger-unreachable', cause.code, { cause });
  }
}
