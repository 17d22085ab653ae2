import { SyncFailure, type ConsortiumProfile, type NodeFinding } from '#core/chain/index.ts';
import type {
  AttackRecord,
  DamagedRecord,
  ChainClient,
  ChainUpdate,
  Clock,
  SyncProgress,
} from './ports.ts';
import { codeOf } from './refusal.ts';

/** How the newest attempt to sync went. */
export type ChainPhase = 'starting' | 'syncing' | 'verified' | 'failed';

/** What this device has verified of the consortium. Only this class writes it. */
export class Chain {
  #phase = $state<ChainPhase>('starting');
  #failure = $state<string>();
  #findings = $state.raw<readonly NodeFinding[]>([]);
  // Replaced whole, never edited in place.
  #update = $state.raw<ChainUpdate>();
  #progress = $state.raw<SyncProgress>();
  #attack = $state.raw<AttackRecord | DamagedRecord>();
  #syncingSinceMs = $state<number>();
  #live = $state(false);
  #nowMs = $state(0);
  readonly profile: ConsortiumProfile;
  readonly #client: ChainClient;
  readonly #clock: Clock;
  readonly #onVerified: (headerTimeMs: number) => void;
  readonly #settled: Promise<void>;
  #settle: (() => void) | undefined;
  #running: Promise<void> | undefined;

  /** @param onVerified - Told the time of each header that nodes have confirmed: the clock's floor. */
  constructor(
    profile: ConsortiumProfile,
    client: ChainClient,
    clock: Clock,
    onVerified: (headerTimeMs: number) => void,
  ) {
    this.profile = profile;
    this.#client = client;
    this.#clock = clock;
    this.#onVerified = onVerified;
    this.#settled = new Promise((resolve) => (this.#settle = resolve));
    client.onNews?.((update) => {
      this.#adopt(update);
      this.#failure = undefined;
    });
    this.tick();
  }

  get phase(): ChainPhase {
    return this.#phase;
  }
  /** Code of the last refusal; what was verified before stays in use. */
  get failure(): string | undefined {
    return this.#failure;
  }
  /** What was found out about each node in the attempt that failed. */
  get findings(): readonly NodeFinding[] {
    return this.#failure === undefined ? [] : this.#findings;
  }
  get latest(): ChainUpdate | undefined {
    return this.#update;
  }
  get progress(): SyncProgress | undefined {
    return this.#progress;
  }
  /** How long the sync that runs has been running; `undefined` if none does. */
  get syncingMs(): number | undefined {
    return this.#syncingSinceMs === undefined ? undefined : this.#nowMs - this.#syncingSinceMs;
  }
  /** The attack that stopped the client. Nothing here makes it go on again. */
  get attack(): AttackRecord | DamagedRecord | undefined {
    return this.#attack;
  }
  /** A node announces new blocks, so that they are seen at once. */
  get live(): boolean {
    return this.#live;
  }
  setLive(isLive: boolean): void {
    this.#live = isLive;
  }
  /** The clock as the screens see it, in milliseconds; advanced by {@link tick}. */
  get nowMs(): number {
    return this.#nowMs;
  }
  /** Age of the newest verified header, or `undefined` before the first. */
  get ageMs(): number | undefined {
    const header = this.#update?.trust.header;
    if (header === undefined) return undefined;
    return Math.max(0, this.#nowMs - Number(header.timeNs / 1_000_000n));
  }

  tick(): void {
    this.#nowMs = this.#clock().getTime();
  }

  /** Takes what is stored first, so that an offline device can verify at once, then syncs. */
  async start(): Promise<void> {
    const stored = await this.#client.restore().catch((refusal: unknown) => {
      this.#failure = codeOf(refusal);
    });
    if (stored !== undefined) this.#adopt(stored);
    await this.sync();
  }

  /** Never rejects: a failure is state, and the trust held before is kept. One at a time. */
  sync(): Promise<void> {
    this.#running ??= this.#syncOnce().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** A sync that begins now, for what has just changed on the chain. */
  async syncAnew(): Promise<void> {
    await this.#running;
    await this.sync();
  }

  async #syncOnce(): Promise<void> {
    this.#phase = 'syncing';
    this.#syncingSinceMs = this.#clock().getTime();
    try {
      this.#adopt(await this.#client.sync((progress) => (this.#progress = progress)));
      this.#failure = undefined;
    } catch (refusal) {
      // Also before a bug is thrown on: the next sync must not wait for this one for ever.
      this.#phase = 'failed';
      this.#findings = refusal instanceof SyncFailure ? refusal.findings : [];
      this.#failure = codeOf(refusal);
      if (this.#failure === 'chain/attack') await this.#distrust();
    } finally {
      this.#progress = undefined;
      this.#syncingSinceMs = undefined;
      this.#settle?.();
      this.tick();
    }
  }

  /** What another device has given, verified by this one: it is used, and is no floor of the clock yet. */
  adopt(update: ChainUpdate): void {
    this.#adopt(update);
    this.tick();
  }

  #adopt(update: ChainUpdate): void {
    this.#update = update;
    this.#phase = 'verified';
    if (update.trust.conflict && this.#attack === undefined) void this.#tellAttack();
    if (update.trust.unconfirmed === true) return;
    this.#onVerified(Number(update.trust.header.timeNs / 1_000_000n));
  }

  /** Somebody signed two histories: what was verified before may be the wrong one. */
  async #distrust(): Promise<void> {
    if (this.#update !== undefined) {
      const trust = { ...this.#update.trust, conflict: true };
      this.#update = { ...this.#update, trust };
    }
    await this.#tellAttack();
  }

  async #tellAttack(): Promise<void> {
    this.#attack = await this.#client.attack();
  }

  /** Resolves when the first sync of this visit has ended, well or badly. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  cancel(): void {
    this.#client.cancel();
  }
}
