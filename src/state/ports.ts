/**
 * What the screens need from the outside world. The root layout builds the adapters from
 * `src/platform`; tests pass plain functions.
 */
import type {
  AttackKind,
  ConsortiumProfile,
  EvidenceFile,
  HeaderFacts,
  LocalText,
  ValidatorFacts,
} from '#core/chain/index.ts';
import type { ProofGrounds } from '#core/qr/index.ts';
import type { ExcerptNeed } from '#core/registry/index.ts';
import type { Supply, Trust } from '#core/verify/index.ts';

/** The device's clock, never earlier than the newest verified header. */
export type Clock = () => Date;

/** Cryptographic randomness. */
export type Random = (size: number) => Uint8Array;

/** Persistent, encrypted storage of what is personal. */
export interface Vault {
  exists(): Promise<boolean>;
  /** Refuses with `vault/…` codes. */
  create(passphrase: string): Promise<void>;
  unlock(passphrase: string): Promise<void>;
  lock(): void;
  list(collection: string): Promise<readonly { readonly id: string; readonly value: unknown }[]>;
  /** All or nothing. */
  commit(changes: VaultChanges): Promise<void>;
  /** Runs what it is handed when nothing else of that name runs, in whichever tab; in the order of the calls. */
  inTurn<T>(name: string, act: () => Promise<T>): Promise<T>;
}

export interface VaultChanges {
  readonly put?: readonly {
    readonly collection: string;
    readonly id: string;
    readonly value: unknown;
  }[];
  readonly remove?: readonly { readonly collection: string; readonly id: string }[];
}

/** Keys that bind credentials to this wallet. */
export interface HolderKeys {
  create(count: number): Promise<HolderKey[]>;
  /** ES256, r‖s. */
  sign(privateJwk: PrivateJwk, message: Uint8Array): Promise<Uint8Array>;
}

/** A fresh key pair; the private half is kept inside the vault only. */
export interface HolderKey {
  readonly publicJwk: PublicJwk;
  readonly privateJwk: PrivateJwk;
}

export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** One verified header, for the picture on the trust page. */
export interface TraceStep {
  readonly height: number;
  readonly timeMs: number;
  readonly validatorsChanged: boolean;
  /** Share of the power that signed it, 0 to 1. */
  readonly signedShare: number;
  /** The set that decided it, where it is told for the first time. */
  readonly members?: readonly { readonly address: string; readonly power: bigint }[];
}

/** Blocks that were looked through for validators that broke the rules of voting. */
export interface WatchedBlocks {
  readonly from: number;
  readonly to: number;
  /** Proven; the newest first. Also of blocks before `from`, where there is a gap. */
  readonly misconduct: readonly Misconduct[];
}

/** What a block holds against one validator. */
export interface Misconduct {
  readonly kind: 'signed-twice' | 'signed-false-block';
  /** Address of its key, hex. */
  readonly address: string;
  /** Whose the registry says that the key is. */
  readonly name?: LocalText;
  /** Where it was done. */
  readonly height: number;
  readonly blockHeight: number;
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
  /** For those who run the consortium. */
  readonly file: EvidenceFile;
}

/** An attack that stopped the client, of which nothing more can be told. */
export interface DamagedRecord {
  readonly isDamaged: true;
}

/** What the chain worker tells the page. */
export interface ChainUpdate {
  readonly trust: Trust;
  readonly validators: readonly ValidatorFacts[];
  readonly trace: readonly TraceStep[];
  /** Missing until a node had an answer that holds. */
  readonly watched: WatchedBlocks | undefined;
  readonly syncedAt: Date;
}

/** The light client, in its worker. */
export interface ChainClient {
  /** What is stored, checked again without any network; `undefined` if nothing usable is. */
  restore(): Promise<ChainUpdate | undefined>;
  /**
   * Brings head and trust pack up to date.
   *
   * @throws a coded refusal: `chain/…`, `registry/…`, `source/…`; as a `SyncFailure` where
   * something was found out about the nodes.
   */
  sync(progress: (progress: SyncProgress) => void): Promise<ChainUpdate>;
  /** Breaks off the sync that runs; it refuses with `chain/cancelled`. */
  cancel(): void;
  /** The attack that stopped the client, if one was found. */
  attack(): Promise<AttackRecord | DamagedRecord | undefined>;
  /** Told what another tab has verified. */
  onNews?(listener: (update: ChainUpdate) => void): void;
}

