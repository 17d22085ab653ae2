/** Reading small Protocol Buffers messages of varints and length-delimited fields. */
import { BytesError } from './bytes-error.ts';
import { decodeVarint } from './varint.ts';

/** Values of each field in the order of the wire: varints as `bigint`, the others as bytes. */
export type ProtobufFields = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

/**
 * Reads one message whose fields ascend, as every canonical writer leaves them. Fields beyond
 * `highest` are refused, and so are other wire types.
 *
 * @throws {@link BytesError} `bytes/not-protobuf`.
 */
export function decodeProtobuf(untrusted: Uint8Array, highest: number): ProtobufFields {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  let last = 0;
  for (let offset = 0; offset < untrusted.length;) {
    const tag = varintAt(untrusted, offset);
    const field = Number(tag.value >> 3n);
    if (field < Math.max(1, last) || field > highest) throw malformed('no such field here');
    last = field;
    const { value, next } = valueAt(untrusted, tag.next, Number(tag.value & 7n));
    fields.set(field, [...(fields.get(field) ?? []), value]);
    offset = next;
  }
  return fields;
}

/** Field `field` as bytes; empty if it was left out. @throws {@link BytesError} `bytes/not-protobuf`. */
export function bytesField(fields: ProtobufFields, field: number): Uint8Array {
  return asBytes(onlyOne(fields, field) ?? new Uint8Array());
}

/** Field `field` as an unsigned number; 0 if it was left out. @throws {@link BytesError} `bytes/not-protobuf`. */
export function integerField(fields: ProtobufFields, field: number): bigint {
  const value = onlyOne(fields, field) ?? 0n;
  if (typeof value !== 'bigint') throw malformed('bytes where a number belongs');
  return value;
}

/** All values of a repeated field of bytes or messages. @throws {@link BytesError} `bytes/not-protobuf`. */
export function repeatedField(fields: ProtobufFields, field: number): Uint8Array[] {
  return (fields.get(field) ?? []).map(asBytes);
}

function onlyOne(fields: ProtobufFields, field: number): bigint | Uint8Array | undefined {
  const values = fields.get(field) ?? [];
  if (values.length > 1) throw malformed('a field twice');
  return values[0];
}

function asBytes(value: bigint | Uint8Array): Uint8Array {
  if (typeof value === 'bigint') throw malformed('a number where bytes belong');
  return value;
}

function valueAt(bytes: Uint8Array, offset: number, wireType: number) {
  const { value, next } = varintAt(bytes, offset);
  if (wireType === 0) return { value, next };
  const end = next + Number(value);
  if (wireType !== 2 || end > bytes.length) throw malformed('cut off, or of another wire type');
  return { value: bytes.slice(next, end), next: end };
}

function varintAt(bytes: Uint8Array, offset: number) {
  try {
    return decodeVarint(bytes, offset);
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw malformed('varint', cause);
  }
}

function malformed(message: string, cause?: unknown): BytesError {
  return new BytesError('bytes/not-protobuf', message, { cause });
}
