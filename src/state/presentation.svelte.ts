import { formatBase64Url } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { BROADCAST_AUDIENCE } from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import type { HeldDocument } from './held-document.ts';
import { chosenClaims, toggled } from './chosen-claims.ts';
import { CodeDisplay, type DisplayPorts, type ShownDisplay } from './code-display.svelte.ts';
import type { Clock, HolderKeys, Random } from './ports.ts';
import { codeOf } from './refusal.ts';
import { signCode, takeCopies, type AnchoredCopy } from './show-copy.ts';
import type { Wallet } from './wallet.svelte.ts';

/** How long a code is on display before it is renewed (DESIGN §5). */
const RENEW_SECONDS = 20;
/** A moving code takes its time to be read, and is good for as long after. */
const RENEW_MOVING_SECONDS = 40;
const NONCE_BYTES = 16;

/** What showing needs from outside. */
export interface PresentationPorts extends DisplayPorts {
  readonly keys: HolderKeys;
  readonly random: Random;
  readonly clock: Clock;
}

/** A document that can be shown, with the claims that are chosen at first. */
export interface Showable {
  readonly held: HeldDocument;
  readonly suggested: readonly string[];
}

/** Documents that one moving code holds. */
export const MOST_DOCUMENTS = 10;

/**
 * One document, or several together, being shown to whoever looks (broadcast), code after code, all from the same
 * copies. Of several documents those are shown that were included.
 */
export class Presentation {
  #chosen = $state.raw(chosenClaims([]));
  #included = $state.raw<readonly string[]>([]);
  #failure = $state<string>();
  #secondsLeft = $state(0);
  readonly #display: CodeDisplay;
  #signedAtMs = 0;
  #taken: readonly Taken[] = [];
  /** Counts shows: what is taken for one that was stopped does not appear. */
  #turn = 0;
  /** The one that is being started. */
  #starting: number | undefined;
  readonly #documents: readonly HeldDocument[];
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: PresentationPorts;

  constructor(
    documents: readonly Showable[],
    wallet: Wallet,
    chain: Chain,
    ports: PresentationPorts,
  ) {
    this.#documents = documents.map(({ held }) => held);
    this.#chosen = chosenClaims(documents.map(({ held, suggested }) => [held.id, suggested]));
    this.#included = documents.length === 1 ? this.#documents.map(({ id }) => id) : [];
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
    this.#display = new CodeDisplay(ports);
  }

  /** Ids of the documents that are shown, in the order in which they were chosen. */
  get included(): readonly string[] {
    return this.#included;
  }
  /** Takes a document in, or out again. More than {@link MOST_DOCUMENTS} are never in. */
  include(id: string): void {
    this.#included = this.#included.includes(id)
      ? this.#included.filter((each) => each !== id)
      : [...this.#included, id].slice(0, MOST_DOCUMENTS);
  }

  /** Claims that are shown beyond those on the document's face; of the first document unless told otherwise. */
  get chosen(): readonly string[] {
    return this.chosenOf(this.#first);
  }
  chosenOf(id: string): readonly string[] {
    return this.#chosen.get(id) ?? [];
  }
  /** The code as it appears; empty before consent and after {@link stop}. */
  get display(): ShownDisplay {
    return this.#display;
  }
  /** Code of why nothing is shown, at the start or when a code had to be renewed. */
  get failure(): string | undefined {
    return this.#failure;
  }
  get secondsLeft(): number {
    return this.#secondsLeft;
  }
  get renewSeconds(): number {
    return this.#display.shown?.form === 'one' ? RENEW_SECONDS : RENEW_MOVING_SECONDS;
  }

  toggle(claim: string, id = this.#first): void {
    this.#chosen = toggled(this.#chosen, id, claim);
  }

  /**
   * The person has agreed: a copy of each document is taken for this show, and the first code is made. Agreeing
   * twice is one show.
   */
  async start(): Promise<void> {
    const turn = this.#turn;
    if (this.#starting === turn) return;
    this.#starting = turn;
    this.#failure = undefined;
    await this.#guarded(async () => {
      const taken = await this.#take();
      if (turn !== this.#turn) return;
      this.#taken = taken;
      await this.#renew();
    });
    if (this.#starting === turn) this.#starting = undefined;
  }

  /** To be called about once a second while the code is on display. */
  async tick(): Promise<void> {
    if (this.#taken.length === 0) return;
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
    this.#turn++;
    this.#taken = [];
    this.#display.reset();
  }

  get #first(): string {
    return this.#documents[0]?.id ?? '';
  }

  async #take(): Promise<readonly Taken[]> {
    const atMs = this.#ports.clock().getTime();
    const documents = this.#included.flatMap(
      (id) => this.#documents.find((held) => held.id === id) ?? [],
    );
    const shows = documents.map((held) => ({
      held,
      use: { atMs, claims: this.chosenOf(held.id) },
    }));
    const copies = await takeCopies(this.#wallet, shows);
    return copies.map((copy, place) => ({ copy, claims: shows[place]?.use.claims ?? [] }));
  }

  async #renew(): Promise<void> {
    const taken = this.#taken;
    if (taken.length === 0) return;
    this.#signedAtMs = this.#ports.clock().getTime();
    // One nonce for all: a verifier takes documents of one show only.
    const context = {
      audience: BROADCAST_AUDIENCE,
      nonce: this.#nonce(),
      iat: Math.floor(this.#signedAtMs / 1000),
    };
    const signed = await Promise.all(
      taken.map(async ({ copy, claims }) => ({
        copy,
        code: await signCode(copy, claims, context, this.#ports.keys),
      })),
    );
    // Stopped while it was being signed: nothing may appear any more.
    if (this.#taken !== taken) return;
    this.#display.show(signed);
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

/** A copy with the claims that were chosen when it was taken. */
interface Taken {
  readonly copy: AnchoredCopy;
  readonly claims: readonly string[];
}
