import { sha256 } from '#core/crypto/index.ts';
import {
  signTx,
  type RegistryCode,
  type TxBody,
  type TxContent,
  type TxSigner,
} from '#core/registry/index.ts';
import type { TxResult } from '../registry-app/index.ts';
import { ConsortiumError } from './chain-error.ts';
import type { EmbeddedChain } from './embedded-chain.ts';

/** Where and how a transaction ended. */
export interface TxReceipt {
  readonly hash: Uint8Array;
  readonly height: number;
  readonly code: 'ok' | RegistryCode;
}

/** Signs, submits and waits: one transaction of the process at a time, so that sequences follow. */
export class Transactor {
  readonly #chain: EmbeddedChain;
  readonly #submit: EmbeddedChain['submit'];
  readonly #timeoutMs: number;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(chain: EmbeddedChain, submit: EmbeddedChain['submit'], timeoutMs: number) {
    this.#chain = chain;
    this.#submit = submit;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Signs a body with the next sequence of `signer` and submits it.
   *
   * @throws {@link ConsortiumError} as {@link submit}.
   */
  async transact(signer: string, body: TxBody, signers: readonly TxSigner[]): Promise<TxReceipt> {
    const submitted = this.#turn.then(async () => {
      const tx = await signTx(this.#content(signer, body), signers);
      return this.#send(tx);
    });
    this.#turn = submitted.catch(() => undefined);
    return (await submitted).receipt;
  }

  /**
   * Submits a signed transaction and waits until it is in a block.
   *
   * @throws {@link ConsortiumError} `consortium/timeout`, or `consortium/mempool-full`.
   */
  async submit(tx: Uint8Array): Promise<TxReceipt> {
    return this.#send(tx).receipt;
  }

  #content(signer: string, body: TxBody): TxContent {
    const sequence = this.#chain.app.nextSequence(signer);
    return { chainId: this.#chain.rules.chainId, signer, sequence, body };
  }

  /** Wrapped, as a promise of a promise would be waited for whole. */
  #send(tx: Uint8Array): { readonly receipt: Promise<TxReceipt> } {
    const hash = sha256(tx);
    const check = this.#submit(tx);
    if (check.code !== 0) {
      return {
        receipt: Promise.resolve({ hash, height: this.#chain.height, code: codeOf(check) }),
      };
    }
    return { receipt: this.#inclusion(hash) };
  }

  #inclusion(hash: Uint8Array): Promise<TxReceipt> {
    return new Promise((resolve, reject) => {
      const unsubscribe = this.#chain.onBlock((block) => {
        const place = this.#chain.included(hash);
        if (place === undefined) return;
        clearTimeout(timer);
        unsubscribe();
        const result = block.results[place.index];
        resolve({ hash, height: place.height, code: codeOf(result) });
      });
      const timer = setTimeout(() => {
        unsubscribe();
        reject(new ConsortiumError('consortium/timeout', 'not in a block in time'));
      }, this.#timeoutMs);
    });
  }
}

function codeOf(result: TxResult | undefined): TxReceipt['code'] {
  if (result === undefined || result.code === 0) return 'ok';
  // The log of a refused transaction is its code.
  return result.log as RegistryCode;
}
