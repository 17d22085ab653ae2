/**
 * Mode 0: the segments of the text without their base64url, for issuers that write JSON otherwise
 * than we do. `[header, payload, signature, [disclosure, …], [header, payload, signature] | null]`.
 */
import { BytesError, formatBase64Url, parseBase64Url, type Cbor } from '../bytes/index.ts';
import { isList } from './json-cbor.ts';
import { LIMITS } from './limits.ts';
import { malformed } from './qr-error.ts';

/** @throws {@link QrError} `qr/malformed` for a segment that is no base64url. */
export function toSegments(text: string): Cbor[] {
  const [jwt = '', ...rest] = text.split('~');
  const keyBinding = rest.pop() ?? '';
  return [
    ...jwt.split('.').map(bytesOf),
    rest.map(bytesOf),
    keyBinding === '' ? null : keyBinding.split('.').map(bytesOf),
  ];
}

/** @throws {@link QrError} `qr/malformed`. */
export function fromSegments(untrusted: readonly Cbor[]): string {
  const [header, payload, signature, disclosures, keyBinding] = untrusted;
  if (!isList(disclosures) || disclosures.length > LIMITS.disclosures) throw malformed('segments');
  const bound = [dotted([header, payload, signature]), ...disclosures.map(segment), ''].join('~');
  if (keyBinding === null) return bound;
  if (!isList(keyBinding) || keyBinding.length !== 3) throw malformed('key binding');
  return `${bound}${dotted(keyBinding)}`;
}

function dotted(parts: readonly (Cbor | undefined)[]): string {
  return parts.map(segment).join('.');
}

function segment(part: Cbor | undefined): string {
  if (!(part instanceof Uint8Array)) throw malformed('segment');
  return formatBase64Url(part);
}

function bytesOf(segmentText: string): Uint8Array {
  try {
    return parseBase64Url(segmentText);
  } catch (refusal) {
    if (refusal instanceof BytesError) throw malformed('a segment is no base64url', refusal);
    throw refusal;
  }
}
