import { looksLikeToken } from '#core/exchange/index.ts';
import { foreignKind, isStreamText, type StreamPayload } from '#core/qr/index.ts';
import type { Clock } from './ports.ts';
import { codeOf } from './refusal.ts';
import {
  StreamReading,
  type Arrival,
  type MisplacedCode,
  type ReadingProgress,
} from './stream-reading.svelte.ts';

export type { Arrival } from './stream-reading.svelte.ts';

/** What intake needs of others. */
export interface IntakePorts {
  /** Judges the text of a code. */
  readonly inspect: (text: string, arrival: Arrival) => Promise<void>;
  /** Judges what came by a moving code. */
  readonly inspectMoving: (text: string, arrival: Arrival) => Promise<void>;
  /** Judges several documents that came by one moving code. */
  readonly inspectSeveral: (texts: readonly string[], arrival: Arrival) => Promise<void>;
  /** Judges a self-contained proof. */
  readonly inspectProof: (untrusted: Uint8Array, arrival: Arrival) => Promise<void>;
  /** Fetches what digits lead to; refuses with `token/…`. */
  readonly collect: (digits: string) => Promise<string>;
  readonly clock: Clock;
}

/** Streams that are read elsewhere. */
const MISPLACED = {
  profile: 'qr/not-a-document',
  parcel: 'qr/is-a-parcel',
} as const satisfies Record<string, MisplacedCode>;
/** More is no text of codes; the longest stream, pasted frame by frame, is far shorter. */
const MAX_TEXT = 2 ** 21;
/** Frames that were pasted one below the other. */
const BETWEEN_FRAMES = /[\r\n]+\s*(?=LS2:)/i;
/** As many as the longest stream needs. Each costs time, and the page is not to stand still for minutes. */
const MAX_FRAMES = 1024;

/**
 * Everything that is scanned, typed or pasted at a desk comes in here: codes, frames of moving codes,
 * and digits for a code.
 */
export class Intake {
  #fetching = $state(false);
  #failure = $state<string>();
  #turn = 0;
  readonly #moving = new StreamReading();
  readonly #ports: IntakePorts;

  constructor(ports: IntakePorts) {
    this.#ports = ports;
  }

  /** Digits were read, and the nodes are being asked. */
  get fetching(): boolean {
    return this.#fetching;
  }
  /** How far a moving code has been read; it goes on where it was interrupted. */
  get progress(): ReadingProgress | undefined {
    return this.#moving.progress;
  }
  /** Code of why nothing is judged; it says nothing against a document. */
  get failure(): string | undefined {
    return this.#failure ?? this.#moving.failure;
  }

  /** The newest input wins. */
  async take(untrusted: string, arrival: Arrival): Promise<void> {
    if (isStreamText(untrusted)) return this.#takeFrames(untrusted, arrival);
    // A poster beside a moving code is read between two frames, and is not what is held up.
    if (this.#isBesides(untrusted, arrival)) return;
    this.#moving.startOver();
    await this.#takeWhole(untrusted, arrival);
  }

  /** An answer that came over the network: it holds as much as a moving code does. */
  async takeAnswer(untrusted: string): Promise<void> {
    this.clear();
    await this.#ports.inspectMoving(untrusted, 'handed-in');
  }

  /** Forgets the frames of a moving code. */
  startOver(): void {
    this.#moving.startOver();
  }

  /** Ready for the next person. */
  clear(): void {
    this.#turn++;
    this.#fetching = false;
    this.#failure = undefined;
    this.#moving.startOver();
  }

  async #takeFrames(untrusted: string, arrival: Arrival): Promise<void> {
    this.#failure = undefined;
    const nowMs = this.#ports.clock().getTime();
    const contents = untrusted
      .slice(0, MAX_TEXT)
      .split(BETWEEN_FRAMES, MAX_FRAMES)
      .map((frame) => this.#moving.add(frame, arrival, nowMs));
    const content = contents.find((each) => each !== undefined);
    if (content !== undefined) await this.#takeContent(content, arrival);
  }

  async #takeContent(content: StreamPayload, arrival: Arrival): Promise<void> {
    if (content.kind === 'profile' || content.kind === 'parcel') {
      this.#failure = MISPLACED[content.kind];
      return;
    }
    this.#turn++;
    this.#fetching = false;
    switch (content.kind) {
      case 'presentation':
        return this.#ports.inspectMoving(content.text, arrival);
      case 'several':
        return this.#ports.inspectSeveral(content.texts, arrival);
      case 'proof':
        return this.#ports.inspectProof(content.body, arrival);
    }
  }

  #isBesides(untrusted: string, arrival: Arrival): boolean {
    const isUnderWay = this.#moving.isUnderWay(this.#ports.clock().getTime());
    return isUnderWay && arrival === 'held-up' && foreignKind(untrusted) !== 'document';
  }

  async #takeWhole(untrusted: string, arrival: Arrival): Promise<void> {
    const turn = ++this.#turn;
    this.#failure = undefined;
    this.#fetching = looksLikeToken(untrusted);
    const code = this.#fetching ? await this.#collected(untrusted, turn) : untrusted;
    if (code === undefined || turn !== this.#turn) return;
    this.#fetching = false;
    await this.#ports.inspect(code, arrival);
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
