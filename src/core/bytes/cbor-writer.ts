/** Deterministic CBOR of what our formats are mostly made of; for all else there is cborg. */
import { encode, rfc8949EncodeOptions } from 'cborg';

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

const FIRST_BYTES = 256;
const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const LIST = 4;
const MAP = 5;

type CborMap = Readonly<Record<string, Cbor>>;

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** In the order of their encodings, or `undefined` for what is no map with ASCII keys. */
function sortedKeys(value: Cbor): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const keys = Object.keys(value);
  if (!keys.every(isAscii)) return undefined;
  return keys.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** Writes a head whose number takes `size` bytes after the first; returns how many bytes it has. */
function head(view: DataView, kind: number, first: number, size: number, value = 0): number {
  view.setUint8(0, kind * 32 + first);
  if (size === 1) view.setUint8(1, value);
  else if (size === 2) view.setUint16(1, value);
  else if (size === 4) view.setUint32(1, value);
  else if (size === 8) view.setBigUint64(1, BigInt(value));
  return 1 + size;
}

/**
 * Writes the octets that cborg writes, faster: registries encode and decode a dozen items for each
 * transaction. What is not among lists, maps, safe integers, octets and ASCII is left to cborg.
 */
export class CborWriter {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  write(value: Cbor): this {
    if (typeof value === 'string' && isAscii(value)) this.#writeText(value);
    else if (typeof value === 'number' && Number.isSafeInteger(value)) this.#writeInteger(value);
    else if (value instanceof Uint8Array) this.#writeBytes(value);
    else if (Array.isArray(value)) this.#writeList(value as readonly Cbor[]);
    else {
      const keys = sortedKeys(value);
      if (keys === undefined) this.#append(encode(value, rfc8949EncodeOptions));
      else this.#writeMap(value as CborMap, keys);
    }
    return this;
  }

  /** All that was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #writeInteger(value: number): void {
    if (value < 0) this.#writeHead(NEGATIVE, -1 - value);
    else this.#writeHead(UNSIGNED, value);
  }

  #writeText(text: string): void {
    this.#writeHead(TEXT, text.length);
    this.#reserve(text.length);
    for (let at = 0; at < text.length; at++) this.#bytes[this.#length++] = text.charCodeAt(at);
  }

  #writeBytes(bytes: Uint8Array): void {
    this.#writeHead(BYTES, bytes.length);
    this.#append(bytes);
  }

  #writeList(items: readonly Cbor[]): void {
    this.#writeHead(LIST, items.length);
    for (const item of items) this.write(item);
  }

  #writeMap(map: CborMap, keys: readonly string[]): void {
    this.#writeHead(MAP, keys.length);
    for (const key of keys) {
      this.#writeText(key);
      this.write(map[key] as Cbor);
    }
  }

  /** Kind and number in the shortest form. */
  #writeHead(kind: number, value: number): void {
    this.#reserve(9);
    const view = new DataView(this.#bytes.buffer, this.#length);
    if (value < 24) this.#length += head(view, kind, value, 0);
    else if (value < 2 ** 8) this.#length += head(view, kind, 24, 1, value);
    else if (value < 2 ** 16) this.#length += head(view, kind, 25, 2, value);
    else if (value < 2 ** 32) this.#length += head(view, kind, 26, 4, value);
    else this.#length += head(view, kind, 27, 8, value);
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
