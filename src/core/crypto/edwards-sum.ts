/** Sums of many points of edwards25519 at once (Straus): the doublings are shared by all. */
import { COORDINATES, EdwardsPoints, POINT_BYTES } from './edwards-points.ts';
import { fieldModule, type FieldExports } from './field-module.ts';
import { Field } from './field.ts';

/** An encoded point, as a number of 256 bits, and how often it counts: 0 … 2^255 − 1. */
export interface Summand {
  readonly encoding: bigint;
  readonly scalar: bigint;
}

/** Runs the code of a WebAssembly module that imports nothing, and gives what it exports. */
export type Instantiate = (code: Uint8Array<ArrayBuffer>) => FieldExports;

/** The most points of one sum. */
export const MAX_SUMMANDS = 1_001;
/** The odd multiples P, 3P … 15P of each point. */
const MULTIPLES = 8;
const BITS = 256;
const PAGES = Math.ceil((MAX_SUMMANDS * MULTIPLES * POINT_BYTES + 16_384) / 65_536);

export class EdwardsSum {
  readonly #points: EdwardsPoints;
  readonly #sum: number;
  readonly #twice: number;
  readonly #tables: number;

  /** @throws What `instantiate` throws where WebAssembly is missing or forbidden. */
  constructor(instantiate: Instantiate) {
    const field = new Field(instantiate(fieldModule(PAGES)));
    this.#points = new EdwardsPoints(field);
    this.#sum = field.room(COORDINATES);
    this.#twice = field.room(COORDINATES);
    this.#tables = field.room(MAX_SUMMANDS * MULTIPLES * COORDINATES);
  }

  /**
   * Whether eight times the sum of all is the neutral point.
   *
   * @returns `false` too if something is not the encoding of a point (as ZIP-215 reads them), and
   * for more than {@link MAX_SUMMANDS}.
   */
  isNeutral(summands: readonly Summand[]): boolean {
    if (summands.length > MAX_SUMMANDS) return false;
    const decoded = summands.every(({ encoding }, index) => this.#tabulate(index, encoding));
    if (!decoded) return false;
    this.#addUp(summands.map(({ scalar }) => signedDigits(scalar)));
    for (let time = 0; time < 3; time++) this.#points.double(this.#sum, this.#sum);
    return this.#points.isNeutral(this.#sum);
  }

  #multiple(index: number, at: number): number {
    return this.#tables + (index * MULTIPLES + at) * POINT_BYTES;
  }

  #tabulate(index: number, encoding: bigint): boolean {
    const points = this.#points;
    const [sum, twice] = [this.#sum, this.#twice];
    if (!points.decode(sum, encoding)) return false;
    points.toAddend(this.#multiple(index, 0), sum);
    points.double(twice, sum);
    for (let at = 1; at < MULTIPLES; at++) {
      points.combine(sum, twice, this.#multiple(index, at - 1), false);
      points.toAddend(this.#multiple(index, at), sum);
    }
    return true;
  }

  #addUp(digits: readonly Int8Array[]): void {
    const points = this.#points;
    points.setNeutral(this.#sum);
    for (let bit = BITS - 1; bit >= 0; bit--) {
      points.double(this.#sum, this.#sum);
      for (let index = 0; index < digits.length; index++) {
        const digit = digits[index]?.[bit] ?? 0;
        if (digit === 0) continue;
        const multiple = this.#multiple(index, (Math.abs(digit) - 1) / 2);
        points.combine(this.#sum, this.#sum, multiple, digit < 0);
      }
    }
  }
}

/** How often 2^bit counts, for each bit: mostly zero, else odd, from −15 to 15. */
export function signedDigits(scalar: bigint): Int8Array {
  const digits = new Int8Array(BITS);
  const words = wordsOf(scalar);
  let carry = 0;
  for (let bit = 0; bit < BITS;) {
    const window = carry + fiveBits(words, bit);
    if (window % 2 === 0) {
      bit += 1;
      continue;
    }
    carry = window > 15 ? 1 : 0;
    digits[bit] = window - 32 * carry;
    bit += 5;
  }
  return digits;
}

function fiveBits(words: Uint32Array, bit: number): number {
  const [at, shift] = [bit >> 5, bit & 31];
  const [low, high] = [words[at] ?? 0, words[at + 1] ?? 0];
  return ((low >>> shift) | (shift > 27 ? high << (32 - shift) : 0)) & 31;
}

/** 32 bits each, the lowest first (as memory of WebAssembly is, on every host there is), then zeros. */
function wordsOf(scalar: bigint): Uint32Array {
  const pairs = new BigUint64Array(5);
  for (let at = 0; at < 4; at++) pairs[at] = scalar >> BigInt(64 * at);
  return new Uint32Array(pairs.buffer);
}
