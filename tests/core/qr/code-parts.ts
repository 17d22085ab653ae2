/** Codes taken apart and put together by hand, as only an encoder of ours or an attacker does. */
import { packBody, unpackBody, type Body } from '../../../src/core/qr/packed-body.ts';
import { concatBytes, formatBase45, parseBase45 } from '#core/bytes/index.ts';

/** Bytes of a code behind its prefix. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return parseBase45(text.slice('LS1:'.length));
}

/** The body of a code, inflated. */
export function bodyOf(text: string): Uint8Array {
  const bytes = bytesOf(text);
  return unpackBody(concatBytes(bytes.subarray(1, 2), bytes.subarray(4)), 4096).body;
}

/** The code of any body, packed as it must be. */
export function codeOf(body: Uint8Array, mode: Body['mode'] = 1): string {
  const packed = packBody({ mode, body });
  return rawCode(packed.subarray(1), [1, packed[0] ?? 0]);
}

/** A code with any version, mode byte and bytes after its head. */
export function rawCode(body: Uint8Array, [version, mode]: readonly [number, number]): string {
  const head = Uint8Array.of(version, mode, body.length >> 8, body.length & 255);
  return `LS1:${formatBase45(concatBytes(head, body))}`;
}
