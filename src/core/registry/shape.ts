/**
 * Strict shapes of decoded CBOR: a map has exactly the fields that are named, a list a bounded
 * number of items, a text a bounded length. Everything else is `registry/malformed`.
 */
import { decodeCbor, encodeCbor, type Cbor } from '../bytes/index.ts';
import { RegistryError } from './registry-error.ts';

/** Reads one value or refuses it. */
export type Shape<T> = (untrusted: Cbor | undefined) => T;

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Read<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]> };

/** A map with all of `required`, perhaps some of `optional`, and nothing else. */
export function fields<R extends Fields>(required: R): Shape<Read<R>>;
export function fields<R extends Fields, O extends Fields>(
  required: R,
  optional: O,
): Shape<Read<R> & Partial<Read<O>>>;
export function fields(required: Fields, optional: Fields = {}): Shape<unknown> {
  const shapes = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (untrusted) => {
    const map = textMap(untrusted);
    const missing = Object.keys(required).some((name) => !map.has(name));
    if (missing || [...map.keys()].some((name) => !shapes.has(name))) throw malformed('fields');
    const read = [...map].map(([name, value]) => [name, shapes.get(name)?.(value)] as const);
    return Object.fromEntries(read);
  };
}

/** A map with free keys of the given shape. */
export function mapOf<T>(
  key: Shape<string>,
  value: Shape<T>,
  max: number,
): Shape<ReadonlyMap<string, T>> {
  return (untrusted) => {
    const map = textMap(untrusted);
    if (map.size > max) throw malformed('map size');
    return new Map([...map].map(([name, item]) => [key(name), value(item)]));
  };
}

/** A list of `min` to `max` items. */
export function list<T>(item: Shape<T>, min: number, max: number): Shape<readonly T[]> {
  return (untrusted) => {
    if (!Array.isArray(untrusted)) throw malformed('list');
    const items: readonly Cbor[] = untrusted;
    if (items.length < min || items.length > max) throw malformed('list length');
    return items.map((value) => item(value));
  };
}

/** A text that `pattern` matches whole. */
export function text(pattern: RegExp): Shape<string> {
  return (untrusted) => {
    if (typeof untrusted !== 'string' || !pattern.test(untrusted)) throw malformed('text');
    return untrusted;
  };
}

/** One of a few texts. */
export function oneOf<const T extends string>(...texts: readonly T[]): Shape<T> {
  return (untrusted) => {
    const found = texts.find((candidate) => candidate === untrusted);
    if (found === undefined) throw malformed('choice');
    return found;
  };
}

/** A safe integer of at least `min` and at most `max`. */
export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER): Shape<number> {
  return (untrusted) => {
    if (typeof untrusted !== 'number' || !Number.isSafeInteger(untrusted)) {
      throw malformed('integer');
    }
    if (untrusted < min || untrusted > max) throw malformed('integer range');
    return untrusted;
  };
}

/** A byte string of `min` to `max` bytes. */
export function bytes(min: number, max: number = min): Shape<Uint8Array> {
  return (untrusted) => {
    if (!(untrusted instanceof Uint8Array)) throw malformed('bytes');
    if (untrusted.length < min || untrusted.length > max) throw malformed('byte length');
    return untrusted;
  };
}

/**
 * Decodes deterministic CBOR of one shape.
 *
 * @throws {@link RegistryError} `registry/too-large` or `registry/malformed`.
 */
export function decodeShape<T>(untrusted: Uint8Array, maxBytes: number, shape: Shape<T>): T {
  if (untrusted.length > maxBytes) throw new RegistryError('registry/too-large', 'over its limit');
  return shape(decodeAny(untrusted, maxBytes));
}

/**
 * Encodes a value after checking that it would be read back.
 *
 * @throws {@link RegistryError} `registry/too-large` or `registry/malformed`.
 */
export function encodeShape<T>(
  value: NoInfer<T>,
  maxBytes: number,
  shape: Shape<T>,
): Uint8Array<ArrayBuffer> {
  const cbor = value as Cbor;
  shape(cbor);
  const encoded = encodeCbor(cbor);
  if (encoded.length > maxBytes) throw new RegistryError('registry/too-large', 'over its limit');
  return encoded;
}

/** The refusal that every shape gives. */
export function malformed(what: string): RegistryError {
  return new RegistryError('registry/malformed', `unexpected ${what}`);
}

function textMap(untrusted: Cbor | undefined): ReadonlyMap<string, Cbor> {
  const isMap =
    typeof untrusted === 'object' &&
    untrusted !== null &&
    !Array.isArray(untrusted) &&
    !(untrusted instanceof Uint8Array);
  if (!isMap) throw malformed('kind');
  return new Map(Object.entries(untrusted));
}

function decodeAny(untrusted: Uint8Array, maxBytes: number): Cbor {
  try {
    return decodeCbor(untrusted, maxBytes);
  } catch (cause) {
    // Nesting that exhausts the stack is no CBOR of ours either.
    throw new RegistryError('registry/malformed', 'not deterministic CBOR', { cause });
  }
}
