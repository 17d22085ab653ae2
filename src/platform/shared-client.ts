/** Several tabs of one app: one of them syncs, the others follow and read what it has stored. */
import { SyncFailure, type NodeFinding } from '#core/chain/index.ts';
import type { AttackRecord, DamagedRecord, SyncProgress } from '#workers/chain-protocol.ts';
import type { ChainUpdate, TakenUpdate } from './chain-client.ts';
import { remoteRefusal } from './remote-refusal.ts';

/** What a tab can do alone. */
export interface LoneClient {
  restore(): Promise<ChainUpdate | undefined>;
  attack(): Promise<AttackRecord | DamagedRecord | undefined>;
  sync(onProgress: (progress: SyncProgress) => void): Promise<ChainUpdate>;
  cancel(): void;
  take(untrusted: Uint8Array): Promise<TakenUpdate>;
}

/** The part of `BroadcastChannel` that is used. */
export type TabChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;

/** What tabs tell each other. Nothing in it is trusted: whoever is told reads the store, checked again. */
type Told =
  | { readonly kind: 'please' }
  | { readonly kind: 'progress'; readonly progress: SyncProgress }
  | { readonly kind: 'synced' }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly findings?: readonly NodeFinding[];
    };

/** A leader that says nothing for so long is not waited for. */
const SILENCE_MS = 8_000;

interface Following {
  readonly onProgress: (progress: SyncProgress) => void;
  readonly end: (told: Exclude<Told, { readonly kind: 'please' | 'progress' }> | 'alone') => void;
  timer: ReturnType<typeof setTimeout>;
}

export class SharedClient {
  readonly #alone: LoneClient;
  readonly #channel: TabChannel;
  readonly #elected: Promise<void>;
  #isLeader = false;
  #running: Promise<ChainUpdate> | undefined;
  #following: Following | undefined;
  #onNews: (update: ChainUpdate) => void = () => undefined;

  /**
   * @param locks - Gives `name` to one tab at a time, and to the next when that one is gone.
   * @param channel - Reaches the other tabs of this consortium.
   */
  constructor(alone: LoneClient, name: string, locks: LockManager, channel: TabChannel) {
    this.#alone = alone;
    this.#channel = channel;
    this.#elected = this.#elect(name, locks);
    channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      void this.#hear(data);
    });
  }

  restore(): Promise<ChainUpdate | undefined> {
    return this.#alone.restore();
  }

  attack(): Promise<AttackRecord | DamagedRecord | undefined> {
    return this.#alone.attack();
  }

  /** Told whatever another tab has verified. */
  onNews(listener: (update: ChainUpdate) => void): void {
    this.#onNews = listener;
  }

  /** @throws as the client alone does, wherever the sync ran. */
  async sync(onProgress: (progress: SyncProgress) => void): Promise<ChainUpdate> {
    await this.#elected;
    if (this.#isLeader) return await this.#lead(onProgress);
    const told = await this.#follow(onProgress);
    if (told === 'alone') return await this.#lead(onProgress);
    if (told.kind === 'failed') throw remoteRefusal(told.code, told.findings);
    return (await this.#alone.restore()) ?? (await this.#lead(onProgress));
  }

  /** Takes trust data from another device; the other tabs hear of it. @throws as the client alone does. */
  async take(untrusted: Uint8Array): Promise<TakenUpdate> {
    const taken = await this.#alone.take(untrusted);
    this.#tell({ kind: 'synced' });
    return taken;
  }

  cancel(): void {
    this.#alone.cancel();
    this.#following?.end({ kind: 'failed', code: 'chain/cancelled' });
  }

  /** Resolves as soon as it is known who leads; whoever does not waits in line. */
  #elect(name: string, locks: LockManager): Promise<void> {
    return new Promise((known) => {
      const hold = () => {
        this.#isLeader = true;
        known();
        this.#following?.end('alone');
        // Held until the tab is gone.
        return new Promise<never>(() => undefined);
      };
      void locks.request(name, { ifAvailable: true }, (lock) => {
        if (lock !== null) return hold();
        known();
        void locks.request(name, hold);
        return undefined;
      });
    });
  }

  /** One sync at a time, whoever asked for it; the other tabs hear how it goes. */
  #lead(onProgress: (progress: SyncProgress) => void): Promise<ChainUpdate> {
    this.#running ??= this.#syncAloud(onProgress).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #syncAloud(onProgress: (progress: SyncProgress) => void): Promise<ChainUpdate> {
    try {
      const update = await this.#alone.sync((progress) => {
        onProgress(progress);
        this.#tell({ kind: 'progress', progress });
      });
      this.#tell({ kind: 'synced' });
      return update;
    } catch (refusal) {
      const findings = refusal instanceof SyncFailure ? refusal.findings : [];
      this.#tell({ kind: 'failed', code: codeOf(refusal), findings });
      throw refusal;
    }
  }

  #follow(onProgress: (progress: SyncProgress) => void) {
    return new Promise<Parameters<Following['end']>[0]>((resolve) => {
      const end: Following['end'] = (told) => {
        clearTimeout(this.#following?.timer);
        this.#following = undefined;
        resolve(told);
      };
      this.#following = { onProgress, end, timer: setTimeout(end, SILENCE_MS, 'alone') };
      this.#tell({ kind: 'please' });
    });
  }

  async #hear(told: Told): Promise<void> {
    switch (told.kind) {
      case 'please':
        if (this.#isLeader) await this.#lead(() => undefined).catch(() => undefined);
        return;
      case 'progress':
        this.#following?.onProgress(told.progress);
        this.#wait();
        return;
      case 'synced':
      case 'failed':
        if (this.#following !== undefined) this.#following.end(told);
        // An attack that stopped the leader stops everybody: what is stored says so.
        else if (told.kind === 'synced' || told.code === 'chain/attack') await this.#takeNews();
    }
  }

  async #takeNews(): Promise<void> {
    const update = await this.#alone.restore();
    if (update !== undefined) this.#onNews(update);
  }

  /** The leader is heard: it gets as long again. */
  #wait(): void {
    if (this.#following === undefined) return;
    clearTimeout(this.#following.timer);
    this.#following.timer = setTimeout(this.#following.end, SILENCE_MS, 'alone');
  }

  #tell(told: Told): void {
    this.#channel.postMessage(told);
  }
}

/** Only codes cross between tabs. */
function codeOf(refusal: unknown): string {
  return refusal instanceof Error && 'code' in refusal && typeof refusal.code === 'string'
    ? refusal.code
    : 'chain/no-source';
}
