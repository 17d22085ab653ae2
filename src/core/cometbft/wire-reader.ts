/** Reading the few Protocol Buffers that nodes send inside JSON. */
import { BytesError, decodeVarint } from '../bytes/index.ts';
import { malformed } from './cometbft-error.ts';

/** Values of each field in the order of the wire: varints as `bigint`, the others as bytes. */
export type WireFields = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

/**
 * Reads one message of varint and length-delimited fields, in ascending order of fields, as every
 * canonical writer leaves them. Fields beyond `highest` are refused.
 *
 * @throws {@link CometbftError} `cometbft/malformed`.
 */
export function readFields(untrusted: Uint8Array, what: string, highest: number): WireFields {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  let last = 0;
  for (let offset = 0; offset < untrusted.length;) {
    const tag = varintAt(untrusted, offset, what);
    const field = Number(tag.value >> 3n);
    if (field < Math.max(1, last) || field > highest) throw malformed(what);
    last = field;
    const { value, next } = valueAt(untrusted, tag.next, Number(tag.value & 7n), what);
    fields.set(field, [...(fields.get(field) ?? []), value]);
    offset = next;
  }
  return fields;
}

function valueAt(bytes: Uint8Array, offset: number, wireType: number, what: string) {
  const { value, next } = varintAt(bytes, offset, what);
  if (wireType === 0) return { value, next };
  const end = next + Number(value);
  if (wireType !== 2 || end > bytes.length) throw malformed(what);
  return { value: bytes.slice(next, end), next: end };
}

function varintAt(bytes: Uint8Array, offset: number, what: string) {
  try {
    return decodeVarint(bytes, offset);
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw malformed(what, { cause });
  }
}
