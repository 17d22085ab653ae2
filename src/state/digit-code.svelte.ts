import type { HandedOver } from '#core/exchange/index.ts';
import type { Clock } from './ports.ts';
import { codeOf } from './refusal.ts';

/** As long as the mailboxes keep a letter, and as long as a code is accepted (DESIGN §5). */
const KEPT_SECONDS = 60;

/** Seals a code under fresh digits and leaves it where the desk can fetch it. */
export type HandOver = (code: string) => Promise<HandedOver>;

/** The digits of one show, for a desk that types or hears them. Needs the network. */
export class DigitCode {
  #given = $state.raw<HandedOver>();
  #busy = $state(false);
  #failure = $state<string>();
  #secondsLeft = $state(0);
  #signedAtMs = 0;
  /** Counts what was asked for; what is no longer wanted is dropped. */
  #turn = 0;
  readonly totalSeconds = KEPT_SECONDS;
  readonly #handOver: HandOver;
  readonly #clock: Clock;

  constructor(handOver: HandOver, clock: Clock) {
    this.#handOver = handOver;
    this.#clock = clock;
  }

  /** The digits while they are good, and in how many mailboxes the letter lies. */
  get given(): HandedOver | undefined {
    return this.#given;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** Code of why there are no digits. */
  get failure(): string | undefined {
    return this.#failure;
  }
  get secondsLeft(): number {
    return this.#secondsLeft;
  }

  /** @param sign - Signs a code this moment; `undefined` if the show has ended meanwhile. */
  async start(sign: () => Promise<string | undefined>): Promise<void> {
    const turn = ++this.#turn;
    this.#busy = true;
    this.#failure = undefined;
    this.#given = undefined;
    try {
      const signedAtMs = this.#clock().getTime();
      const code = await sign();
      const given = code === undefined ? undefined : await this.#handOver(code);
      if (turn !== this.#turn) return;
      this.#given = given;
      this.#signedAtMs = signedAtMs;
      this.tick();
    } catch (refusal) {
      if (turn === this.#turn) this.#failure = codeOf(refusal);
    } finally {
      if (turn === this.#turn) this.#busy = false;
    }
  }

  /** To be called about once a second. Digits whose minute is over are gone. */
  tick(): void {
    if (this.#given === undefined) return;
    const elapsed = (this.#clock().getTime() - this.#signedAtMs) / 1000;
    this.#secondsLeft = Math.max(0, Math.ceil(KEPT_SECONDS - elapsed));
    if (this.#secondsLeft === 0) this.#given = undefined;
  }

  stop(): void {
    this.#turn++;
    this.#busy = false;
    this.#given = undefined;
    this.#failure = undefined;
  }
}
