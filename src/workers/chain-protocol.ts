/**
 * Messages between the page and the chain worker. The worker verifies; it has no network and no
 * storage of its own, so it asks the page for both, and the page's one network port decides whom it
 * may reach. Only plain data and codes cross.
 */
import type {
  AttackKind,
  ConsortiumProfile,
  EvidenceFile,
  HeaderFacts,
  NodeFinding,
  ValidatorFacts,
  WitnessReport,
} from '#core/chain/index.ts';
import type { RpcParams } from '#core/cometbft/index.ts';
import type { ProofGrounds } from '#core/qr/index.ts';
import type { ExcerptNeed, TrustPack } from '#core/registry/index.ts';
import type { SuppliedResult } from './brought-along.ts';
import type { GivenParcel, PackSince, TakenParcel } from './pack-parcels.ts';
import type { WatchedBlocks } from './watched-blocks.ts';

/** Page → worker. */
export type ToChainWorker =
  | { readonly kind: 'open'; readonly profile: ConsortiumProfile }
  /** With a port to a helper that verifies votes. */
  | { readonly kind: 'helper' }
  | { readonly kind: 'restore'; readonly id: number }
  | { readonly kind: 'sync'; readonly id: number; readonly nowMs: number }
  | {
      readonly kind: 'bring';
      readonly id: number;
      readonly need: ExcerptNeed;
      readonly nowMs: number;
    }
  | {
      readonly kind: 'supply';
      readonly id: number;
      readonly untrusted: Uint8Array;
      readonly nowMs: number;
    }
  | {
      readonly kind: 'give';
      readonly id: number;
      readonly since: PackSince;
      readonly nowMs: number;
    }
  | {
      readonly kind: 'take';
      readonly id: number;
      readonly untrusted: Uint8Array;
      readonly nowMs: number;
    }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'attack'; readonly id: number }
  | { readonly kind: 'answer'; readonly ask: number; readonly value: unknown }
  | {
      readonly kind: 'refusal';
      readonly ask: number;
      readonly code: string;
      /** What a node states of its heights, where it lacks the one asked for. */
      readonly nodeHeight?: number | undefined;
    };

/** Worker → page. */
export type FromChainWorker =
  | { readonly kind: 'ask'; readonly ask: number; readonly question: ChainQuestion }
  /** A helper that verifies votes would be welcome. */
  | { readonly kind: 'want-helper' }
  /** Nobody waits for this answer any longer. */
  | { readonly kind: 'leave'; readonly ask: number }
  | { readonly kind: 'progress'; readonly progress: SyncProgress }
  | { readonly kind: 'done'; readonly id: number; readonly result: WorkerResult }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: string;
      /** Of a sync: what was found out about the nodes. */
      readonly findings?: readonly NodeFinding[];
    }
  | { readonly kind: 'broken'; readonly id: number; readonly message: string };

/** How far a sync is. */
export interface SyncProgress {
  readonly stage: 'headers' | 'witnesses' | 'registry';
  /** The highest height verified so far. */
  readonly height: number;
  /** The height that is being proven; a claim until it is. */
  readonly target: number;
  /** Light blocks asked for so far, of all nodes. */
  readonly fetches: number;
}

export type WorkerResult =
  | ChainResult
  | AttackRecord
  | DamagedRecord
  | ProofGrounds
  | SuppliedResult
  | GivenParcel
  | TakenParcel
  | undefined;

/** What the worker cannot do by itself. */
export type ChainQuestion =
  | {
      readonly to: 'node';
      readonly node: number;
      readonly method: string;
      readonly params: RpcParams;
    }
  | { readonly to: 'load'; readonly key: string }
  | { readonly to: 'keys'; readonly prefix: string }
  | { readonly to: 'save'; readonly entries: readonly (readonly [key: string, value: unknown])[] };

/** Everything the page needs to judge a document; verified in the worker. */
export interface ChainResult {
  readonly header: HeaderFacts;
  readonly pack: TrustPack;
  readonly validators: readonly ValidatorFacts[];
  readonly witnesses: readonly WitnessReport[];
  readonly trace: readonly TraceStep[];
  readonly syncedAtMs: number;
  /** Missing until a node had an answer that holds. */
  readonly watched: WatchedBlocks | undefined;
  /** Two provable headers at one height were found: nothing is decided until people have looked. */
  readonly conflict: boolean;
  /** It came from another device, and no node has confirmed it yet. */
  readonly unconfirmed: boolean;
}

/** One header that was verified on the way. */
export interface TraceStep {
  readonly height: number;
  readonly timeMs: number;
  readonly validatorsChanged: boolean;
  /** Share of the power that signed it, 0 to 1. */
  readonly signedShare: number;
  /** The set that decided it, where it is told for the first time. */
  readonly members?: readonly { readonly address: string; readonly power: bigint }[];
}

/** An attack that stopped the client. Nodes are places in the profile. */
export interface AttackRecord {
  readonly kind: AttackKind;
  readonly height: number;
  readonly commonHeight: number;
  /** `undefined` if it is what the device itself had stored. */
  readonly primary: number | undefined;
  readonly node: number;
  readonly foundAtMs: number;
  readonly file: EvidenceFile;
}

/** An attack that stopped the client, of which nothing more can be told. */
export interface DamagedRecord {
  readonly isDamaged: true;
}
