/**
 * Deterministic CBOR (RFC 8949, section 4.2.1) over cborg: definite lengths, shortest integers,
 * sorted map keys, no tags, no floats, no undefined. Maps with text keys are plain objects here.
 */
import { decode, encode, rfc8949EncodeOptions, type DecodeOptions } from 'cborg';
import { equalBytes } from './array.ts';
import { BoundedTokens } from './bounded-tokens.ts';
import { BytesError } from './bytes-error.ts';

/** What our formats are made of. Integers beyond 2^53 are `bigint`. */
export type Cbor =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Cbor[]
  | { readonly [key: string]: Cbor };

const STRICT: DecodeOptions = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  rejectDuplicateMapKeys: true,
  useMaps: false,
};

/** Encodes deterministically. */
export function encodeCbor(value: Cbor): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encode(value, rfc8949EncodeOptions));
}

/**
 * Decodes exactly one item of at most `maxBytes`, and only its deterministic encoding, so that two
 * different byte strings never mean the same. What is nested more than 64 deep is none of ours.
 *
 * @throws {@link BytesError} `bytes/too-long`, `bytes/not-cbor` or `bytes/not-canonical-cbor`.
 */
export function decodeCbor(bytes: Uint8Array, maxBytes: number): Cbor {
  if (bytes.length > maxBytes) throw new BytesError('bytes/too-long', 'CBOR is over its limit');
  const value = decodeStrict(bytes);
  if (!equalBytes(encodeCbor(value), bytes)) {
    throw new BytesError('bytes/not-canonical-cbor', 'CBOR is not deterministic');
  }
  return value;
}

function decodeStrict({ buffer, byteOffset, length }: Uint8Array): Cbor {
  // Octets inside are of the kind that is read: out of one of Node's buffers, they would be such buffers.
  const bytes = new Uint8Array(buffer, byteOffset, length);
  try {
    return decode(bytes, { ...STRICT, tokenizer: new BoundedTokens(bytes, STRICT) }) as Cbor;
  } catch (cause) {
    throw new BytesError('bytes/not-cbor', 'not CBOR', { cause });
  }
}
