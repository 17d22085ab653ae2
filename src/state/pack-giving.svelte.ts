import { equalBytes } from '#core/bytes/index.ts';
import { fitsStream, parsePackWant } from '#core/qr/index.ts';
import { chainTag } from '#core/verify/index.ts';
import { Attempt } from './attempt.svelte.ts';
import type { Chain } from './chain.svelte.ts';
import type { ParcelCode } from './pack-taking.svelte.ts';
import type { Clock, GivenParcel, PackSince, Parcels } from './ports.ts';
import { codeOf } from './refusal.ts';
import { showMoving, type ShownCode } from './shown-code.ts';

/** How much is given, where the receiver does not show what it holds. */
export type GiveSpan = 'week' | 'all';

const WEEK_MS = 7 * 86_400_000;
/** Until it is read for what it is. */
const NO_WANT: ParcelCode = 'parcel/not-a-want';

/** Handing trust data to another device. Only this class writes it. */
export class PackGiving {
  readonly #attempt = new Attempt();
  #given = $state.raw<GivenParcel>();
  #slow = $state(false);
  readonly #shown = $derived.by(() => draw(this.#given, this.#slow, this.#isCalm()));
  readonly #chain: Chain;
  readonly #parcels: Pick<Parcels, 'give'>;
  readonly #clock: Clock;
  readonly #isCalm: () => boolean;

  /** @param isCalm - Whether the person asks for less motion. */
  constructor(chain: Chain, parcels: Pick<Parcels, 'give'>, clock: Clock, isCalm: () => boolean) {
    this.#isCalm = isCalm;
    this.#chain = chain;
    this.#parcels = parcels;
    this.#clock = clock;
  }

  get busy(): boolean {
    return this.#attempt.busy;
  }
  /** Code of why nothing is given. */
  get failure(): string | undefined {
    return this.#attempt.failure;
  }
  /** What is handed over; `undefined` until it is known how much is wanted. */
  get given(): GivenParcel | undefined {
    return this.#given;
  }
  /** The same as a moving code; `undefined` for more than one holds, which goes as a file. */
  get shown(): ShownCode | undefined {
    return this.#shown;
  }
  get slow(): boolean {
    return this.#slow;
  }
  setSlow(isSlow: boolean): void {
    this.#slow = isSlow;
  }

  /** Gives what is beyond the pack whose height the receiver shows. */
  async answer(untrusted: string): Promise<void> {
    if (this.#attempt.busy || this.#given !== undefined) return;
    const height = this.#heightIn(untrusted);
    if (height !== undefined) await this.#give({ height });
  }

  async give(span: GiveSpan): Promise<void> {
    const since = span === 'all' ? { height: 0 } : { timeMs: this.#clock().getTime() - WEEK_MS };
    await this.#give(since);
  }

  /** Ready for another receiver. */
  clear(): void {
    this.#given = undefined;
    this.#attempt.forget();
    this.#slow = false;
  }

  #heightIn(untrusted: string): number | undefined {
    const { profile, latest } = this.#chain;
    try {
      const want = parsePackWant(untrusted);
      this.#attempt.forget();
      if (!equalBytes(want.chainTag, chainTag(profile.chainId))) {
        this.#attempt.fail('parcel/other-chain' satisfies ParcelCode);
      } else if (latest !== undefined && want.height >= latest.trust.pack.height) {
        this.#attempt.fail('parcel/receiver-newer' satisfies ParcelCode);
      } else return want.height;
    } catch (refusal) {
      const code = codeOf(refusal);
      this.#attempt.fail(code === 'qr/newer-version' ? code : NO_WANT);
    }
    return undefined;
  }

  async #give(since: PackSince): Promise<void> {
    await this.#attempt.make(async () => {
      this.#given = await this.#parcels.give(since);
    });
  }
}

function draw(
  given: GivenParcel | undefined,
  isSlow: boolean,
  isCalm: boolean,
): ShownCode | undefined {
  if (given === undefined || !fitsStream(given.parcel)) return undefined;
  const form = isSlow ? 'slow' : 'moving';
  return showMoving({ kind: 'parcel', body: given.parcel }, form, isCalm);
}
