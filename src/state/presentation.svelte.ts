import { concatBytes, formatBase64Url } from '#core/bytes/index.ts';
import { presentSdJwt } from '#core/credential/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import { BROADCAST_AUDIENCE } from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import { restoreAnchor, shownNext } from './document-summary.ts';
import type { Copy, HeldDocument, StoredAnchor } from './held-document.ts';
import type { Clock, HolderKeys, Random } from './ports.ts';
import type { Wallet } from './wallet.svelte.ts';

/** How long a code is on display before it is renewed (DESIGN §5). */
const RENEW_SECONDS = 20;
const NONCE_BYTES = 16;

/** What showing needs from outside. */
export interface PresentationPorts {
  readonly keys: HolderKeys;
  readonly random: Random;
  readonly clock: Clock;
}

/** One document being shown, code after code, all from the same copy. */
export class Presentation {
  #chosen = $state.raw<readonly string[]>([]);
  #code = $state<string>();
  #secondsLeft = $state(0);
  #signedAtMs = 0;
  #copy: (Copy & { readonly anchor: StoredAnchor }) | undefined;
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
  }

  /** Claims that are shown beyond those on the document's face. */
  get chosen(): readonly string[] {
    return this.#chosen;
  }
  /** The text of the code on display; `undefined` before consent and after {@link stop}. */
  get code(): string | undefined {
    return this.#code;
  }
  get secondsLeft(): number {
    return this.#secondsLeft;
  }
  readonly renewSeconds = RENEW_SECONDS;

  toggle(claim: string): void {
    this.#chosen = this.#chosen.includes(claim)
      ? this.#chosen.filter((name) => name !== claim)
      : [...this.#chosen, claim];
  }

  /** The person has agreed: a copy is taken for this show, and the first code is made. */
  async start(): Promise<void> {
    // As the wallet has it now: a show before this one has used up a copy.
    const copy = shownNext(this.#wallet.document(this.#held.id) ?? this.#held);
    if (copy.anchor === undefined) return;
    this.#copy = { ...copy, anchor: copy.anchor };
    await this.#wallet.countShow(this.#held.id, copy.sdJwt);
    await this.#renew();
  }

  /** To be called about once a second while the code is on display. */
  async tick(): Promise<void> {
    if (this.#copy === undefined) return;
    const elapsed = (this.#ports.clock().getTime() - this.#signedAtMs) / 1000;
    this.#secondsLeft = Math.max(0, Math.ceil(RENEW_SECONDS - elapsed));
    if (this.#secondsLeft === 0) await this.#renew();
  }

  stop(): void {
    this.#copy = undefined;
    this.#code = undefined;
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
    const sign = (message: Uint8Array) => this.#ports.keys.sign(copy.privateJwk, message);
    const sdJwt = await presentSdJwt(copy.sdJwt, this.#chosen, context, sign);
    // Stopped while it was being signed: nothing may appear any more.
    if (this.#copy !== copy) return;
    this.#code = encodeEnvelope({ sdJwt, anchor: restoreAnchor(copy.anchor) });
    this.#secondsLeft = RENEW_SECONDS;
  }

  /** Fresh, and bound to the newest header this device knows. */
  #nonce(): string {
    const head = this.#chain.latest?.trust.header.hash ?? new Uint8Array();
    const fresh = sha256(concatBytes(head, this.#ports.random(NONCE_BYTES)));
    return formatBase64Url(fresh.slice(0, NONCE_BYTES));
  }
}
