/**
 * A body with its mode byte in front: bits 0–3 say how it is written, bit 7 that it is deflated, and
 * then bits 4–6 with which dictionary. It is deflated only where that makes it smaller.
 */
import { BytesError, concatBytes, deflateRaw, equalBytes, inflateRaw } from '../bytes/index.ts';
import { DICTIONARIES } from './dictionary.ts';
import { malformed, newer, tooLarge } from './qr-error.ts';

/** How a body is written: as segments, or deep. */
export const MODE = { segments: 0, deep: 1 } as const;
export type Mode = (typeof MODE)[keyof typeof MODE];

/** A body with how to read it. */
export interface Body {
  readonly mode: Mode;
  readonly body: Uint8Array;
}

const DEFLATED = 0x80;
const DICTIONARY = 0;

/** `mode byte ‖ body`. */
export function packBody({ mode, body }: Body): Uint8Array<ArrayBuffer> {
  const deflated = deflateRaw(body, DICTIONARIES[DICTIONARY]);
  if (deflated.length >= body.length) return concatBytes(Uint8Array.of(mode), body);
  return concatBytes(Uint8Array.of(mode | DEFLATED | (DICTIONARY << 4)), deflated);
}

/**
 * Says whether this app can read a body of this mode byte.
 *
 * @throws {@link QrError} `qr/newer-version` for a mode or dictionary of a later app.
 */
export function readMode(untrusted: number): { mode: Mode; dictionary: Uint8Array | undefined } {
  const mode = untrusted & 0x0f;
  const isDeflated = untrusted >= DEFLATED;
  const number = (untrusted >> 4) & 7;
  const dictionary = isDeflated ? DICTIONARIES[number] : undefined;
  const known = isDeflated ? dictionary !== undefined : number === 0;
  if (!known || (mode !== MODE.deep && mode !== MODE.segments)) throw newer();
  return { mode, dictionary };
}

/**
 * Takes a body apart. Only what {@link packBody} writes is taken, so that two codes never say the same.
 *
 * @param maxBytes - Most that the body may hold.
 * @throws {@link QrError} `qr/newer-version`, `qr/too-large`, `qr/malformed` for what does not inflate
 * or is packed in another way than ours.
 */
export function unpackBody(untrusted: Uint8Array, maxBytes: number): Body {
  const [first, packed] = [untrusted[0], untrusted.subarray(1)];
  if (first === undefined) throw malformed('no mode');
  const { mode, dictionary } = readMode(first);
  if (packed.length > maxBytes) throw tooLarge();
  const body = dictionary === undefined ? packed : inflated(packed, maxBytes, dictionary);
  if (!equalBytes(packBody({ mode, body }), untrusted)) throw malformed('packed in another way');
  return { mode, body };
}

function inflated(packed: Uint8Array, maxBytes: number, dictionary: Uint8Array): Uint8Array {
  try {
    return inflateRaw(packed, maxBytes, dictionary);
  } catch (refusal) {
    if (!(refusal instanceof BytesError)) throw refusal;
    if (refusal.code === 'bytes/too-long') throw tooLarge();
    throw malformed('does not inflate', refusal);
  }
}
