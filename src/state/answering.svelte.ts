import type { LocalText } from '#core/chain/index.ts';
import { parseRequest, type ForeignKind, QrError } from '#core/qr/index.ts';
import { CHALLENGE_MS, judgeRequest, type JudgedRequest } from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import type { HeldDocument, Use } from './held-document.ts';
import { policyOf } from './policy.ts';
import { chosenClaims, toggled } from './chosen-claims.ts';
import { CodeDisplay, type DisplayPorts, type ShownDisplay } from './code-display.svelte.ts';
import type { Clock, HolderKeys } from './ports.ts';
import { codeOf } from './refusal.ts';
import { signCode, takeCopies, type AnchoredCopy } from './show-copy.ts';
import type { Wallet } from './wallet.svelte.ts';

/** What answering needs from outside. */
export interface AnsweringPorts extends DisplayPorts {
  readonly keys: HolderKeys;
  readonly clock: Clock;
}

/** With which document a part of a request is answered. */
export interface PartAnswer {
  /** Of the part. */
  readonly vct: string;
  readonly held: HeldDocument;
}

/** Why a code was not taken as a request. */
export interface AnsweringFailure {
  readonly code: string;
  /** What a foreign code turned out to be. */
  readonly kind: ForeignKind | undefined;
}

/** The request's time is over, so that nobody may accept its answer any more. */
export type AnsweringCode = 'answer/request-over';

/** One request being answered: read, judged, agreed to, shown. Only this class writes it. */
export class Answering {
  #judged = $state.raw<JudgedRequest>();
  #chosen = $state.raw(chosenClaims([]));
  #failure = $state.raw<AnsweringFailure>();
  #secondsLeft = $state(0);
  readonly #display: CodeDisplay;
  #endsAtMs = 0;
  /** Counts requests and refusals: an answer that is no longer wanted is not shown. */
  #turn = 0;
  /** The request whose answer is being signed. */
  #signing: number | undefined;
  readonly #wallet: Wallet;
  readonly #chain: Chain;
  readonly #ports: AnsweringPorts;

  constructor(wallet: Wallet, chain: Chain, ports: AnsweringPorts) {
    this.#wallet = wallet;
    this.#chain = chain;
    this.#ports = ports;
    this.#display = new CodeDisplay(ports);
  }

