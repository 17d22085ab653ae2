import { formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  BROADCAST,
  prepareStatus,
  verify,
  verifyMoving,
  verifyProof,
  verifySeveral,
  type Circumstances,
  type Expectation,
  type Report,
  type Trust,
} from '#core/verify/index.ts';
import type { Chain } from './chain.svelte.ts';
import { policyOf } from './policy.ts';
import type { Clock, Proofs } from './ports.ts';
import type { Arrival } from './stream-reading.svelte.ts';

/** Codes that this verifier has taken; shared with its other tabs. */
export interface SeenCodes {
  isSeen(nonce: string): boolean;
  remember(nonce: string, nowMs: number): void;
}

/** What this desk has asked, if anything. */
export interface OpenRequest {
  readonly expectation: Expectation;
  /** Nothing but an answer is good enough here. */
  readonly challengeOnly: boolean;
  /** It was answered, or the next person is called. */
  close(): void;
}

/** A verdict with the moment and the effort it took. */
export interface Inspected {
  readonly report: Report;
  readonly at: Date;
  readonly tookMs: number;
}

/** How one code is judged, on whatever is held by then. */
type Judge = (held: Trust | undefined, circumstances: Circumstances) => Report;

interface InView {
  /** Tells the code from others. */
  readonly name: string;
  readonly atMs: number;
  readonly expected: Expectation;
}

/** What an inspection needs from outside. */
export interface InspectionPorts {
  readonly seen: SeenCodes;
  readonly proofs: Pick<Proofs, 'supply'>;
  readonly clock: Clock;
  readonly stopwatch: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** A code that was out of sight for longer is shown anew. */
const IN_VIEW_MS = 3000;
const PATIENCE_MS = 2500;
const HISTORY = 50;
const NOTHING_ASKED: OpenRequest = {
  expectation: BROADCAST,
  challengeOnly: false,
  close: () => undefined,
};

/** One inspection at a time; a new code replaces the one before. Only this class writes it. */
export class Inspection {
  #current = $state.raw<Inspected>();
  #history = $state.raw<readonly Inspected[]>([]);
  #checking = $state(false);
  readonly #chain: Chain;
  readonly #ports: InspectionPorts;
  readonly #request: OpenRequest;
  #inView: InView | undefined;
  /** Of the code in view, once it can be judged. */
  #judge: Judge | undefined;
  /** Counts what was asked for; what is no longer the newest is dropped. */
  #turn = 0;

  constructor(chain: Chain, ports: InspectionPorts, request: OpenRequest = NOTHING_ASKED) {
    this.#chain = chain;
    this.#ports = ports;
    this.#request = request;
  }

  get current(): Inspected | undefined {
    return this.#current;
  }
  /** Newest first; kept in memory only. */
  get history(): readonly Inspected[] {
    return this.#history;
  }

  /** A code was read, and the first sync of this visit is waited for. */
  get checking(): boolean {
    return this.#checking;
  }

  /** What can be verified before a code comes is verified: the first person in the queue waits less. */
  async prepare(): Promise<void> {
    if (this.#chain.latest === undefined) await this.#chain.settled;
    const trust = this.#chain.latest?.trust;
    if (trust !== undefined) prepareStatus(trust);
  }

  /**
   * Judges a code. A camera sees the same code many times a second: as long as it stays in view it
   * is judged once. What is handed in is judged every time. Right after the app was opened, the sync
   * under way is waited for a little, so that no verdict rests on yesterday's data while today's are
   * a moment away.
   */
  async inspect(text: string, arrival: Arrival): Promise<void> {
    const judge: Judge = (held, { policy, isSeen, now, expected }) =>
      verify(text, held, policy, isSeen, now, expected);
    await this.#take(text, arrival, () => Promise.resolve(judge));
  }

  /** Judges in the same way what came by a moving code, which holds more than one code does. */
  async inspectMoving(text: string, arrival: Arrival): Promise<void> {
    const judge: Judge = (held, circumstances) => verifyMoving(text, held, circumstances);
    await this.#take(text, arrival, () => Promise.resolve(judge));
  }

  /** Judges in the same way several documents that are shown together, each by itself and all as one. */
  async inspectSeveral(texts: readonly string[], arrival: Arrival): Promise<void> {
    const judge: Judge = (held, circumstances) => verifySeveral(texts, held, circumstances);
    await this.#take(texts.join('\n'), arrival, () => Promise.resolve(judge));
  }

  /** Judges a self-contained proof: what came along with it is verified first, and never kept. */
  async inspectProof(untrusted: Uint8Array, arrival: Arrival): Promise<void> {
    await this.#take(formatHex(sha256(untrusted)), arrival, async () => {
      const supply = await this.#ports.proofs.supply(untrusted);
      return (held, circumstances) => verifyProof(untrusted, held, supply, circumstances);
    });
  }

  /** Newer trust data may decide what could not be decided before; nothing else is changed by it. */
  reconsider(): void {
    // A code that is waiting is judged in its turn: twice would be a replay.
    if (this.#checking) return;
    const [inView, judge] = [this.#inView, this.#judge];
    if (inView === undefined || judge === undefined) return;
    if (this.#current?.report.verdict !== 'undecided') return;
    // The same show of the same code: its new verdict takes the place of the old one.
    this.#history = this.#history.filter((each) => each !== this.#current);
    this.#conclude(judge, inView.expected);
  }

  async #take(name: string, arrival: Arrival, prepare: () => Promise<Judge>): Promise<void> {
    const { clock, wait } = this.#ports;
    const atMs = clock().getTime();
    const before = this.#inView;
    const isSame = before?.name === name && atMs - before.atMs < IN_VIEW_MS;
    const stays = isSame && arrival === 'held-up' ? before : undefined;
    // What stays in view is held against what was asked when it came into view.
    const expected = stays?.expected ?? this.#request.expectation;
    this.#inView = { name, atMs, expected };
    if (stays !== undefined) return;
    const turn = ++this.#turn;
    this.#checking = true;
    const synced = Promise.race([this.#chain.settled, wait(PATIENCE_MS)]);
    const [judge] = await Promise.all([prepare(), synced]);
    // Another code came meanwhile, or the desk has gone on to the next person.
    if (turn !== this.#turn) return;
    this.#checking = false;
    this.#judge = judge;
    this.#conclude(judge, expected);
  }

  #conclude(judge: Judge, expected: Expectation): void {
    const { seen, clock, stopwatch } = this.#ports;
    const began = stopwatch();
    const at = clock();
    const report = judge(this.#chain.latest?.trust, {
      policy: { ...policyOf(this.#chain.profile), challengeOnly: this.#request.challengeOnly },
      isSeen: (nonce) => seen.isSeen(nonce),
      now: at,
      expected,
    });
    // Only a code that was accepted is spent: whatever was missing may arrive within its minute.
    const spent = report.verdict === 'accepted' ? report.nonce : undefined;
    if (spent !== undefined) seen.remember(spent, at.getTime());
    if (report.verdict === 'accepted') this.#request.close();
    const tookMs = Math.max(1, Math.round(stopwatch() - began));
    this.#current = { report, at, tookMs };
    this.#history = [this.#current, ...this.#history].slice(0, HISTORY);
  }

  /** Ready for the next person. */
  clear(): void {
    this.#turn++;
    this.#request.close();
    this.#checking = false;
    this.#current = undefined;
  }
}