/** Self-contained proofs, made and verified in the chain worker. */
export interface Proofs {
  /**
   * What a document brings along to a verifier that holds no trust data; no network is needed.
   *
   * @throws a coded refusal: `registry/not-held`, `registry/list-too-long`, `chain/…`.
   */
  bring(need: ExcerptNeed): Promise<ProofGrounds>;
  /** What becomes of the data that a self-contained proof brought along. Nothing of them is stored. */
  supply(untrusted: Uint8Array): Promise<Supply>;
}

/** What a receiver has: a pack of a height (0 for nothing), or one that is newer than a moment. */
export type PackSince = { readonly height: number } | { readonly timeMs: number };

/** Trust data for another device. */
export interface GivenParcel {
  readonly parcel: Uint8Array<ArrayBuffer>;
  /** Of the pack that it leads to. */
  readonly height: number;
  /** Of the pack that it goes on from; 0 if it is for anybody. */
  readonly since: number;
}

/** What trust data from another device have changed. */
export interface PackChanges {
  /** The pack held before; `undefined` if there was none. */
  readonly from: { readonly height: number; readonly timeMs: number } | undefined;
  readonly to: { readonly height: number; readonly timeMs: number };
  readonly batches: number;
  /** Status lists that are new, or not what they were. */
  readonly lists: number;
  /** Issuers that are new, or of whom the registry says something else. */
  readonly issuers: number;
}

/** Trust data from device to device, made and verified in the chain worker; no network is needed. */
export interface Parcels {
  /** @throws a coded refusal: `registry/…`, `chain/…`, `qr/…`. */
  give(since: PackSince): Promise<GivenParcel>;
  /**
   * Takes them as a whole, or not at all.
   *
   * @throws a coded refusal: `qr/…`, `registry/…`, `chain/…`, `cometbft/…`.
   */
  take(
    untrusted: Uint8Array,
  ): Promise<{ readonly update: ChainUpdate; readonly changes: PackChanges }>;
}

export interface SyncProgress {
  readonly stage: 'headers' | 'witnesses' | 'registry';
  /** The highest height verified so far. */
  readonly height: number;
  /** The height that is being proven; a claim until it is. */
  readonly target: number;
  /** Light blocks asked for so far, of all nodes. */
  readonly fetches: number;
}

/** Small public settings that survive a restart, such as language and theme. */
export interface Settings {
  load(key: string): string | undefined;
  save(key: string, value: string): void;
}

/** What becomes of a chain's stored data when a profile is taken for it. */
export type TrustChange =
  { readonly kind: 'keep' | 'wipe' } | { readonly kind: 'rollback'; readonly to: number };

/** The consortia that this device knows. Every method may refuse with `storage/…`. */
export interface ConsortiaStore {
  list(): Promise<readonly ConsortiumProfile[]>;
  /** What is verified of a chain; `atAnchor` is the header at that height, if it is stored. */
  stored(
    chainId: string,
    anchorHeight: number,
  ): Promise<{
    readonly latest: HeaderFacts | undefined;
    readonly atAnchor: HeaderFacts | undefined;
    readonly isAttacked: boolean;
  }>;
  /** What a node with the profile's anchor says of a height: a claim. */
  headerBy(profile: ConsortiumProfile, height: number): Promise<HeaderFacts | undefined>;
  /** Keeps a profile that people have compared, and uses it from now on. */
  take(profile: ConsortiumProfile, trust: TrustChange): Promise<void>;
  use(chainId: string): Promise<void>;
  /** Deletes a profile and everything stored under it. */
  remove(chainId: string): Promise<void>;
}

/** Keys that sign in an office's name; none of them can be read out again. */
export interface VerifierKeys {
  verifier(chainId: string): Promise<string | undefined>;
  /** `false` if the key is none. */
  keep(chainId: string, verifier: string, privateJwk: PrivateJwk): Promise<boolean>;
  forget(chainId: string): Promise<void>;
  sign(chainId: string, message: Uint8Array): Promise<Uint8Array>;
}
