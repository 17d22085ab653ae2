/** Portraits inside credentials: bounded, and never anything but a picture. */
import { BytesError, parseBase64 } from '../bytes/index.ts';

/** Bytes of a portrait. */
export const MAX_PICTURE_BYTES = 12 * 1024;

const PATTERN = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/=]+)$/;
const BEGINNINGS: Readonly<Record<string, RegExp>> = {
  png: /^\x89PNG\r\n\x1a\n/,
  jpeg: /^\xff\xd8\xff/,
  webp: /^RIFF[^]{4}WEBP/,
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
  return BEGINNINGS[kind]?.test(String.fromCharCode(...bytes.subarray(0, 12))) === true;
}

function decode(base64: string): Uint8Array | undefined {
  try {
    return parseBase64(base64);
  } catch (refusal) {
    if (refusal instanceof BytesError) return undefined;
    throw refusal;
  }
}
