/** Frames of the ABCI socket: the length as a varint, then one protobuf message. */
import { concatBytes, encodeVarint } from '#core/bytes/index.ts';
import { AbciError } from './abci-error.ts';

/** More than the largest block and the largest part of a snapshot (16 MiB) with what is around them. */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024;

/** A length below the limit needs no more. */
const MAX_LENGTH_BYTES = 4;

/** A message as it is sent. */
export function encodeFrame(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(encodeVarint(message.length), message);
}

/** Takes what a socket gives, in whatever pieces, and hands out whole messages. */
export class FrameReader {
  #pieces: Uint8Array[] = [];
  #held = 0;
  /** Length of the message that has begun. */
  #wanted: number | undefined;

  /**
   * The messages that `piece` completes.
   *
   * @throws {@link AbciError} `abci/bad-frame` or `abci/frame-too-large`; the reader is of no use then.
   */
  push(piece: Uint8Array): Uint8Array[] {
    this.#pieces.push(piece);
    this.#held += piece.length;
    const messages: Uint8Array[] = [];
    for (let next = this.#next(); next !== undefined; next = this.#next()) messages.push(next);
    return messages;
  }

  #next(): Uint8Array | undefined {
    this.#wanted ??= this.#readLength();
    if (this.#wanted === undefined || this.#held < this.#wanted) return undefined;
    const all = this.#join();
    const message = all.slice(0, this.#wanted);
    this.#keep(all.subarray(this.#wanted));
    this.#wanted = undefined;
    return message;
  }

  #readLength(): number | undefined {
    const all = this.#join();
    let length = 0;
    for (let at = 0; at <= MAX_LENGTH_BYTES; at++) {
      const byte = all[at];
      if (byte === undefined) return undefined;
      length += (byte & 127) * 128 ** at;
      if (length > MAX_FRAME_BYTES) throw new AbciError('abci/frame-too-large', 'too large');
      if (byte < 128) {
        this.#keep(all.subarray(at + 1));
        return length;
      }
    }
    throw new AbciError('abci/bad-frame', 'the length does not end');
  }

  /** Only when a length or a whole message is looked for: a large one is put together once. */
  #join(): Uint8Array {
    const [first, ...more] = this.#pieces;
    if (first !== undefined && more.length === 0) return first;
    const all = concatBytes(...this.#pieces);
    this.#pieces = [all];
    return all;
  }

  #keep(rest: Uint8Array): void {
    this.#pieces = [rest];
    this.#held = rest.length;
  }
}
