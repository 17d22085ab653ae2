/** Portraits inside credentials: bounded, and never anything but a picture. */
import { BytesError, parseBase64 } from '../bytes/index.ts';

/** Bytes of a portrait. */
export const MAX_PICTURE_BYTES = 12 * 1024;

const PATTERN = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/=]+)$/;
/** First bytes of each kind; `undefined` may be anything. */
const BEGINNINGS: Readonly<Record<string, readonly (number | undefined)[]>> = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpeg: [0xff, 0xd8, 0xff],
  webp: [0x52, 0x49, 0x46, 0x46, ...Array<undefined>(4), 0x57, 0x45, 0x42, 0x50],
};

/**
 * Whether a text is a `data:` URI of a PNG, JPEG or WebP of at most 12 KiB that begins as its kind
 * does. Any other scheme or kind is refused: a picture must not load, run or link anything.
 */
export function isPicture(untrusted: string): boolean {
  if (untrusted.length > 32 + (MAX_PICTURE_BYTES * 4) / 3) return false;
  const [, kind = '', base64 = ''] = PATTERN.exec(untrusted) ?? [];
  const bytes = decode(base64);
  if (bytes === undefined || bytes.length > MAX_PICTURE_BYTES) return false;
  return BEGINNINGS[kind]?.every((byte, at) => byte === undefined || byte === bytes[at]) === true;
}

function decode(base64: string): Uint8Array | undefined {
  try {
    return parseBase64(base64);
  } catch (refusal) {
    if (refusal instanceof BytesError) return undefined;
    throw refusal;
  }
}
