/**
 * A relying party's endpoint (OpenID4VP 1.0): keeps signed requests for wallets to fetch and answers for the
 * page that has asked. It makes, judges and trusts nothing: the page signs and verifies, this passes on.
 */
import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '#core/crypto/index.ts';
import { encodeUtf8, formatHex } from '#core/bytes/index.ts';

/** A request that waits for a wallet, or its answer that waits for the page. */
interface Exchange {
  readonly request: string;
  /** SHA-256 of the secret with which the answer is collected, in hex: whoever sees the code cannot. */
  readonly reader: string;
  readonly endsMs: number;
  answer?: string;
}

export type Deposited = 'kept' | 'taken' | 'full';

/** As long as a counter waits for an answer, and a little more. */
const KEPT_MS = 4 * 60_000;
const MOST = 200;

/** In memory alone: what is not collected in time is forgotten. */
export class RelyingParty {
  readonly #exchanges = new Map<string, Exchange>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Keeps a request under an id that the page chose, once. */
  deposit(id: string, request: string, reader: string): Deposited {
    this.#forgetOld();
    if (this.#exchanges.has(id)) return 'taken';
    if (this.#exchanges.size >= MOST) return 'full';
    const endsMs = this.#now().getTime() + KEPT_MS;
    this.#exchanges.set(id, { request, reader, endsMs });
    return 'kept';
  }

  request(id: string): string | undefined {
    return this.#find(id)?.request;
  }

  /** The first answer counts. `false` if none is waited for. */
  answer(id: string, answer: string): boolean {
    const exchange = this.#find(id);
    if (exchange === undefined || exchange.answer !== undefined) return false;
    exchange.answer = answer;
    return true;
  }

  /** Hands the answer out once. `waiting` while there is none, `absent` without the secret too. */
  collect(id: string, secret: string): { readonly answer: string } | 'waiting' | 'absent' {
    const exchange = this.#find(id);
    if (exchange === undefined || !isReader(exchange, secret)) return 'absent';
    if (exchange.answer === undefined) return 'waiting';
    this.#exchanges.delete(id);
    return { answer: exchange.answer };
  }

  #find(id: string): Exchange | undefined {
    this.#forgetOld();
    return this.#exchanges.get(id);
  }

  #forgetOld(): void {
    const nowMs = this.#now().getTime();
    for (const [id, { endsMs }] of this.#exchanges) if (nowMs >= endsMs) this.#exchanges.delete(id);
  }
}

function isReader({ reader }: Exchange, secret: string): boolean {
  const digest = formatHex(sha256(encodeUtf8(secret)));
  return timingSafeEqual(encodeUtf8(digest), encodeUtf8(reader));
}
