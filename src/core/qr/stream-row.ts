/**
 * What a frame of a stream is made of: the coefficients of its `need` symbols, by its sequence number.
 *
 * - below `need`: the symbol of that number (systematic);
 * - up to 255: a row of a Cauchy matrix, so that any `need` of these frames are enough;
 * - after that: pseudo-random, so that a frame is of no use about once in 256 times.
 */
import { inverse } from './gf256.ts';

const CAUCHY_ROWS = 256;

/** `need` coefficients in GF(256), never all zero. */
export function rowOf(sequence: number, need: number): Uint8Array<ArrayBuffer> {
  const row = new Uint8Array(need);
  if (sequence < need) row[sequence] = 1;
  // `sequence` is no number of a symbol, so the sum of both is never zero.
  else if (sequence < CAUCHY_ROWS) row.forEach((_, at) => (row[at] = inverse(sequence ^ at)));
  else fillAtRandom(row, sequence);
  return row;
}

/** Mulberry32, whose output for a seed is part of the format. */
function fillAtRandom(row: Uint8Array, seed: number): void {
  let state = Math.imul(seed, 0x9e3779b1) | 0;
  for (let at = 0; at < row.length; at++) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    row[at] = (mixed ^ (mixed >>> 14)) & 0xff;
  }
  if (row.every((coefficient) => coefficient === 0)) row[0] = 1;
}
