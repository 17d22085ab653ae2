/** The worker's side of asking the page. */
import { NEVER, SourceError, type Cancelled, type SourceCode } from '#core/chain/index.ts';
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

  load(key: string): Promise<unknown> {
    return this.#ask({ to: 'load', key });
  }

  async keys(prefix: string): Promise<readonly string[]> {
    return (await this.#ask({ to: 'keys', prefix })) as readonly string[];
  }

  /** All or nothing; `undefined` removes. */
  async save(entries: readonly (readonly [key: string, value: unknown])[]): Promise<void> {
    await this.#ask({ to: 'save', entries });
  }

  answer(ask: number, value: unknown): void {
    this.#take(ask)?.resolve(value);
  }

  /** @param code - Of a {@link SourceError}; anything else counts as a node that is down. */
  refuse(ask: number, code: string, nodeHeight?: number): void {
    const known: SourceCode = isSourceCode(code) ? code : 'source/down';
    this.#take(ask)?.reject(new SourceError(known, 'not answered', { nodeHeight }));
  }

  /**
   * RPC of one of the profile's nodes.
   *
   * @param always - Breaks off every call, whatever else does.
   */
  node(node: number, always: Cancelled = NEVER): RpcCall {
    return (method, params, cancelled = always) =>
      this.#ask({ to: 'node', node, method, params }, cancelled);
  }

  #ask(question: ChainQuestion, cancelled: Cancelled = NEVER): Promise<unknown> {
    const ask = this.#next++;
    const answered = new Promise((resolve, reject) => {
      this.#waiting.set(ask, { resolve, reject });
      this.#post({ kind: 'ask', ask, question });
    });
    const stay = cancelled.onCancel(() => {
      this.#post({ kind: 'leave', ask });
      this.refuse(ask, 'source/down');
    });
    return answered.finally(stay);
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
  'source/unsupported-key': true,
  'source/other-chain': true,
  'source/too-high': true,
  'source/pruned': true,
};

function isSourceCode(code: string): code is SourceCode {
  return Object.hasOwn(SOURCE_CODES, code);
}
