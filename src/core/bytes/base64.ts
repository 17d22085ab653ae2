/**
 * Base64 of RFC 4648: section 4 (padded, as RPC answers use it) and section 5 (URL-safe without
 * padding, as JOSE uses it). Both are read canonically: exactly one text stands for given bytes.
 */
import { BytesError } from './bytes-error.ts';

/** Section 4, with padding. */
export function formatBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Section 5, without padding. */
export function formatBase64Url(bytes: Uint8Array): string {
  return formatBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws {@link BytesError} `bytes/not-base64`, also for text that is not canonical. */
export function parseBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = decode(text);
  if (bytes === undefined || formatBase64(bytes) !== text) {
    throw new BytesError('bytes/not-base64', 'not canonical base64');
  }
  return bytes;
}

/** @throws {@link BytesError} `bytes/not-base64url`, also for text that is not canonical. */
export function parseBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = decode(text.replaceAll('-', '+').replaceAll('_', '/'));
  if (bytes === undefined || formatBase64Url(bytes) !== text) {
    throw new BytesError('bytes/not-base64url', 'not canonical base64url');
  }
  return bytes;
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
