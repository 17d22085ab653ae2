/**
 * Several presentations that are shown together, as one deterministic CBOR list `[version, code, code, …]`
 * of the bytes of their codes. It is always a stream's payload; each of them stays a presentation of its own.
 */
import { decodeCbor, encodeCbor, formatHex, type Cbor } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import { codeFromBytes, codeToBytes } from './code-bytes.ts';
import { isList } from './json-cbor.ts';
import { LIMITS } from './limits.ts';
import { malformed, newer, tooLarge } from './qr-error.ts';

const VERSION = 1;
const FEWEST = 2;

/**
 * @param codes - Texts of presentations, from two to ten.
 * @throws {@link QrError} `qr/too-large` for more documents or bytes than a stream holds, `qr/malformed` for fewer
 * than two, one that is there twice, or a text that is not that of a presentation's code.
 */
export function encodeSeveral(codes: readonly string[]): Uint8Array<ArrayBuffer> {
  const bodies = codes.map(codeToBytes);
  requireSeveral(bodies);
  const encoded = encodeCbor([VERSION, ...bodies]);
  if (encoded.length >= LIMITS.stream) throw tooLarge();
  return encoded;
}

/**
 * @returns Texts for `decodeEnvelope`, carried by a stream; nothing in them is read yet.
 * @throws {@link QrError} `qr/newer-version` for a list of a later app, `qr/too-large` over ten documents, 32 KiB
 * for one, or 256 KiB for all, `qr/malformed`.
 */
export function decodeSeveral(untrusted: Uint8Array): readonly string[] {
  if (untrusted.length >= LIMITS.stream) throw tooLarge();
  const whole = decoded(untrusted);
  if (!isList(whole) || typeof whole[0] !== 'number') throw malformed('not a list of documents');
  const [version, ...bodies] = whole;
  if (typeof version === 'number' && version > VERSION) throw newer();
  if (version !== VERSION || !bodies.every(isBytes)) throw malformed('parts');
  requireSeveral(bodies);
  return bodies.map(codeFromBytes);
}

function requireSeveral(bodies: readonly Uint8Array[]): void {
  if (bodies.length > LIMITS.documents) throw tooLarge();
  if (bodies.length < FEWEST) throw malformed('not several');
  // The same code twice would be counted as two documents.
  if (new Set(bodies.map(formatHex)).size !== bodies.length) throw malformed('twice');
}

function isBytes(untrusted: Cbor | undefined): untrusted is Uint8Array {
  return untrusted instanceof Uint8Array && untrusted.length > 0;
}

function decoded(untrusted: Uint8Array): Cbor {
  try {
    return decodeCbor(untrusted, LIMITS.stream);
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw malformed('not deterministic CBOR', cause);
  }
}
