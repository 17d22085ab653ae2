import { formatBase64Url } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { BROADCAST_AUDIENCE } from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import type { HeldDocument } from './held-document.ts';
import { CodeDisplay } from './code-display.svelte.ts';
import type { Clock, HolderKeys, Proofs, Random } from './ports.ts';
import { codeOf } from './refusal.ts';
import { signCode, takeCopy, type AnchoredCopy } from './show-copy.ts';
import type { CodeForm, ShownCode } from './shown-code.ts';
import type { Wallet } from './wallet.svelte.ts';

/** How long a code is on display before it is renewed (DESIGN §5). */
const RENEW_SECONDS = 20;
/** A moving code takes its time to be read, and is good for as long after. */
const RENEW_MOVING_SECONDS = 40;
const NONCE_BYTES = 16;

/** What showing needs from outside. */
export interface PresentationPorts {
  readonly keys: HolderKeys;
  readonly random: Random;
  readonly proofs: Pick<Proofs, 'bring'>;
  readonly clock: Clock;
}

/** One document being shown to whoever looks (broadcast), code after code, all from the same copy. */
export class Presentation {
  #chosen = $state.raw<readonly string[]>([]);
  #failure = $state<string>();
  #secondsLeft = $state(0);
  readonly #display: CodeDisplay;
  #signedAtMs = 0;
  #copy: AnchoredCopy | undefined;
  readonly #held: HeldDocument;
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: PresentationPorts;

  constructor(
    held: HeldDocument,
    suggested: readonly string[],
    wallet: Wallet,
    chain: Chain,
    ports: PresentationPorts,
  ) {
    this.#held = held;
    this.#chosen = suggested;
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
    this.#display = new CodeDisplay(ports.proofs);
  }

  /** Claims that are shown beyond those on the document's face. */
  get chosen(): readonly string[] {
    return this.#chosen;
  }
  /** The text of the code on display; `undefined` before consent and after {@link stop}. */
  get code(): string | undefined {
    return this.#display.code;
  }
  /** The same as it is drawn: in the form that was asked for, if it fits. */
  get shown(): ShownCode | undefined {
    return this.#display.shown;
  }
  /** Code of why nothing is shown, at the start or when a code had to be renewed. */
  get failure(): string | undefined {
    return this.#failure;
  }
  /** Code of why the code does not appear in the form that was wished for. */
  get formFailure(): string | undefined {
    return this.#display.failure;
  }
  get secondsLeft(): number {
    return this.#secondsLeft;
  }
  get renewSeconds(): number {
    return this.#display.shown?.form === 'one' ? RENEW_SECONDS : RENEW_MOVING_SECONDS;
  }

  async showAs(form: CodeForm): Promise<void> {
    await this.#display.showAs(form);
  }

  toggle(claim: string): void {
    this.#chosen = this.#chosen.includes(claim)
      ? this.#chosen.filter((name) => name !== claim)
      : [...this.#chosen, claim];
  }

  /** The person has agreed: a copy is taken for this show, and the first code is made. */
  async start(): Promise<void> {
    this.#failure = undefined;
    await this.#guarded(async () => {
      const use = { atMs: this.#ports.clock().getTime(), claims: this.#chosen };
      this.#copy = await takeCopy(this.#wallet, this.#held, use);
      await this.#renew();
    });
  }

  /** To be called about once a second while the code is on display. */
  async tick(): Promise<void> {
    if (this.#copy === undefined) return;
    const elapsed = (this.#ports.clock().getTime() - this.#signedAtMs) / 1000;
    this.#secondsLeft = Math.max(0, Math.ceil(this.renewSeconds - elapsed));
    if (this.#secondsLeft === 0) await this.#guarded(() => this.#renew());
  }

  /** A code signed this moment, to be handed over in another way; `undefined` after {@link stop}. */
  async renewed(): Promise<string | undefined> {
    await this.#guarded(() => this.#renew());
    return this.#display.code;
  }

  stop(): void {
    this.#copy = undefined;
    this.#display.reset();
  }

  async #renew(): Promise<void> {
    const copy = this.#copy;
    if (copy === undefined) return;
    this.#signedAtMs = this.#ports.clock().getTime();
    const context = {
      audience: BROADCAST_AUDIENCE,
      nonce: this.#nonce(),
      iat: Math.floor(this.#signedAtMs / 1000),
    };
    const code = await signCode(copy, this.#chosen, context, this.#ports.keys);
    // Stopped while it was being signed: nothing may appear any more.
    if (this.#copy !== copy) return;
    this.#display.show(copy, code);
    this.#secondsLeft = this.renewSeconds;
  }

  /** A code that cannot be made or renewed ends the show, and it is said why. */
  async #guarded(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (refusal) {
      this.stop();
      this.#failure = codeOf(refusal);
    }
  }

  /** Fresh, and bound to the newest header this device knows. */
  #nonce(): string {
    const head = this.#chain.latest?.trust.header.hash ?? new Uint8Array();
    const fresh = sha256(head, this.#ports.random(NONCE_BYTES));
    return formatBase64Url(fresh.slice(0, NONCE_BYTES));
  }
}
