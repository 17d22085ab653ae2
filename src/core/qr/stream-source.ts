import { sha256 } from '../crypto/index.ts';
import { addMultiple } from './gf256.ts';
import { LIMITS } from './limits.ts';
import { tooLarge } from './qr-error.ts';
import { DIGEST_BYTES, formatStreamFrame, FRAME_HEAD_BYTES, SEQUENCES } from './stream-frame.ts';
import { rowOf } from './stream-row.ts';

/** Bytes in one frame: what a code of version 15 holds, level L, and one of version 10. */
export const FRAME_BYTES = { usual: 502, large: 258 } as const;

/** A payload as an endless sequence of frames, of which any `need` or hardly more are enough. */
export interface StreamSource {
  /** Frames that a receiver needs at least. */
  readonly need: number;
  /** The text of a frame, an alphanumeric code. The first `need` show every byte once. */
  readonly frame: (sequence: number) => string;
}

/**
 * Splits a payload into frames of at most `frameBytes`.
 *
 * @throws {@link QrError} `qr/too-large` for a payload over 256 KiB or in more than 1,024 frames.
 */
export function toStream(
  payload: Uint8Array,
  frameBytes: number = FRAME_BYTES.usual,
): StreamSource {
  const { length } = payload;
  const need = Math.ceil(length / (frameBytes - FRAME_HEAD_BYTES));
  if (length === 0 || length > LIMITS.stream || need > LIMITS.symbols) throw tooLarge();
  // No more than needed, so that the codes are as coarse as they can be.
  const symbols = split(payload, Math.ceil(length / need));
  const digest = sha256(payload).slice(0, DIGEST_BYTES);
  return {
    need: symbols.length,
    frame: (number) => {
      const sequence = number % SEQUENCES;
      return formatStreamFrame({ digest, length, sequence, symbol: combine(sequence, symbols) });
    },
  };
}

function split(payload: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(payload.length / size) }, (_, at) => {
    const symbol = new Uint8Array(size);
    symbol.set(payload.subarray(at * size, (at + 1) * size));
    return symbol;
  });
}

function combine(sequence: number, symbols: readonly Uint8Array[]): Uint8Array {
  const sum = new Uint8Array(symbols[0]?.length ?? 0);
  rowOf(sequence, symbols.length).forEach((factor, at) => {
    addMultiple(sum, symbols[at] ?? sum, factor);
  });
  return sum;
}
