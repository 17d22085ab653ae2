/**
 * Inflating (RFC 1951, and RFC 1950 around it), bounded: a few bytes may stand for gigabytes, so the
 * caller says how much it will take.
 */
import { BytesError } from './bytes-error.ts';
import { DISTANCE_BASE, DISTANCE_EXTRA, LENGTH_BASE, LENGTH_EXTRA } from './deflate-tables.ts';

const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_BITS = 15;

/**
 * Inflates exactly one zlib stream without a preset dictionary.
 *
 * @param maxBytes - Most that the result may hold.
 * @throws {@link BytesError} `bytes/not-zlib` for anything that is not such a stream (its checksum
 * and bytes after it included), `bytes/truncated`, `bytes/too-long` as soon as `maxBytes` is passed.
 */
export function inflateZlib(untrusted: Uint8Array, maxBytes: number): Uint8Array<ArrayBuffer> {
  const [method = 0, flags = 0] = untrusted;
  const isZlib = (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0;
  if (untrusted.length < 6 || !isZlib || (flags & 32) !== 0) throw notZlib();
  const input = new BitReader(untrusted.subarray(2));
  const output = new BoundedOutput(maxBytes);
  inflateBlocks(input, output);
  const result = output.take();
  const end = 2 + input.alignedOffset();
  if (untrusted.length < end + 4) throw truncated();
  const sum = new DataView(untrusted.buffer, untrusted.byteOffset + end).getUint32(0);
  if (untrusted.length !== end + 4 || sum !== adler32(result)) throw notZlib();
  return result;
}

/**
 * Inflates exactly one raw deflate stream.
 *
 * @param maxBytes - Most that the result may hold.
 * @param dictionary - What `deflateRaw` was given.
 * @throws {@link BytesError} `bytes/not-zlib` for anything else, bytes after it included,
 * `bytes/truncated`, `bytes/too-long` as soon as `maxBytes` is passed.
 */
export function inflateRaw(
  untrusted: Uint8Array,
  maxBytes: number,
  dictionary: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const input = new BitReader(untrusted);
  const output = new BoundedOutput(maxBytes, dictionary);
  inflateBlocks(input, output);
  if (input.alignedOffset() !== untrusted.length) throw notZlib();
  return output.take();
}

function inflateBlocks(input: BitReader, output: BoundedOutput): void {
  for (let final = false; !final;) {
    final = input.bits(1) === 1;
    inflateBlock(input.bits(2), input, output);
  }
}

class BitReader {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bits(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#offset++];
      if (byte === undefined) throw truncated();
      this.#held |= byte << this.#count;
      this.#count += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }

  /** Drops the rest of the byte in hand, and says where the next one is. */
  alignedOffset(): number {
    this.#held = 0;
    this.#count = 0;
    return this.#offset;
  }
}

class BoundedOutput {
  /** Bytes of the dictionary, which can be copied from and are no output. */
  readonly #start: number;
  readonly #end: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #size: number;

  constructor(max: number, dictionary: Uint8Array = new Uint8Array()) {
    this.#start = this.#size = dictionary.length;
    this.#end = this.#start + max;
    this.#bytes = new Uint8Array(this.#start + 1024);
    this.#bytes.set(dictionary);
  }

  push(byte: number): void {
    if (this.#size >= this.#end)
      throw new BytesError('bytes/too-long', 'inflates beyond its limit');
    if (this.#size === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#size);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#size++] = byte;
  }

  repeat(distance: number, length: number): void {
    if (distance > this.#size) throw notZlib();
    for (let done = 0; done < length; done++) this.push(this.#bytes[this.#size - distance] ?? 0);
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(this.#start, this.#size);
  }
}

/** A canonical Huffman code: how many codes of each length, and the symbols in code order. */
interface Code {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

function inflateBlock(kind: number, input: BitReader, output: BoundedOutput): void {
  if (kind === 0) inflateStored(input, output);
  else if (kind === 1) inflateCodes(FIXED.literals, FIXED.distances, input, output);
  else if (kind === 2) {
    const { literals, distances } = readCodes(input);
    inflateCodes(literals, distances, input, output);
  } else throw notZlib();
}

function inflateStored(input: BitReader, output: BoundedOutput): void {
  input.alignedOffset();
  const length = input.bits(16);
  if ((length ^ input.bits(16)) !== 0xffff) throw notZlib();
  for (let done = 0; done < length; done++) output.push(input.bits(8));
}

function inflateCodes(
  literals: Code,
  distances: Code,
  input: BitReader,
  output: BoundedOutput,
): void {
  for (;;) {
    const symbol = readSymbol(literals, input);
    if (symbol === 256) return;
    if (symbol < 256) {
      output.push(symbol);
      continue;
    }
    const length = readExtended(symbol - 257, LENGTH_BASE, LENGTH_EXTRA, input);
    const code = readSymbol(distances, input);
    output.repeat(readExtended(code, DISTANCE_BASE, DISTANCE_EXTRA, input), length);
  }
}

function readExtended(
  index: number,
  bases: readonly number[],
  extras: readonly number[],
  input: BitReader,
): number {
  const base = bases[index];
  if (base === undefined) throw notZlib();
  return base + input.bits(extras[index] ?? 0);
}

function readSymbol({ counts, symbols }: Code, input: BitReader): number {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= MAX_BITS; length++) {
    code |= input.bits(1);
    const count = counts[length] ?? 0;
    if (code - count < first) return symbols[index + code - first] ?? 0;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw notZlib();
}

/** The tables of a dynamic block (RFC 1951, section 3.2.7). */
function readCodes(input: BitReader): { literals: Code; distances: Code } {
  const literalCount = input.bits(5) + 257;
  const distanceCount = input.bits(5) + 1;
  const orderCount = input.bits(4) + 4;
  if (literalCount > 286 || distanceCount > 30) throw notZlib();
  const meta = new Array<number>(19).fill(0);
  for (const place of CODE_LENGTH_ORDER.slice(0, orderCount)) meta[place] = input.bits(3);
  const lengths = readLengths(buildCode(meta), literalCount + distanceCount, input);
  if (lengths[256] === 0) throw notZlib();
  return {
    literals: buildCode(lengths.slice(0, literalCount)),
    distances: buildCode(lengths.slice(literalCount)),
  };
}

function readLengths(code: Code, total: number, input: BitReader): readonly number[] {
  const lengths: number[] = [];
  while (lengths.length < total) {
    const symbol = readSymbol(code, input);
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16) {
      const last = lengths.at(-1);
      if (last === undefined) throw notZlib();
      append(lengths, last, 3 + input.bits(2));
    } else append(lengths, 0, symbol === 17 ? 3 + input.bits(3) : 11 + input.bits(7));
  }
  if (lengths.length > total) throw notZlib();
  return lengths;
}

function append(list: number[], value: number, times: number): void {
  for (let done = 0; done < times; done++) list.push(value);
}

function buildCode(lengths: readonly number[]): Code {
  const counts = new Array<number>(MAX_BITS + 1).fill(0);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  let left = 1;
  for (let length = 1; length <= MAX_BITS; length++) left = 2 * left - (counts[length] ?? 0);
  const used = lengths.length - (counts[0] ?? 0);
  // One code of one bit is the only incomplete set that the format allows.
  if (left < 0 || (left > 0 && used > 1)) throw notZlib();
  const symbols = Array.from({ length: MAX_BITS }, (_, index) => index + 1).flatMap((wanted) =>
    lengths.flatMap((length, symbol) => (length === wanted ? [symbol] : [])),
  );
  return { counts: [0, ...counts.slice(1)], symbols };
}

const FIXED = {
  literals: buildCode(
    Array.from({ length: 288 }, (_, symbol) => {
      if (symbol < 144) return 8;
      return symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    }),
  ),
  distances: {
    counts: [0, 0, 0, 0, 0, 30],
    symbols: Array.from({ length: 30 }, (_, code) => code),
  },
};

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}

function notZlib(): BytesError {
  return new BytesError('bytes/not-zlib', 'not a zlib stream');
}

function truncated(): BytesError {
  return new BytesError('bytes/truncated', 'zlib stream is cut off');
}