  /** Who asks for what, judged by what this device has verified. */
  get request(): JudgedRequest | undefined {
    return this.#judged;
  }
  /** Claims that will be shown beyond the document's face; of the first document that is asked for. */
  get chosen(): readonly string[] {
    return this.chosenOf(this.#first);
  }
  chosenOf(vct: string): readonly string[] {
    return this.#chosen.get(vct) ?? [];
  }
  /** The answer as it appears; empty before consent. */
  get display(): ShownDisplay {
    return this.#display;
  }
  get failure(): AnsweringFailure | undefined {
    return this.#failure;
  }
  get secondsLeft(): number {
    return this.#secondsLeft;
  }
  readonly totalSeconds = CHALLENGE_MS / 1000;

  /** Reads a code that somebody shows. Nothing is sent or signed by reading. */
  read(untrusted: string): void {
    this.refuse();
    try {
      const { profile, latest } = this.#chain;
      const read = parseRequest(untrusted);
      const policy = policyOf(profile);
      const now = this.#ports.clock();
      this.#endsAtMs = endOf(read.request.expiresS * 1000, now.getTime());
      this.#judged = judgeRequest(read, profile.chainId, latest?.trust, policy, now);
      // What the registry does not let them ask is shown only if the person says so.
      this.#chosen = chosenClaims(
        this.#judged.parts.map(({ vct, claims }) => [
          vct,
          claims.flatMap(({ name, allowed }) => (allowed ? name : [])),
        ]),
      );
    } catch (refusal) {
      this.#fail(refusal);
    }
  }

  toggle(claim: string, vct = this.#first): void {
    this.#chosen = toggled(this.#chosen, vct, claim);
  }

  /** The person has agreed to show this document to whoever asks. */
  async answer(held: HeldDocument): Promise<void> {
    await this.answerParts([{ vct: this.#first, held }]);
  }

  /** The person has agreed, once or twice, to show these documents; parts that are left out stay unanswered. */
  async answerParts(parts: readonly PartAnswer[]): Promise<void> {
    const judged = this.#judged;
    if (judged?.answerable !== true || parts.length === 0) return;
    if (this.#leftMs() <= 0) {
      this.#end();
      return;
    }
    const turn = this.#turn;
    if (this.#signing === turn) return;
    this.#signing = turn;
    this.#failure = undefined;
    try {
      const signed = await this.#sign(judged, parts);
      if (turn !== this.#turn) return;
      this.#display.show(signed);
      this.tick();
    } catch (refusal) {
      if (turn === this.#turn) this.#fail(refusal);
    } finally {
      if (this.#signing === turn) this.#signing = undefined;
    }
  }

  /** To be called about once a second while the answer is on display: it ends with its request. */
  tick(): void {
    if (this.#display.code === undefined) return;
    this.#secondsLeft = Math.max(0, Math.ceil(this.#leftMs() / 1000));
    if (this.#secondsLeft === 0) this.#end();
  }

  /** Says no, or stops showing. Whoever has asked learns nothing. */
  refuse(): void {
    this.#turn++;
    this.#judged = undefined;
    this.#chosen = chosenClaims([]);
    this.#display.reset();
    this.#failure = undefined;
  }

  get #first(): string {
    return this.#judged?.asked?.vct ?? '';
  }

  async #sign(judged: JudgedRequest, parts: readonly PartAnswer[]) {
    const now = this.#ports.clock().getTime();
    const shows = parts.map(({ vct, held }) => ({
      held,
      use: useOf(judged, vct, this.chosenOf(vct), now),
    }));
    const copies = await takeCopies(this.#wallet, shows);
    const { audience, nonce } = judged;
    const context = { audience, nonce, iat: Math.floor(now / 1000) };
    const sign = async (copy: AnchoredCopy, place: number) => {
      const claims = shows[place]?.use.claims ?? [];
      return { copy, code: await signCode(copy, claims, context, this.#ports.keys) };
    };
    return await Promise.all(copies.map(sign));
  }

  #leftMs(): number {
    return this.#endsAtMs - this.#ports.clock().getTime();
  }

  /** It is said why nothing is shown any more. */
  #end(): void {
    this.refuse();
    this.#failure = { code: 'answer/request-over' satisfies AnsweringCode, kind: undefined };
  }

  #fail(refusal: unknown): void {
    const kind = refusal instanceof QrError ? refusal.kind : undefined;
    this.#failure = { code: codeOf(refusal), kind };
  }
}

/**
 * When a request is over by this device's clock. Nobody can have asked after it was read; a time that is over by then,
 * or too far away, says only that two clocks differ.
 */
function endOf(expiresMs: number, readAtMs: number): number {
  const leftMs = expiresMs - readAtMs;
  return readAtMs + (leftMs > 0 && leftMs < CHALLENGE_MS ? leftMs : CHALLENGE_MS);
}

function useOf(
  { asker, purpose, parts }: JudgedRequest,
  vct: string,
  claims: readonly string[],
  atMs: number,
): Use {
  const own = parts.find((part) => part.vct === vct)?.purpose;
  const said = own === undefined ? purpose : { registered: own };
  return {
    atMs,
    claims,
    ...(asker === undefined ? {} : { asker: asker.name }),
    ...(said === undefined ? {} : { purpose: wordsOf(said) }),
  };
}

/** Own words are the same in every language. */
function wordsOf(purpose: NonNullable<JudgedRequest['purpose']>): LocalText {
  if ('registered' in purpose) return purpose.registered;
  return { 'zh-CN': purpose.own, en: purpose.own };
}
