import type { LocalText } from '#core/chain/index.ts';
import { parseRequest, type ForeignKind, QrError } from '#core/qr/index.ts';
import { judgeRequest, type JudgedRequest } from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import type { HeldDocument, Use } from './held-document.ts';
import { policyOf } from './policy.ts';
import { CodeDisplay } from './code-display.svelte.ts';
import type { Clock, HolderKeys, Proofs } from './ports.ts';
import { codeOf } from './refusal.ts';
import { signCode, takeCopy } from './show-copy.ts';
import type { CodeForm, ShownCode } from './shown-code.ts';
import type { Wallet } from './wallet.svelte.ts';

/** What answering needs from outside. */
export interface AnsweringPorts {
  readonly keys: HolderKeys;
  readonly clock: Clock;
  readonly proofs: Pick<Proofs, 'bring'>;
}

/** Why a code was not taken as a request. */
export interface AnsweringFailure {
  readonly code: string;
  /** What a foreign code turned out to be. */
  readonly kind: ForeignKind | undefined;
}

/** An answer is no longer shown after this long. */
const SHOWN_SECONDS = 180;

/** One request being answered: read, judged, agreed to, shown. Only this class writes it. */
export class Answering {
  #judged = $state.raw<JudgedRequest>();
  #chosen = $state.raw<readonly string[]>([]);
  #failure = $state.raw<AnsweringFailure>();
  #secondsLeft = $state(0);
  readonly #display: CodeDisplay;
  #shownAtMs = 0;
  /** Counts requests and refusals: an answer that is no longer wanted is not shown. */
  #turn = 0;
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: AnsweringPorts;

  constructor(wallet: Wallet, chain: Chain, ports: AnsweringPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
    this.#display = new CodeDisplay(ports.proofs);
  }

  /** Who asks for what, judged by what this device has verified. */
  get request(): JudgedRequest | undefined {
    return this.#judged;
  }
  /** Claims that will be shown beyond the document's face. */
  get chosen(): readonly string[] {
    return this.#chosen;
  }
  /** The text of the answer; `undefined` before consent. */
  get code(): string | undefined {
    return this.#display.code;
  }
  /** The same as it is drawn: in the form that was asked for, if it fits. */
  get shown(): ShownCode | undefined {
    return this.#display.shown;
  }
  get failure(): AnsweringFailure | undefined {
    return this.#failure;
  }
  /** Code of why the answer does not appear in the form that was wished for. */
  get formFailure(): string | undefined {
    return this.#display.failure;
  }
  get secondsLeft(): number {
    return this.#secondsLeft;
  }
  readonly totalSeconds = SHOWN_SECONDS;

  async showAs(form: CodeForm): Promise<void> {
    await this.#display.showAs(form);
  }

  /** Reads a code that somebody shows. Nothing is sent or signed by reading. */
  read(untrusted: string): void {
    this.refuse();
    try {
      const { profile, latest } = this.#chain;
      const read = parseRequest(untrusted);
      const policy = policyOf(profile);
      const now = this.#ports.clock();
      this.#judged = judgeRequest(read, profile.chainId, latest?.trust, policy, now);
      // What the registry does not let them ask is shown only if the person says so.
      this.#chosen = this.#judged.asked?.claims.flatMap((c) => (c.allowed ? c.name : [])) ?? [];
    } catch (refusal) {
      this.#fail(refusal);
    }
  }

  toggle(claim: string): void {
    this.#chosen = this.#chosen.includes(claim)
      ? this.#chosen.filter((name) => name !== claim)
      : [...this.#chosen, claim];
  }

  /** The person has agreed to show this document to whoever asks. */
  async answer(held: HeldDocument): Promise<void> {
    const judged = this.#judged;
    if (judged?.answerable !== true) return;
    const turn = this.#turn;
    this.#failure = undefined;
    try {
      const signed = await this.#sign(judged, held);
      if (turn !== this.#turn || signed === undefined) return;
      this.#display.show(signed.copy, signed.code);
      this.#shownAtMs = this.#ports.clock().getTime();
      this.tick();
    } catch (refusal) {
      this.#fail(refusal);
    }
  }

  /** To be called about once a second while the answer is on display. */
  tick(): void {
    if (this.code === undefined) return;
    const elapsed = (this.#ports.clock().getTime() - this.#shownAtMs) / 1000;
    this.#secondsLeft = Math.max(0, Math.ceil(SHOWN_SECONDS - elapsed));
    if (this.#secondsLeft === 0) this.refuse();
  }

  /** Says no, or stops showing. Whoever has asked learns nothing. */
  refuse(): void {
    this.#turn++;
    this.#judged = undefined;
    this.#chosen = [];
    this.#display.reset();
    this.#failure = undefined;
  }

  async #sign(judged: JudgedRequest, held: HeldDocument) {
    const now = this.#ports.clock().getTime();
    const claims = this.#chosen;
    const copy = await takeCopy(this.#wallet, held, useOf(judged, claims, now));
    if (copy === undefined) return undefined;
    const { audience, nonce } = judged;
    const context = { audience, nonce, iat: Math.floor(now / 1000) };
    return { copy, code: await signCode(copy, claims, context, this.#ports.keys) };
  }

  #fail(refusal: unknown): void {
    const kind = refusal instanceof QrError ? refusal.kind : undefined;
    this.#failure = { code: codeOf(refusal), kind };
  }
}

function useOf({ asker, purpose }: JudgedRequest, claims: readonly string[], atMs: number): Use {
  return {
    atMs,
    claims,
    ...(asker === undefined ? {} : { asker: asker.name }),
    ...(purpose === undefined ? {} : { purpose: wordsOf(purpose) }),
  };
}

/** Own words are the same in every language. */
function wordsOf(purpose: NonNullable<JudgedRequest['purpose']>): LocalText {
  if ('registered' in purpose) return purpose.registered;
  return { 'zh-CN': purpose.own, en: purpose.own };
}
