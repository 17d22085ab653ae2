/**
 * WebAssembly of the arithmetic in GF(2^255 − 19), because JavaScript multiplies no 64-bit integers
 * but slow ones. An element is ten signed words that weigh 2^⌈25.5·i⌉ (Bernstein, "Curve25519",
 * section 4).
 *
 * Products may be taken of sums and differences of up to seven products: words then stay below
 * 2^28, and what is added up for one word of the product below 2^63.
 */
import { concatBytes } from '../bytes/index.ts';
import {
  add,
  constant,
  get,
  load,
  multiply,
  set,
  shiftLeft,
  shiftRight,
  store,
  subtract,
  wasmModule,
  type Code,
  type WasmFunction,
} from './wasm-module.ts';

/** Words of an element. */
export const LIMBS = 10;
/** Bytes of an element. */
export const ELEMENT_BYTES = 4 * LIMBS;

const [OUT, LEFT, RIGHT] = [0, 1, 2];
/** The first local for the words of the left operand, of the right one, of the product, and of a carry. */
const [F, G, H, CARRY] = [3, 13, 23, 33];
const LAST = 33;

const limbs = Array.from({ length: LIMBS }, (_, index) => index);

/** Even words have 26 bits, odd ones 25. */
export const limbBits = (index: number): number => 26 - (index % 2);

/** What the module exports: functions of the addresses of the result and of the operands. */
export interface FieldExports {
  readonly memory: { readonly buffer: ArrayBufferLike };
  readonly multiply: (result: number, left: number, right: number) => void;
  readonly square: (result: number, operand: number) => void;
  readonly add: (result: number, left: number, right: number) => void;
  readonly subtract: (result: number, left: number, right: number) => void;
}

/** The code of the module, for `pages` of 64 KiB. */
export function fieldModule(pages: number): Uint8Array<ArrayBuffer> {
  const both = concatBytes(loadAll(LEFT, F), loadAll(RIGHT, G));
  return wasmModule(
    [
      ofAddresses(3, 'multiply', both, product(termsOfProduct, G), carryAll(), storeAll()),
      ofAddresses(2, 'square', loadAll(LEFT, F), product(termsOfSquare, F), carryAll(), storeAll()),
      ofAddresses(3, 'add', sumOf(add)),
      ofAddresses(3, 'subtract', sumOf(subtract)),
    ],
    pages,
  );
}

function ofAddresses(parameters: number, name: string, ...body: readonly Code[]): WasmFunction {
  return { name, parameters, locals: LAST - parameters + 1, body: concatBytes(...body) };
}

function sumOf(operation: Code): Code {
  return concatBytes(
    ...limbs.map((at) =>
      concatBytes(
        get(OUT),
        get(LEFT),
        load(4 * at),
        get(RIGHT),
        load(4 * at),
        operation,
        store(4 * at),
      ),
    ),
  );
}

interface Term {
  readonly left: number;
  readonly right: number;
  readonly factor: number;
}

/** Which words go into word `k` of a product: 2^255 is 19, and two odd words weigh half of a whole one. */
function termsOfProduct(k: number): Term[] {
  return limbs.map((left) => {
    const right = (k - left + LIMBS) % LIMBS;
    const wraps = left + right >= LIMBS ? 19 : 1;
    return { left, right, factor: wraps * (left % 2 === 1 && right % 2 === 1 ? 2 : 1) };
  });
}

/** The same with both operands equal: each mixed term once, twice as heavy. */
function termsOfSquare(k: number): Term[] {
  return termsOfProduct(k)
    .filter(({ left, right }) => left <= right)
    .map((term) => (term.left === term.right ? term : { ...term, factor: 2 * term.factor }));
}

function product(termsOf: (k: number) => Term[], right: number): Code {
  return concatBytes(...limbs.map((k) => concatBytes(weighted(termsOf(k), right), set(H + k))));
}

/** Terms of one factor are added up before they are multiplied by it. */
function weighted(terms: readonly Term[], right: number): Code {
  const factors = [...new Set(terms.map(({ factor }) => factor))];
  const groups = factors.map((factor) => {
    const products = terms
      .filter((term) => term.factor === factor)
      .map((term) => concatBytes(get(F + term.left), get(right + term.right), multiply));
    return concatBytes(sum(products), constant(factor), multiply);
  });
  return sum(groups);
}

function sum(parts: readonly Code[]): Code {
  return concatBytes(...parts.map((part, index) => (index === 0 ? part : concatBytes(part, add))));
}

/** Two chains beside each other, so that neither waits for the other. */
function carryAll(): Code {
  return concatBytes(...[0, 4, 1, 5, 2, 6, 3, 7, 4, 8, 9, 0].map(carryFrom));
}

/** Leaves word `k` between −2^(bits−1) and 2^(bits−1), and moves the rest up. */
function carryFrom(k: number): Code {
  const bits = limbBits(k);
  const next = H + ((k + 1) % LIMBS);
  return concatBytes(
    concatBytes(get(H + k), constant(2 ** (bits - 1)), add, shiftRight(bits), set(CARRY)),
    concatBytes(get(H + k), get(CARRY), shiftLeft(bits), subtract, set(H + k)),
    concatBytes(
      get(next),
      get(CARRY),
      constant(k === LIMBS - 1 ? 19 : 1),
      multiply,
      add,
      set(next),
    ),
  );
}

function loadAll(pointer: number, first: number): Code {
  return concatBytes(
    ...limbs.map((at) => concatBytes(get(pointer), load(4 * at), set(first + at))),
  );
}

function storeAll(): Code {
  return concatBytes(...limbs.map((at) => concatBytes(get(OUT), get(H + at), store(4 * at))));
}
