import { concatBytes, equalBytes } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { StreamError } from './qr-error.ts';
import {
  DIGEST_BYTES,
  parseStreamFrame,
  streamName,
  symbolCount,
  type StreamFrame,
} from './stream-frame.ts';
import { rowOf } from './stream-row.ts';
import { SymbolSolver } from './symbol-solver.ts';

/** How far a stream has been collected, in frames; `payload` once that is all of it. */
export interface StreamProgress {
  readonly have: number;
  readonly need: number;
  /** What was sent, with its digest checked. Nothing else in it is believed. */
  readonly payload: Uint8Array | undefined;
}

interface Collecting {
  readonly name: string;
  readonly need: number;
  solver: SymbolSolver;
  payload: Uint8Array | undefined;
}

/**
 * Collects one stream from its frames: in any order, with any losses and repeats, over several
 * passes and interruptions. It holds at most 256 KiB of symbols and 1 MiB of coefficients.
 */
export class StreamCollector {
  #stream: Collecting | undefined;

  /** `undefined` before the first frame. */
  get progress(): StreamProgress | undefined {
    const stream = this.#stream;
    return stream && { have: haveOf(stream), need: stream.need, payload: stream.payload };
  }

  /**
   * Takes the text of a code.
   *
   * @throws {@link QrError} of `parseStreamFrame`. {@link StreamError} `qr/mixed-streams` for a frame
   * of another stream than the one begun, which is kept until {@link startOver};
   * `qr/damaged-stream` if what was put together is not what was sent: a frame was wrong, and the
   * same stream is collected anew.
   */
  add(untrusted: string): StreamProgress {
    const frame = parseStreamFrame(untrusted);
    const name = streamName(frame);
    const stream = (this.#stream ??= begin(name, symbolCount(frame)));
    if (stream.name !== name) throw new StreamError('qr/mixed-streams', 'of another stream');
    if (stream.payload === undefined) collect(stream, frame);
    return { have: haveOf(stream), need: stream.need, payload: stream.payload };
  }

  /** Forgets what was collected; the next frame says which stream it is. */
  startOver(): void {
    this.#stream = undefined;
  }
}

function begin(name: string, need: number): Collecting {
  return { name, need, solver: new SymbolSolver(), payload: undefined };
}

function haveOf({ payload, need, solver }: Collecting): number {
  return payload === undefined ? solver.have : need;
}

function collect(stream: Collecting, frame: StreamFrame): void {
  stream.solver.add(rowOf(frame.sequence, stream.need), frame.symbol);
  if (stream.solver.have < stream.need) return;
  const payload = concatBytes(...stream.solver.symbols()).slice(0, frame.length);
  stream.solver = new SymbolSolver();
  if (!equalBytes(sha256(payload).subarray(0, DIGEST_BYTES), frame.digest)) {
    throw new StreamError('qr/damaged-stream', 'a frame was wrong');
  }
  stream.payload = payload;
}
