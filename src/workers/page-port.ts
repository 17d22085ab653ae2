/** The worker's side of asking the page. */
import { SourceError, type SourceCode } from '#core/chain/index.ts';
import type { RpcCall } from '#core/cometbft/index.ts';
import type { ChainQuestion, FromChainWorker } from './chain-protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (refusal: SourceError) => void;
}

/** Numbers the questions and hands each answer to whoever asked. */
export class PagePort {
  readonly #waiting = new Map<number, Waiting>();
  readonly #post: (message: FromChainWorker) => void;
  #next = 0;

  constructor(post: (message: FromChainWorker) => void) {
    this.#post = post;
  }

  ask(question: ChainQuestion): Promise<unknown> {
    const ask = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(ask, { resolve, reject });
      this.#post({ kind: 'ask', ask, question });
    });
  }

  answer(ask: number, value: unknown): void {
    this.#take(ask)?.resolve(value);
  }

  /** @param code - Of a {@link SourceError}; anything else counts as a node that is down. */
  refuse(ask: number, code: string, nodeHeight?: number): void {
    const known: SourceCode = isSourceCode(code) ? code : 'source/down';
    this.#take(ask)?.reject(new SourceError(known, 'not answered', { nodeHeight }));
  }

  /** RPC of one of the profile's nodes. */
  node(node: number): RpcCall {
    return (method, params) => this.ask({ to: 'node', node, method, params });
  }

  #take(ask: number): Waiting | undefined {
    const waiting = this.#waiting.get(ask);
    this.#waiting.delete(ask);
    return waiting;
  }
}

const SOURCE_CODES: Readonly<Record<SourceCode, true>> = {
  'source/down': true,
  'source/slow': true,
  'source/garbage': true,
  'source/other-chain': true,
  'source/too-high': true,
  'source/pruned': true,
};

function isSourceCode(code: string): code is SourceCode {
  return Object.hasOwn(SOURCE_CODES, code);
}
