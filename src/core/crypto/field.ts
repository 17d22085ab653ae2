/** Elements of GF(2^255 − 19), by their addresses in the memory of {@link fieldModule}. */
import { ELEMENT_BYTES, limbBits, LIMBS, type FieldExports } from './field-module.ts';

const P = 2n ** 255n - 19n;
/** Two words are read and written together: 51 bits, which a number holds. */
const PAIR = 2n ** 51n - 1n;
const PAIR_STARTS = [0n, 51n, 102n, 153n, 204n];
const EVEN = 2 ** limbBits(0);

/** Runs of ones in binary, each put together from two before it: 2^250 − 1 in eleven steps. */
const RUNS = [
  [1, 1],
  [2, 2],
  [4, 1],
  [5, 5],
  [10, 10],
  [20, 20],
  [40, 10],
  [50, 50],
  [100, 100],
  [200, 50],
] as const;

/** Where elements are kept: addresses are handed out in order and never taken back. */
export class Field {
  readonly multiply: FieldExports['multiply'];
  readonly square: FieldExports['square'];
  readonly add: FieldExports['add'];
  readonly subtract: FieldExports['subtract'];
  readonly #words: Int32Array;
  readonly #runs = new Map<number, number>();
  #next = 0;

  constructor(exports: FieldExports) {
    ({
      multiply: this.multiply,
      square: this.square,
      add: this.add,
      subtract: this.subtract,
    } = exports);
    this.#words = new Int32Array(exports.memory.buffer);
    for (const [run, more] of [[0, 1] as const, ...RUNS]) this.#runs.set(run + more, this.room());
  }

  /** The address of the first of `count` elements that are free. */
  room(count = 1): number {
    const address = this.#next;
    this.#next += count * ELEMENT_BYTES;
    return address;
  }

  /** The address of a new element. */
  constant(value: bigint): number {
    const address = this.room();
    this.write(address, value);
    return address;
  }

  /** @param value - 0 … 2^255 − 1. */
  write(address: number, value: bigint): void {
    for (const [pair, start] of PAIR_STARTS.entries()) {
      const bits = Number((value >> start) & PAIR);
      const at = address / 4 + 2 * pair;
      this.#words[at] = bits % EVEN;
      this.#words[at + 1] = Math.floor(bits / EVEN);
    }
  }

  /** 0 … p − 1. */
  read(address: number): bigint {
    let value = 0n;
    for (const [pair, start] of PAIR_STARTS.entries()) {
      const at = address / 4 + 2 * pair;
      const bits = (this.#words[at] ?? 0) + (this.#words[at + 1] ?? 0) * EVEN;
      value += BigInt(bits) << start;
    }
    return ((value % P) + P) % P;
  }

  isZero(address: number): boolean {
    this.#reduce(address);
    for (let at = 0; at < LIMBS; at++) if (this.#words[address / 4 + at] !== 0) return false;
    return true;
  }

  isOdd(address: number): boolean {
    this.#reduce(address);
    return (this.#words[address / 4] ?? 0) % 2 === 1;
  }

  /** Leaves 0 … p − 1, with no word below zero. The element is the sum of two products at most. */
  #reduce(address: number): void {
    const words = this.#words;
    const start = address / 4;
    const wordAt = (at: number) => words[start + at] ?? 0;
    // What is left above 2^255 once 19 is added: how often p must be taken away.
    let carry = (19 * wordAt(LIMBS - 1) + 2 ** 24) >> 25;
    for (let at = 0; at < LIMBS; at++) carry = (wordAt(at) + carry) >> limbBits(at);
    carry *= 19;
    for (let at = 0; at < LIMBS; at++) {
      const word = wordAt(at) + carry;
      words[start + at] = word & (2 ** limbBits(at) - 1);
      carry = word >> limbBits(at);
    }
  }

  copy(result: number, operand: number): void {
    this.#words.copyWithin(result / 4, operand / 4, operand / 4 + LIMBS);
  }

  /** To the power of 2^252 − 3, on the way to a square root (RFC 8032, section 5.1.3). */
  powerForRoot(result: number, operand: number): void {
    const run = (length: number) => this.#runs.get(length) ?? 0;
    this.copy(run(1), operand);
    for (const [first, second] of RUNS) {
      const longer = run(first + second);
      this.#squareTimes(longer, run(first), second);
      this.multiply(longer, longer, run(second));
    }
    this.#squareTimes(result, run(250), 2);
    this.multiply(result, result, run(1));
  }

  #squareTimes(result: number, operand: number, times: number): void {
    this.square(result, operand);
    for (let time = 1; time < times; time++) this.square(result, result);
  }
}
