import { CodedError } from '../errors.ts';

/** Why the light client does not go on. What it trusted before stays trusted. */
export type ChainCode =
  | 'chain/no-source'
  | 'chain/anchor-mismatch'
  | 'chain/root-conflict'
  | 'chain/expired'
  | 'chain/clock-behind'
  | 'chain/invalid-header'
  | 'chain/out-of-reach'
  | 'chain/older-than-held'
  | 'chain/too-many-fetches'
  | 'chain/no-witness'
  | 'chain/attack'
  | 'chain/cancelled'
  | 'chain/malformed-profile';

/** Refusal of the light client. */
export class ChainError extends CodedError<ChainCode> {}

/** A proven header lies in our future: this device's clock is wrong, and nobody lied. */
export class ClockBehindError extends ChainError {
  /** How far the header is ahead of this device's clock. */
  readonly aheadNs: bigint;

  constructor(aheadNs: bigint) {
    super('chain/clock-behind', `a proven header is ${aheadNs} ns ahead of the clock`);
    this.aheadNs = aheadNs;
  }
}

/**
 * Why a node taught us nothing: it is down, or slow; what it says is garbage, or about another chain,
 * or about validators with keys that this app cannot verify; it has no such height yet, or no longer.
 */
export type SourceCode =
  | 'source/down'
  | 'source/slow'
  | 'source/garbage'
  | 'source/unsupported-key'
  | 'source/other-chain'
  | 'source/too-high'
  | 'source/pruned';

/** A node that could not be asked. A well-formed lie is not this: it is found out by verifying. */
export class SourceError extends CodedError<SourceCode> {
  /** The newest height that the node claims to have (`too-high`), or its lowest one (`pruned`). */
  readonly nodeHeight: number | undefined;

  constructor(
    code: SourceCode,
    message: string,
    options: ErrorOptions & { readonly nodeHeight?: number | undefined } = {},
  ) {
    super(code, message, options);
    this.nodeHeight = options.nodeHeight;
  }
}
