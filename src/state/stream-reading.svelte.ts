import { decodeStreamPayload, StreamCollector, type StreamPayload } from '#core/qr/index.ts';
import { codeOf } from './refusal.ts';

/**
 * How a code arrives: `held-up` to a camera or a gun, which see it again and again, or `handed-in`
 * once, by somebody who pastes it or chooses a picture.
 */
export type Arrival = 'held-up' | 'handed-in';

/** How far a moving code has been read. */
export interface ReadingProgress {
  readonly have: number;
  readonly need: number;
}

/** Why a moving code is of no use where it was read. */
export type MisplacedCode = 'qr/not-a-document' | 'qr/not-a-profile' | 'qr/is-a-parcel';

/** What was not seen for so long has left the view; what says nothing new for so long does not move. */
const LEFT_MS = 1500;

/** Moving codes, one at a time, frame by frame. Only this class writes it. */
export class StreamReading {
  #progress = $state.raw<ReadingProgress>();
  #failure = $state<string>();
  #content: StreamPayload | undefined;
  #seenMs = -Infinity;
  /** When a frame last said anything new. */
  #gainedMs = -Infinity;
  #mixedMs = -Infinity;
  readonly #collector = new StreamCollector();

  /** `undefined` before the first frame and when all is there. */
  get progress(): ReadingProgress | undefined {
    return this.#progress;
  }
  /** Code of why the last frame was no use; what was read before is kept. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Whether a moving code is before the camera, not read to its end. */
  isUnderWay(nowMs: number): boolean {
    return this.#progress !== undefined && nowMs - this.#seenMs <= LEFT_MS;
  }

  /**
   * Takes a frame. A code that has left the view, or stands still as one on paper does, gives way to the next one
   * that is held up; of two that move, the one begun is kept, with `qr/mixed-streams` as the failure, until {@link startOver}.
   *
   * @returns What was sent, once that is complete, and again with every frame after.
   */
  add(untrusted: string, arrival: Arrival, nowMs: number): StreamPayload | undefined {
    try {
      this.#collect(untrusted, arrival, nowMs);
      this.#seenMs = nowMs;
      const payload = this.#collector.progress?.payload;
      if (payload !== undefined) this.#content ??= decodeStreamPayload(payload);
      if (this.#isSettled(arrival, nowMs)) this.#failure = undefined;
      return this.#content;
    } catch (refusal) {
      this.#failure = codeOf(refusal);
      if (this.#failure === 'qr/mixed-streams') this.#mixedMs = nowMs;
      return undefined;
    } finally {
      this.#progress = this.#incomplete();
    }
  }

  /** Forgets what was read. */
  startOver(): void {
    this.#collector.startOver();
    this.#content = undefined;
    this.#progress = undefined;
    this.#failure = undefined;
  }

  #collect(untrusted: string, arrival: Arrival, nowMs: number): void {
    const had = this.#collector.progress?.have;
    try {
      if (this.#collector.add(untrusted).have !== had) this.#gainedMs = nowMs;
    } catch (refusal) {
      if (codeOf(refusal) !== 'qr/mixed-streams' || !this.#givesWay(arrival, nowMs)) throw refusal;
      this.startOver();
      this.#collector.add(untrusted);
      this.#gainedMs = nowMs;
    }
  }

  /** Words about two codes in view stay until one of them has gone, or they would flicker. */
  #isSettled(arrival: Arrival, nowMs: number): boolean {
    const isRead = this.#content !== undefined;
    return isRead || arrival === 'handed-in' || nowMs - this.#mixedMs > LEFT_MS;
  }

  #givesWay(arrival: Arrival, nowMs: number): boolean {
    const isRead = this.#collector.progress?.payload !== undefined;
    return isRead || (arrival === 'held-up' && nowMs - this.#gainedMs > LEFT_MS);
  }

  #incomplete(): ReadingProgress | undefined {
    const progress = this.#collector.progress;
    if (progress === undefined || progress.payload !== undefined) return undefined;
    return { have: progress.have, need: progress.need };
  }
}
