/**
 * Messages between the page and the chain worker. The worker verifies; it has no network and no
 * storage of its own, so it asks the page for both, and the page's one network port decides whom it
 * may reach. Only plain data and codes cross.
 */
import type { ConsortiumProfile, ValidatorFacts, WitnessReport } from '#core/chain/index.ts';
import type { UntrustedPack } from '#core/registry/index.ts';

/** Page → worker. */
export type ChainRequest =
  | { readonly kind: 'restore'; readonly id: number; readonly profile: ConsortiumProfile; readonly now: number }
  | { readonly kind: 'sync'; readonly id: number; readonly now: number }
  | { readonly kind: 'cancel' }
  | ChainReply;

/** Page → worker: what a node or the store answered. */
export type ChainReply =
  | { readonly kind: 'answer'; readonly ask: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly ask: number; readonly code: string };

/** Worker → page. */
export type ChainMessage =
  | { readonly kind: 'ask'; readonly ask: number; readonly question: ChainQuestion }
  | { readonly kind: 'progress'; readonly id: number; readonly stage: SyncStage; readonly height: number }
  | { readonly kind: 'done'; readonly id: number; readonly result: ChainResult | undefined }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string };

export type SyncStage = 'headers' | 'witnesses' | 'registry';

/** What the worker cannot do by itself. */
export type ChainQuestion =
  | {
      readonly to: 'node';
      readonly node: number;
      readonly method: string;
      readonly params: Readonly<Record<string, string | boolean>>;
    }
  | { readonly to: 'load'; readonly key: string }
  | { readonly to: 'save'; readonly entries: readonly (readonly [key: string, value: unknown])[] };

/** Everything the page needs to judge a document; verified in the worker. */
export interface ChainResult {
  readonly header: {
    readonly chainId: string;
    readonly height: number;
    readonly timeNs: bigint;
    readonly hash: Uint8Array;
    readonly appHash: Uint8Array;
  };
  readonly pack: UntrustedPack;
  readonly validators: readonly ValidatorFacts[];
  readonly witnesses: readonly WitnessReport[];
  readonly trace: readonly {
    readonly height: number;
    readonly timeMs: number;
    readonly validatorsChanged: boolean;
  }[];
}
