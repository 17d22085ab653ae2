/**
 * One frame of a stream: `LS2:` and base45 of
 *
 * `version ‖ digest (8) ‖ length (3) ‖ sequence (3) ‖ symbol`
 *
 * with numbers big-endian. Digest (the start of the payload's SHA-256), length and the symbol's
 * size are the same in all frames of a stream, and tell it from every other.
 */
import { BytesError, concatBytes, formatBase45, formatHex, parseBase45 } from '../bytes/index.ts';
import { foreignKind } from './foreign-kind.ts';
import { tidy } from './frame.ts';
import { LIMITS } from './limits.ts';
import { malformed, newer, QrError, tooLarge } from './qr-error.ts';

/** A frame that was read; only its form is checked. */
export interface StreamFrame {
  /** The first {@link DIGEST_BYTES} bytes of the payload's SHA-256. */
  readonly digest: Uint8Array;
  /** Bytes of the payload. */
  readonly length: number;
  readonly sequence: number;
  readonly symbol: Uint8Array;
}

export const DIGEST_BYTES = 8;
/** Sequence numbers begin again after so many frames: nineteen days at ten a second. */
export const SEQUENCES = 2 ** 24;
export const FRAME_HEAD_BYTES = 1 + DIGEST_BYTES + 3 + 3;

const PREFIX = 'LS2:';
const VERSION = 1;

export function formatStreamFrame({ digest, length, sequence, symbol }: StreamFrame): string {
  const head = concatBytes(Uint8Array.of(VERSION), digest, three(length), three(sequence));
  return `${PREFIX}${formatBase45(concatBytes(head, symbol))}`;
}

/** Whether a text presents itself as a frame of a stream, of whatever version. */
export function isStreamText(untrusted: string): boolean {
  return tidy(untrusted, 32).startsWith(PREFIX);
}

/** How many symbols the payload has, all of one size but for zeros after the end. */
export function symbolCount({ length, symbol }: StreamFrame): number {
  return Math.ceil(length / symbol.length);
}

/** What all frames of one stream have in common. */
export function streamName({ digest, length, symbol }: StreamFrame): string {
  return `${formatHex(digest)}/${length}/${symbol.length}`;
}

/**
 * Reads a frame. Forgives what pasting does to a text, as a presentation does.
 *
 * @throws {@link QrError} `qr/foreign` with its kind, `qr/newer-version`, `qr/too-large` for a
 * payload over 256 KiB or in more than 1,024 symbols, `qr/malformed`.
 */
export function parseStreamFrame(untrusted: string): StreamFrame {
  const text = tidy(untrusted, LIMITS.text.code);
  if (/^LS[3-9]:/.test(text)) throw newer();
  if (!text.startsWith(PREFIX)) {
    throw new QrError('qr/foreign', 'no frame of ours', { kind: foreignKind(untrusted) });
  }
  if (text.length > LIMITS.text.code) throw tooLarge();
  const bytes = readBase45(text.slice(PREFIX.length));
  const version = bytes[0];
  if (version !== undefined && version > VERSION) throw newer();
  if (version !== VERSION || bytes.length <= FRAME_HEAD_BYTES) throw malformed('frame');
  const at = 1 + DIGEST_BYTES;
  const frame = {
    digest: bytes.slice(1, at),
    length: number(bytes.subarray(at, at + 3)),
    sequence: number(bytes.subarray(at + 3, at + 6)),
    symbol: bytes.slice(FRAME_HEAD_BYTES),
  };
  if (frame.length > LIMITS.stream || symbolCount(frame) > LIMITS.symbols) throw tooLarge();
  if (frame.length === 0 || frame.symbol.length > frame.length) throw malformed('length');
  return frame;
}

/** @throws {@link QrError} `qr/malformed`. */
export function readBase45(text: string): Uint8Array {
  try {
    return parseBase45(text);
  } catch (refusal) {
    if (refusal instanceof BytesError) throw malformed('not base45', refusal);
    throw refusal;
  }
}

function three(value: number): Uint8Array {
  return Uint8Array.of(value >> 16, (value >> 8) & 255, value & 255);
}

function number(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
