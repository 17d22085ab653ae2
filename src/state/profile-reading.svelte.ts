import { isStreamText } from '#core/qr/index.ts';
import {
  StreamReading,
  type Arrival,
  type MisplacedCode,
  type ReadingProgress,
} from './stream-reading.svelte.ts';

const STRAY: MisplacedCode = 'qr/not-a-profile';

/** Reads the profile of a consortium from a moving code. It is not believed: people compare it first. */
export class ProfileReading {
  #stray = $state(false);
  readonly #moving = new StreamReading();

  /** `undefined` before the first frame and when all is there. */
  get progress(): ReadingProgress | undefined {
    return this.#moving.progress;
  }
  /** Code of why what was read last is of no use. */
  get failure(): string | undefined {
    return this.#stray ? STRAY : this.#moving.failure;
  }

  /** @returns The text of the profile once it is complete. */
  take(untrusted: string, arrival: Arrival, nowMs: number): string | undefined {
    if (!isStreamText(untrusted)) {
      this.#stray = !this.#moving.isUnderWay(nowMs);
      return undefined;
    }
    const content = this.#moving.add(untrusted, arrival, nowMs);
    this.#stray = content !== undefined && content.kind !== 'profile';
    return content?.kind === 'profile' ? content.text : undefined;
  }
}
