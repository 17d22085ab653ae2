import { looksLikeToken } from '#core/exchange/index.ts';
import { codeOf } from './refusal.ts';

/** What intake needs of others. */
export interface IntakePorts {
  /** Judges the text of a code. */
  readonly inspect: (text: string) => Promise<void>;
  /** Fetches what digits lead to; refuses with `token/…`. */
  readonly collect: (digits: string) => Promise<string>;
}

/** Everything that is scanned, typed or pasted at a desk comes in here: codes, and digits for one. */
export class Intake {
  #fetching = $state(false);
  #failure = $state<string>();
  #turn = 0;
  readonly #ports: IntakePorts;

  constructor(ports: IntakePorts) {
    this.#ports = ports;
  }

  /** Digits were read, and the nodes are being asked. */
  get fetching(): boolean {
    return this.#fetching;
  }
  /** Code of why digits led to nothing; it says nothing against a document. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The newest input wins. */
  async take(untrusted: string): Promise<void> {
    const turn = ++this.#turn;
    this.#failure = undefined;
    this.#fetching = looksLikeToken(untrusted);
    const code = this.#fetching ? await this.#collected(untrusted, turn) : untrusted;
    if (code === undefined || turn !== this.#turn) return;
    this.#fetching = false;
    await this.#ports.inspect(code);
  }

  /** Ready for the next person. */
  clear(): void {
    this.#turn++;
    this.#fetching = false;
    this.#failure = undefined;
  }

  async #collected(digits: string, turn: number): Promise<string | undefined> {
    try {
      return await this.#ports.collect(digits);
    } catch (refusal) {
      const code = codeOf(refusal);
      if (turn === this.#turn) {
        this.#fetching = false;
        this.#failure = code;
      }
      return undefined;
    }
  }
}
