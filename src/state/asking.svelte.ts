import { TYPE_LIST } from '#core/credential/index.ts';
import { REQUEST_LIMITS, type AskedClaims } from '#core/qr/index.ts';
import { BROADCAST, CHALLENGE_MS, type Expectation } from '#core/verify/index.ts';
import { Attempt } from './attempt.svelte.ts';
import type { Chain } from './chain.svelte.ts';
import type { AskedQuestion, AskingPorts, Question } from './asked-question.ts';
import { makeCodeQuestion } from './code-question.ts';
import { Office } from './office.svelte.ts';
import { askBrowserWallets, leaveQuestion, type OnlineQuestion } from './online-question.ts';
import { codeOf } from './refusal.ts';

export { togetherAsked } from './asked-question.ts';
export type { AskedQuestion, AskingPorts, Question } from './asked-question.ts';

const CHALLENGE_ONLY = 'challenge-only';

/** The requests of this desk, one at a time. Only this class writes them. */
export class Asking {
  readonly office: Office;
  #asked = $state.raw<AskedQuestion>();
  #usual = $state.raw<Question>();
  #secondsLeft = $state(0);
  readonly #attempt = new Attempt();
  #challengeOnly = $state(false);
  /** What is being fetched; an answer that is on its way is not lost to another question. */
  #collecting: Promise<string | undefined> | undefined;
  /** Counts what was asked for; a request that is no longer wanted is not shown. */
  #turn = 0;
  /** Counts what was wanted, also while an answer was still waited for. */
  #wishes = 0;
  readonly #chain: Chain;
  readonly #ports: AskingPorts;

  constructor(chain: Chain, ports: AskingPorts) {
    this.#chain = chain;
    this.#ports = ports;
    this.office = new Office(chain, ports.keys, () => {
      this.close();
      this.#usual = undefined;
    });
    this.#challengeOnly = ports.settings.load(CHALLENGE_ONLY) === 'on';
  }

  /** What may be asked: the office's registered purposes, or only for a document's face. */
  get questions(): readonly Question[] {
    return (
      this.office.questions ??
      TYPE_LIST.map(({ vct, name }) => ({ purpose: undefined, name, vct, claims: [] }))
    );
  }

  get asked(): AskedQuestion | undefined {
    return this.#asked;
  }
  /** What was asked last: a desk asks for the same matter all day. */
  get usual(): Question | undefined {
    return this.#usual;
  }
  get secondsLeft(): number {
    return this.#secondsLeft;
  }
  readonly totalSeconds = CHALLENGE_MS / 1000;

  /** Code of why a request was not made. */
  get failure(): string | undefined {
    return this.#attempt.failure;
  }

  /** What an answer is held against: the open request, also when its time is over. */
  get expectation(): Expectation {
    const challenge = this.#asked?.challenge;
    return challenge === undefined ? BROADCAST : { mode: 'challenge', challenge };
  }

  /** This desk accepts answers to its own requests, and nothing else. Kept on this device. */
  get challengeOnly(): boolean {
    return this.#challengeOnly;
  }
  setChallengeOnly(isOn: boolean): void {
    this.#challengeOnly = isOn;
    this.#ports.settings.save(CHALLENGE_ONLY, isOn ? 'on' : 'off');
  }

  /**
   * Asks anew; the request before is no longer waited for.
   *
   * @param words - Said as the purpose where no registered one can be named.
   */
  async ask(question: Question, words: string): Promise<void> {
    await this.#put(question, () => this.#request(question, words));
  }

  /** Whether this question can be asked and answered over the network, in the name of this office. */
  isForOnline({ purpose, also }: Question): boolean {
    return (
      also === undefined &&
      this.#ports.relyingParty !== undefined &&
      this.office.listed !== undefined &&
      !!purpose
    );
  }

  /** Asks anew, for an answer over the network. */
  async askOnline(question: Question): Promise<void> {
    await this.#put(question, () => this.#leave(question));
  }

  get hasBrowserWallets(): boolean {
    return this.#ports.browserWallets !== undefined;
  }

