/** One run of the light client: its parameters, and the one way in which it asks nodes. */
import { isRefusal, type CodedError } from '../errors.ts';
import { Canceller, NEVER, unlessCancelled, verifyNotCancelled, type Cancelled } from './cancel.ts';
import { SourceError } from './chain-error.ts';
import type { ClientPorts, ClientProgress } from './client-ports.ts';
import { findingOf } from './findings.ts';
import type { LinkedFacts } from './header.ts';
import { within, type Patience } from './patience.ts';
import type { Engine, LightBlockSource, StepLimits } from './ports.ts';
import { limitsOf } from './restore.ts';

export class Session<Block> {
  readonly ports: ClientPorts<Block>;
  readonly limits: StepLimits;
  readonly cancelled: Cancelled;
  readonly patience: Patience;
  readonly grace: Patience;
  readonly lag: Patience;
  #progress: ClientProgress = { stage: 'headers', height: 0, target: 0, fetches: 0 };

  constructor(ports: ClientPorts<Block>) {
    this.ports = ports;
    this.limits = limitsOf(ports.profile, ports.now);
    this.cancelled = ports.cancelled ?? NEVER;
    this.patience = this.#breakable(ports.patience);
    this.grace = this.#breakable(ports.grace ?? ports.patience);
    this.lag = this.#breakable(ports.lag ?? ports.patience);
  }

  get engine(): Engine<Block> {
    return this.ports.engine;
  }

  /** The places of all nodes, in the order of the profile. */
  get nodes(): readonly number[] {
    return [...this.ports.sources.keys()];
  }

  heightOf(block: Block): number {
    return this.engine.facts(block).height;
  }

  /**
   * Asks one node for a block, within the patience. The block is of this chain and of the height
   * that was asked for; everything else about it is still a claim.
   *
   * @throws {@link SourceError}; {@link ChainError} `chain/cancelled`.
   */
  async ask(
    node: number,
    height: number | 'latest',
    cancelled: Cancelled = this.cancelled,
    patience: Patience = this.ports.patience,
  ): Promise<Block> {
    verifyNotCancelled(cancelled);
    this.report({ fetches: this.#progress.fetches + 1 });
    return await this.noting(node, async () => {
      const block = await this.#waitFor(cancelled, patience, (asking) =>
        this.#source(node).lightBlock(height, asking),
      );
      const facts = this.#claimedFacts(block);
      if (height !== 'latest' && facts.height !== height) throw garbage('another height');
      this.#verifyChain(facts);
      return block;
    });
  }

  /** What one node says of the header at a height, asked in the cheapest way that it offers. */
  async askHeader(node: number, height: number, cancelled?: Cancelled): Promise<LinkedFacts> {
    const [facts] = await this.askHeaders(node, height, height, cancelled);
    if (facts === undefined) throw garbage('no header');
    return facts;
  }

  /** Headers `min` to `max` of one node, ascending; one light block each where it has no better way. */
  async askHeaders(
    node: number,
    min: number,
    max: number,
    cancelled: Cancelled = this.cancelled,
  ): Promise<readonly LinkedFacts[]> {
    verifyNotCancelled(cancelled);
    const source = this.#source(node);
    if (source.headers === undefined) {
      return [this.engine.facts(await this.ask(node, max, cancelled))];
    }
    return await this.noting(node, async () => {
      const found = await this.#waitFor(
        cancelled,
        this.ports.patience,
        async (asking) => (await source.headers?.(min, max, asking)) ?? [],
      );
      const isAsked = found.length <= max - min + 1 && found.at(-1)?.height === max;
      if (!isAsked) throw garbage('other headers');
      for (const facts of found) this.#verifyChain(facts);
      return found;
    });
  }

  /** Does what a node's word is needed for, and tells how that went. */
  async noting<T>(node: number, work: () => Promise<T>): Promise<T> {
    try {
      const value = await work();
      this.note(node);
      return value;
    } catch (refusal) {
      if (isRefusal(refusal)) this.note(node, refusal);
      throw refusal;
    }
  }

  /** @param refusal - To which the node's word led. */
  note(node: number, refusal?: CodedError): void {
    const finding = findingOf(node, refusal);
    if (finding !== undefined) this.ports.onFinding?.(finding);
  }

  /** Tells how far the run is; the height never goes away from the target. */
  report(change: Partial<ClientProgress>): void {
    const before = this.#progress;
    const { target, height } = { ...before, ...change };
    const nearer = target < before.height ? Math.min : Math.max;
    this.#progress = { ...before, ...change, height: nearer(before.height, height) };
    if (!this.cancelled.isCancelled) this.ports.onProgress(this.#progress);
  }

  /** A question that nobody waits for any longer is broken off. */
  async #waitFor<T>(
    cancelled: Cancelled,
    patience: Patience,
    question: (asking: Cancelled) => Promise<T>,
  ): Promise<T> {
    const asking = new Canceller(cancelled);
    try {
      return await unlessCancelled(cancelled, within(patience, question(asking)));
    } finally {
      asking.cancel();
    }
  }

  #source(node: number): LightBlockSource<Block> {
    const source = this.ports.sources[node];
    if (source === undefined) throw new Error('no such node');
    return source;
  }

  #claimedFacts(block: Block): LinkedFacts {
    return refuseAsGarbage(() => this.engine.facts(block));
  }

  #verifyChain({ chainId }: LinkedFacts): void {
    if (chainId === this.limits.chainId) return;
    throw new SourceError('source/other-chain', 'a header of another chain');
  }

  #breakable(patience: Patience): Patience {
    return () => unlessCancelled(this.cancelled, patience());
  }
}

function refuseAsGarbage<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new SourceError('source/garbage', cause.message, { cause });
  }
}

function garbage(what: string): SourceError {
  return new SourceError('source/garbage', what);
}
