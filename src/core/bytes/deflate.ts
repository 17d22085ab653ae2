/**
 * Deflating small inputs (RFC 1951): one block with the fixed codes, for which the cheapest parse is
 * found by trying all. Dynamic codes cost more to describe than they save at a kilobyte. Formats rest
 * on it: it must always write the same bytes for the same input.
 */
import { DISTANCE_BASE, DISTANCE_EXTRA, LENGTH_BASE, LENGTH_EXTRA } from './deflate-tables.ts';
import { concatBytes } from './array.ts';

const MIN_MATCH = 3;
const MAX_MATCH = 258;
const WINDOW = 32_768;
/** Earlier places that are tried for a match: what is read here is short. */
const TRIED = 32;
const END = 256;

/** A literal byte, or `length` bytes from `distance` back. */
interface Token {
  readonly length: number;
  readonly distance: number;
}

/**
 * Raw deflate, the same bytes for the same input.
 *
 * @param dictionary - Stands before the data; `inflateRaw` needs the same one.
 */
export function deflateRaw(
  data: Uint8Array,
  dictionary: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const whole = concatBytes(dictionary, data);
  const writer = new BitWriter();
  writer.bits(0b011, 3);
  let at = dictionary.length;
  for (const { length, distance } of cheapest(whole, dictionary.length)) {
    if (length === 1) writeSymbol(writer, whole[at] ?? 0);
    else writeMatch(writer, length, distance);
    at += length;
  }
  writeSymbol(writer, END);
  return writer.take();
}

/** The tokens with the fewest bits, by the shortest way from each place to the end. */
function cheapest(whole: Uint8Array, from: number): readonly Token[] {
  const matches = findMatches(whole, from);
  const cost = new Float64Array(whole.length + 1);
  const choice = new Array<Token>(whole.length);
  for (let at = whole.length - 1; at >= from; at--) {
    cost[at] = symbolBits(whole[at] ?? 0) + (cost[at + 1] ?? 0);
    choice[at] = { length: 1, distance: 0 };
    let shortest = MIN_MATCH;
    for (const { length: longest, distance } of matches[at - from] ?? []) {
      const far = distanceBits(distance);
      for (let length = shortest; length <= longest; length++) {
        const price = far + (LENGTH_BITS[length] ?? 0) + (cost[at + length] ?? 0);
        if (price >= (cost[at] ?? 0)) continue;
        cost[at] = price;
        choice[at] = { length, distance };
      }
      shortest = longest + 1;
    }
  }
  const tokens: Token[] = [];
  for (let at = from; at < whole.length; at += tokens.at(-1)?.length ?? 1) {
    tokens.push(choice[at] ?? { length: 1, distance: 0 });
  }
  return tokens;
}

/** For each place, the matches that are longer than every nearer one. */
function findMatches(whole: Uint8Array, from: number): readonly (readonly Token[])[] {
  const places = new Map<number, number[]>();
  return Array.from({ length: whole.length }, (_, at) => {
    const key = ((whole[at] ?? 0) << 16) | ((whole[at + 1] ?? 0) << 8) | (whole[at + 2] ?? 0);
    const earlier = places.get(key) ?? [];
    const found = at < from || at + MIN_MATCH > whole.length ? [] : longer(whole, at, earlier);
    places.set(key, [...earlier.slice(1 - TRIED), at]);
    return found;
  }).slice(from);
}

function longer(whole: Uint8Array, at: number, earlier: readonly number[]): readonly Token[] {
  const found: Token[] = [];
  const most = Math.min(MAX_MATCH, whole.length - at);
  let best = MIN_MATCH - 1;
  for (const place of earlier.toReversed()) {
    const distance = at - place;
    if (distance > WINDOW || best === most) break;
    if (whole[place + best] !== whole[at + best]) continue;
    const length = sharedLength(whole, place, at, most);
    if (length <= best) continue;
    found.push({ length, distance });
    best = length;
  }
  return found;
}

function sharedLength(whole: Uint8Array, place: number, at: number, most: number): number {
  let length = 0;
  while (length < most && whole[place + length] === whole[at + length]) length++;
  return length;
}

function symbolBits(symbol: number): number {
  if (symbol < 144) return 8;
  return symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
}

/** Bits of each length, from 0 on. */
const LENGTH_BITS = Array.from({ length: MAX_MATCH + 1 }, (_, length) => {
  const long = codeOf(LENGTH_BASE, length);
  return long < 0 ? 0 : symbolBits(257 + long) + (LENGTH_EXTRA[long] ?? 0);
});

function distanceBits(distance: number): number {
  return 5 + (DISTANCE_EXTRA[codeOf(DISTANCE_BASE, distance)] ?? 0);
}

/** The last code whose least value is not over `value`. */
function codeOf(bases: readonly number[], value: number): number {
  return bases.findLastIndex((base) => base <= value);
}

/** RFC 1951, section 3.2.6. */
function writeSymbol(writer: BitWriter, symbol: number): void {
  if (symbol < 144) writer.code(0x30 + symbol, 8);
  else if (symbol < 256) writer.code(0x190 + symbol - 144, 9);
  else if (symbol < 280) writer.code(symbol - 256, 7);
  else writer.code(0xc0 + symbol - 280, 8);
}

function writeMatch(writer: BitWriter, length: number, distance: number): void {
  const [long, far] = [codeOf(LENGTH_BASE, length), codeOf(DISTANCE_BASE, distance)];
  writeSymbol(writer, 257 + long);
  writer.bits(length - (LENGTH_BASE[long] ?? 0), LENGTH_EXTRA[long] ?? 0);
  writer.code(far, 5);
  writer.bits(distance - (DISTANCE_BASE[far] ?? 0), DISTANCE_EXTRA[far] ?? 0);
}

class BitWriter {
  readonly #bytes: number[] = [];
  #held = 0;
  #count = 0;

  /** A number, its lowest bit first. */
  bits(value: number, count: number): void {
    this.#held |= value << this.#count;
    for (this.#count += count; this.#count >= 8; this.#count -= 8) {
      this.#bytes.push(this.#held & 0xff);
      this.#held >>>= 8;
    }
  }

  /** A Huffman code, its highest bit first. */
  code(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) this.bits((value >> bit) & 1, 1);
  }

  take(): Uint8Array<ArrayBuffer> {
    if (this.#count > 0) this.#bytes.push(this.#held & 0xff);
    return Uint8Array.from(this.#bytes);
  }
}
