import { formatPackWant, isStreamText, PARCEL_BYTES } from '#core/qr/index.ts';
import { chainTag } from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import { bytesOf, type ChosenFile } from './chosen-file.ts';
import type { PackChanges, Parcels } from './ports.ts';
import { codeOf } from './refusal.ts';
import { StreamReading, type Arrival, type ReadingProgress } from './stream-reading.svelte.ts';

/** Why what is handed over is of no use to the other side. */
export type ParcelCode =
  'parcel/not-a-parcel' | 'parcel/not-a-want' | 'parcel/other-chain' | 'parcel/receiver-newer';

/** Taking trust data from another device, by moving code or file. Only this class writes it. */
export class PackTaking {
  #busy = $state(false);
  #stray = $state<string>();
  #changes = $state.raw<PackChanges>();
  /** The parcel that was judged: its code stays in view. */
  #judged: Uint8Array | undefined;
  readonly #moving = new StreamReading();
  readonly #chain: Chain;
  readonly #parcels: Pick<Parcels, 'take'>;

  constructor(chain: Chain, parcels: Pick<Parcels, 'take'>) {
    this.#chain = chain;
    this.#parcels = parcels;
  }

  /** What this device holds, as a code for whoever gives. */
  get want(): string {
    const { profile, latest } = this.#chain;
    const height = latest?.trust.pack.height ?? 0;
    return formatPackWant({ chainTag: chainTag(profile.chainId), height });
  }
  /** How far a moving code has been read. */
  get progress(): ReadingProgress | undefined {
    return this.#moving.progress;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** Code of why nothing was taken; what was held before is unchanged. */
  get failure(): string | undefined {
    return this.#stray ?? this.#moving.failure;
  }
  /** What has changed; `undefined` until something was taken. */
  get changes(): PackChanges | undefined {
    return this.#changes;
  }

  /** Takes the text of a code. */
  async read(untrusted: string, arrival: Arrival, nowMs: number): Promise<void> {
    if (!isStreamText(untrusted)) {
      if (!this.#moving.isUnderWay(nowMs)) this.#stray = 'parcel/not-a-parcel' satisfies ParcelCode;
      return;
    }
    const content = this.#moving.add(untrusted, arrival, nowMs);
    if (content === undefined) {
      this.#stray = undefined;
      return;
    }
    if (content.kind !== 'parcel') this.#stray = 'parcel/not-a-parcel' satisfies ParcelCode;
    else if (this.#judged !== content.body) await this.#take(content.body);
  }

  /** Takes a file, which is not read if it is larger than any parcel. */
  async open(file: ChosenFile): Promise<void> {
    this.#moving.startOver();
    try {
      await this.#take(await bytesOf(file, PARCEL_BYTES));
      // Of a file, a code's words would be wrong.
      if (this.#stray === 'qr/malformed') this.#stray = 'parcel/not-a-parcel' satisfies ParcelCode;
    } catch (refusal) {
      this.#stray = codeOf(refusal);
    }
  }

  /** The camera is opened again: what was refused may be read once more, what is half read goes on. */
  reopen(): void {
    if (this.#stray !== undefined && this.#moving.progress === undefined) this.clear();
  }

  /** Ready for another one. */
  clear(): void {
    this.#moving.startOver();
    this.#stray = undefined;
    this.#changes = undefined;
    this.#judged = undefined;
  }

  /** Where a node can be reached it is asked at once: until one agrees, what was taken is unconfirmed. */
  async #take(untrusted: Uint8Array): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#judged = untrusted;
    this.#stray = undefined;
    try {
      const { update, changes } = await this.#parcels.take(untrusted);
      this.#chain.adopt(update);
      this.#changes = changes;
      void this.#chain.syncAnew();
    } catch (refusal) {
      this.#stray = codeOf(refusal);
    } finally {
      this.#busy = false;
    }
  }
}
