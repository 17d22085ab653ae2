/**
 * What the light client hands to the rest of the app. Heights are safe integers from 1; times are
 * nanoseconds since 1970 (headers carry nanoseconds, and trust periods are compared exactly).
 */
import type { SourceCode } from './chain-error.ts';

declare const verified: unique symbol;

/** A header as any engine reduces it. */
export interface HeaderFacts {
  readonly chainId: string;
  readonly height: number;
  readonly timeNs: bigint;
  readonly hash: Uint8Array;
  /** Commits to the state after block `height - 1`. */
  readonly appHash: Uint8Array;
}

/** A header with the hash of the one before it, by which headers can be walked backwards. */
export interface LinkedFacts extends HeaderFacts {
  /** Empty at the first height of a chain. */
  readonly lastBlockHash: Uint8Array;
}

/** A header that the light client has verified: only `core/chain` builds one. */
export type TrustedHeader = HeaderFacts & { readonly [verified]: true };

/** How far the other nodes agree with a header. */
export interface WitnessReport {
  readonly node: number;
  readonly outcome: 'agrees' | 'conflicts' | 'silent' | 'behind' | 'invalid';
  readonly elapsedMs: number;
  /** Why it gave nothing to compare, where it is `silent` or `invalid` for that. */
  readonly code?: SourceCode;
}

/** A member of the validator set, for display. */
export interface ValidatorFacts {
  readonly address: string;
  readonly power: bigint;
  readonly signed: boolean;
}
