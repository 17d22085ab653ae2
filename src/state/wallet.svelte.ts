import { Attempt } from './attempt.svelte.ts';
import { HeldDocuments } from './held-documents.svelte.ts';
import { PendingDocuments } from './pending-documents.ts';
import type { Vault } from './ports.ts';
import { codeOf } from './refusal.ts';
import { VaultRecords } from './vault-records.ts';

export type WalletPhase = 'starting' | 'absent' | 'locked' | 'open';

/** Opening and locking the vault, and what is in it while it is open. */
export class Wallet {
  #phase = $state<WalletPhase>('starting');
  readonly #attempt = new Attempt();
  #openings = 0;
  readonly #vault: Vault;
  readonly #forgetKeys: () => void;
  readonly pending: PendingDocuments;
  readonly held: HeldDocuments;

  /** @param forgetKeys - Called at every lock: no imported key outlives it. */
  constructor(vault: Vault, newId: () => string, forgetKeys: () => void) {
    const records = new VaultRecords(vault);
    this.#vault = vault;
    this.#forgetKeys = forgetKeys;
    this.pending = new PendingDocuments(records, newId);
    this.held = new HeldDocuments(records, this.pending);
  }

  get phase(): WalletPhase {
    return this.#phase;
  }
  /** Code of the last refusal, such as a wrong passphrase. */
  get failure(): string | undefined {
    return this.#attempt.failure;
  }
  get busy(): boolean {
    return this.#attempt.busy;
  }
  /** How often a person has opened it. */
  get openings(): number {
    return this.#openings;
  }

  async start(): Promise<void> {
    await this.#attempt.make(async () => {
      this.#phase = (await this.#vault.exists()) ? 'locked' : 'absent';
    });
    // Storage that cannot be read may hold a wallet: nobody is asked to make a new one.
    if (this.#phase === 'starting') this.#phase = 'locked';
  }

  async create(passphrase: string): Promise<void> {
    await this.#openWith(() => this.#vault.create(passphrase));
  }

  async unlock(passphrase: string): Promise<void> {
    await this.#openWith(() => this.#vault.unlock(passphrase));
  }

  /** Takes in what another tab has changed; locks if the vault was erased or replaced there. */
  async refresh(): Promise<void> {
    if (this.#phase !== 'open') return;
    try {
      await this.#load();
    } catch (refusal) {
      if (codeOf(refusal) !== 'vault/locked') return;
      this.lock();
      await this.start();
    }
  }

  /** Does one thing of that name after the other, whichever tab does it. */
  inTurn<T>(name: string, act: () => Promise<T>): Promise<T> {
    return this.#vault.inTurn(name, act);
  }

  /** Locks if it is open: the person has been away. */
  leave(): void {
    if (this.#phase === 'open') this.lock();
  }

  lock(): void {
    this.#vault.lock();
    this.#forgetKeys();
    this.held.forget();
    this.#phase = 'locked';
  }

  async #openWith(open: () => Promise<void>): Promise<void> {
    await this.#attempt.make(async () => {
      await open();
      await this.#load();
      this.#openings++;
    });
  }

  async #load(): Promise<void> {
    await this.held.load();
    this.#phase = 'open';
  }
}
