/** The ledger over the nodes' RPC: signs the issuer's transactions and waits until they show. */
import { encodeUtf8, equalBytes, formatBase64, formatHex, parseBase64 } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  decodeLogAnswer,
  decodeLogHead,
  decodeSequence,
  decodeStatusEntry,
  encodeLogQuery,
  logKey,
  sequenceKey,
  signTx,
  statusKey,
  type TxBody,
  type TxSigner,
} from '#core/registry/index.ts';
import { DeskError } from './desk-error.ts';
import type { DeskIssuer } from './desk-issuer.ts';
import type { Ledger } from './ledger.ts';

/** Where and as whom to write. */
export interface RpcLedgerOptions {
  readonly nodes: readonly string[];
  readonly chainId: string;
  readonly issuers: readonly DeskIssuer[];
  readonly pollMs?: number;
  readonly timeoutMs?: number;
}

const LOOK_BACK = 64;
const REQUEST_MS = 5000;

/**
 * Writes through the first node that answers.
 *
 * Its methods reject with {@link DeskError} `desk/ledger-unreachable` if no node answers or nothing
 * shows in time, `desk/ledger-refused` if the registry says no.
 */
export class RpcLedger implements Ledger {
  readonly #options: RpcLedgerOptions;
  readonly #sequences = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RpcLedgerOptions) {
    this.#options = options;
  }

  async appendBatch(issuer: string, root: Uint8Array, count: number): Promise<number> {
    await this.#submit(issuer, { kind: 'append-batch', issuer, root, count });
    return this.#until(() => this.#batchNumber(issuer, root));
  }

  async publishStatus(
    issuer: string,
    list: string,
    token: string,
    validUntilMs: number,
  ): Promise<void> {
    const bytes = encodeUtf8(token);
    await this.#submit(issuer, {
      kind: 'publish-status',
      issuer,
      list,
      token: bytes,
      validUntilMs,
    });
    const digest = sha256(bytes);
    await this.#until(async () => {
      const entry = await this.#query('/key', encodeUtf8(statusKey(issuer, list)));
      return entry !== undefined && equalBytes(decodeStatusEntry(entry).digest, digest)
        ? true
        : undefined;
    });
  }

  /** One at a time, so that sequences follow each other; being included is waited for elsewhere. */
  #submit(issuer: string, body: TxBody): Promise<void> {
    const submitted = this.#turn.then(() => this.#send(issuer, body));
    this.#turn = submitted.catch(() => undefined);
    return submitted;
  }

  async #send(issuer: string, body: TxBody): Promise<void> {
    const signer = `issuer/${issuer}`;
    const key = this.#signer(issuer);
    const known = this.#sequences.get(signer);
    const sequence = known ?? (await this.#sequence(signer));
    const tx = await signTx({ chainId: this.#options.chainId, signer, sequence, body }, [key]);
    const answer = await this.#call('broadcast_tx_sync', { tx: formatBase64(tx) });
    if (answer['code'] === 0) {
      this.#sequences.set(signer, sequence + 1);
      return;
    }
    this.#sequences.delete(signer);
    if (answer['log'] === 'registry/wrong-sequence' && known !== undefined)
      return this.#send(issuer, body);
    throw new DeskError('desk/ledger-refused', String(answer['log']));
  }

  #signer(issuer: string): TxSigner {
    const found = this.#options.issuers.find(({ id }) => id === issuer);
    if (found === undefined) throw new DeskError('desk/unknown-issuer', issuer);
    return { key: found.kid, sign: found.sign };
  }

  async #sequence(signer: string): Promise<number> {
    const entry = await this.#query('/key', encodeUtf8(sequenceKey(signer)));
    return entry === undefined ? 0 : decodeSequence(entry);
  }

  /** The batch with this root: roots never repeat, since every batch is padded at random. */
  async #batchNumber(issuer: string, root: Uint8Array): Promise<number | undefined> {
    const entry = await this.#query('/key', encodeUtf8(logKey(issuer)));
    if (entry === undefined) return undefined;
    const from = Math.max(0, decodeLogHead(entry).size - LOOK_BACK);
    const answer = await this.#query('/log', encodeLogQuery({ issuer, from }));
    const place = decodeLogAnswer(answer ?? new Uint8Array()).findIndex((batch) =>
      equalBytes(batch.root, root),
    );
    return place < 0 ? undefined : from + place;
  }

  async #until<T>(look: () => Promise<T | undefined>): Promise<T> {
    const { pollMs = 200, timeoutMs = 20_000 } = this.#options;
    for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += pollMs) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    // What was submitted and never came may still come: the next one asks for its sequence anew.
    this.#sequences.clear();
    throw new DeskError('desk/ledger-unreachable', 'not in a block in time');
  }

  /** The value, or `undefined` if there is none. */
  async #query(path: string, data: Uint8Array): Promise<Uint8Array | undefined> {
    const hex = formatHex(data);
    const { response } = (await this.#call('abci_query', { path, data: hex })) as {
      readonly response?: { readonly code?: number; readonly value?: string | null };
    };
    if (response?.code !== 0) return undefined;
    return parseBase64(response.value ?? '');
  }

  async #call(method: string, params: object): Promise<Readonly<Record<string, unknown>>> {
    for (const node of this.#options.nodes) {
      try {
        const response = await fetch(node, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
          signal: AbortSignal.timeout(REQUEST_MS),
        });
        const { result } = (await response.json()) as { readonly result?: Record<string, unknown> };
        if (result !== undefined) return result;
      } catch {
        // The next node may answer.
      }
    }
    throw new DeskError('desk/ledger-unreachable', 'no node answers');
  }
}
