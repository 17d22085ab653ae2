/**
 * A code's outer form: `LS1:` and base45 of `version ‖ mode ‖ length (2 bytes, big-endian) ‖ body`,
 * the body as `packBody` makes it. The length tells a code that was cut off from one that is wrong.
 */
import { BytesError, concatBytes, formatBase45, parseBase45 } from '../bytes/index.ts';
import { foreignKind } from './foreign-kind.ts';
import { LIMITS, type Carrier } from './limits.ts';
import { packBody, readMode, unpackBody, type Body } from './packed-body.ts';
import { malformed, newer, QrError, tooLarge } from './qr-error.ts';

export const PREFIX = 'LS1:';
const ALPHABET = /^[0-9A-Z $%*+\-./:]*$/;
const VERSION = 1;
const HEAD_BYTES = 4;

/** @throws {@link QrError} `qr/too-large` for more than a presentation in a stream may hold. */
export function formatFrame(body: Body): string {
  if (body.body.length > LIMITS.body.stream) throw tooLarge();
  const packed = packBody(body);
  const length = packed.length - 1;
  const head = Uint8Array.of(VERSION, packed[0] ?? 0, length >> 8, length & 0xff);
  return `${PREFIX}${formatBase45(concatBytes(head, packed.subarray(1)))}`;
}

/**
 * Forgives what pasting does to a text: white space around it, line breaks, lower case, full-width
 * characters. Nothing else.
 *
 * @throws {@link QrError} `qr/foreign` with its kind, `qr/too-large`, `qr/newer-version` for a
 * version or mode of a later app, `qr/truncated` if the end is missing or it is one frame
 * of a stream, `qr/malformed`.
 */
export function parseFrame(untrusted: string, carrier: Carrier): Body {
  const text = tidy(untrusted, LIMITS.text[carrier]);
  if (/^LS[3-9]:/.test(text)) throw newer();
  // One frame of a stream is a part of a document.
  if (text.startsWith('LS2:')) throw truncated();
  if (!text.startsWith(PREFIX)) {
    throw new QrError('qr/foreign', 'not a code of ours', { kind: foreignKind(untrusted) });
  }
  if (text.length > LIMITS.text[carrier]) throw tooLarge();
  const base45 = text.slice(PREFIX.length);
  if (!ALPHABET.test(base45)) throw malformed('not base45');
  const whole = readBase45(base45);
  // A text that was cut within a group is read up to that group, and its length then says so.
  const bytes = whole ?? readBase45(base45.slice(0, base45.length - (base45.length % 3)));
  if (bytes === undefined) throw malformed('not base45');
  const frame = readHead(bytes, LIMITS.body[carrier]);
  if (whole === undefined) throw malformed('not base45');
  return frame;
}

/** Base45 never ends in a space, so trimming loses nothing. What is over every limit stays so. */
export function tidy(untrusted: string, maxLength: number): string {
  const bounded = untrusted.slice(0, 2 * maxLength).normalize('NFKC');
  return bounded
    .replace(/[\r\n\t]/g, '')
    .trim()
    .toUpperCase();
}

function readBase45(text: string): Uint8Array | undefined {
  try {
    return parseBase45(text);
  } catch (refusal) {
    if (refusal instanceof BytesError) return undefined;
    throw refusal;
  }
}

function readHead(bytes: Uint8Array, maxBytes: number): Body {
  const [version, mode, high, low] = bytes;
  if (version === undefined || mode === undefined) throw truncated();
  if (version !== VERSION) throw newer();
  readMode(mode);
  if (high === undefined || low === undefined) throw truncated();
  const length = high * 256 + low;
  if (length > maxBytes) throw tooLarge();
  const body = bytes.subarray(HEAD_BYTES);
  if (body.length < length) throw truncated();
  if (body.length > length) throw malformed('bytes after the end');
  return unpackBody(concatBytes(Uint8Array.of(mode), body), maxBytes);
}

function truncated(): QrError {
  return new QrError('qr/truncated', 'the end is missing');
}