  /**
   * Asks the wallets that the browser knows; the answer is bound to this page's origin.
   *
   * @returns The code that was sent, of which nothing is verified.
   */
  async askBrowser(question: Question): Promise<string | undefined> {
    const wallets = this.#ports.browserWallets;
    if (wallets === undefined) return undefined;
    const turn = ++this.#turn;
    let code: string | undefined;
    await this.#attempt.make(async () => {
      const nonce = this.#ports.random(REQUEST_LIMITS.nonce);
      const answered = await askBrowserWallets(wallets, askedOf(question), nonce, this.#nowMs());
      if (turn !== this.#turn) return;
      const { challenge } = answered;
      this.#asked = { question, challenge, text: this.#asked?.text ?? '' };
      code = answered.code;
    });
    return code;
  }

  /**
   * To be called about once a second while an answer over the network is waited for.
   *
   * @returns The code that was sent. After a refusal nothing is waited for any more.
   */
  async collect(): Promise<string | undefined> {
    const online = this.#asked?.online;
    if (online === undefined || this.#collecting || this.#secondsLeft === 0) return undefined;
    this.#collecting = this.#fetchAnswer(online);
    try {
      return await this.#collecting;
    } finally {
      this.#collecting = undefined;
    }
  }

  /** To be called about once a second while a request is on display. */
  tick(): void {
    const asked = this.#asked;
    if (asked === undefined) return;
    const endMs = asked.challenge.askedAtMs + CHALLENGE_MS;
    this.#secondsLeft = Math.max(0, Math.ceil((endMs - this.#nowMs()) / 1000));
  }

  /** Nothing is waited for any more: it was answered, or the next person is called. */
  close(): void {
    this.#wishes++;
    this.#turn++;
    this.#asked = undefined;
  }

  async #fetchAnswer(online: OnlineQuestion): Promise<string | undefined> {
    const turn = this.#turn;
    try {
      const code = await online.collect();
      return turn === this.#turn ? code : undefined;
    } catch (refusal) {
      const failure = codeOf(refusal);
      // A network that fails for a moment is tried again.
      if (turn !== this.#turn || failure.startsWith('network/')) return undefined;
      this.close();
      this.#attempt.fail(failure);
      return undefined;
    }
  }

  /**
   * Shows a request once it is made, unless something else was wanted meanwhile. An answer that is just being fetched
   * is waited for: if it is there, it counts, and the question that it answers stays.
   */
  async #put(question: Question, make: () => Promise<AskedQuestion | undefined>): Promise<void> {
    const wish = ++this.#wishes;
    if (this.#collecting !== undefined && (await this.#collecting) !== undefined) return;
    if (wish !== this.#wishes) return;
    const turn = ++this.#turn;
    await this.#attempt.make(async () => {
      const asked = await make();
      if (turn !== this.#turn || asked === undefined) return;
      this.#asked = asked;
      this.#usual = question;
      this.tick();
    });
  }

  async #request(question: Question, words: string): Promise<AskedQuestion> {
    const { purpose } = question;
    const { listed } = this.office;
    const registered =
      purpose === undefined || listed === undefined ? undefined : { verifier: listed.id, purpose };
    const made = await makeCodeQuestion(
      {
        chainId: this.#chain.profile.chainId,
        registered,
        words,
        asked: askedOf(question),
        also: question.also ?? [],
        askedAtMs: this.#nowMs(),
      },
      this.#ports.random(REQUEST_LIMITS.nonce),
      this.office.sign,
    );
    return { question, ...made };
  }

  async #leave(question: Question): Promise<AskedQuestion | undefined> {
    const [party, { listed }, { purpose }] = [this.#ports.relyingParty, this.office, question];
    if (!party || listed === undefined || purpose === undefined) return undefined;
    const askedAtMs = this.#nowMs();
    const endsMs = askedAtMs + CHALLENGE_MS;
    const { id: verifier, kid } = listed;
    const signed = { verifier, kid, purpose, asked: askedOf(question), askedAtMs, endsMs };
    const online = await leaveQuestion(party, signed, this.#ports.random, this.office.sign);
    const { challenge, parameters } = online;
    return { question, challenge, online, text: `openid4vp://?${parameters}` };
  }

  #nowMs(): number {
    return this.#ports.clock().getTime();
  }
}

function askedOf({ vct, claims }: Question): AskedClaims {
  return { vct, claims };
}
