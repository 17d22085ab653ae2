/**
 * Points of edwards25519 (RFC 8032, section 5.1), by their addresses. For public values only: time
 * depends on them.
 *
 * A point is X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z. An addend is Y+X, Y−X, Z, 2dT of a point
 * (Hisil, Wong, Carter, Dawson, "Twisted Edwards curves revisited", section 3.1).
 */
import { ELEMENT_BYTES } from './field-module.ts';
import type { Field } from './field.ts';

/** Elements of a point, and of an addend. */
export const COORDINATES = 4;
/** Bytes of a point, and of an addend. */
export const POINT_BYTES = COORDINATES * ELEMENT_BYTES;

const [X, Y, Z, T] = [0, ELEMENT_BYTES, 2 * ELEMENT_BYTES, 3 * ELEMENT_BYTES] as const;

const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const ROOT_OF_MINUS_ONE =
  19681161376707505956807079304988542015446066515923890162744021073123829784752n;
const SIGN = 2n ** 255n;

export class EdwardsPoints {
  readonly #field: Field;
  readonly #zero: number;
  readonly #one: number;
  readonly #d: number;
  readonly #twiceD: number;
  readonly #root: number;
  /** E, F, G and H of a sum, as RFC 8032, section 5.1.4 calls them. */
  readonly #e: number;
  readonly #f: number;
  readonly #g: number;
  readonly #h: number;

  constructor(field: Field) {
    this.#field = field;
    this.#zero = field.constant(0n);
    this.#one = field.constant(1n);
    this.#d = field.constant(D);
    this.#twiceD = field.room();
    field.add(this.#twiceD, this.#d, this.#d);
    this.#root = field.constant(ROOT_OF_MINUS_ONE);
    this.#e = field.room();
    this.#f = field.room();
    this.#g = field.room();
    this.#h = field.room();
  }

  setNeutral(point: number): void {
    const field = this.#field;
    field.copy(point + X, this.#zero);
    field.copy(point + Y, this.#one);
    field.copy(point + Z, this.#one);
    field.copy(point + T, this.#zero);
  }

  isNeutral(point: number): boolean {
    const field = this.#field;
    return field.read(point + X) === 0n && field.read(point + Y) === field.read(point + Z);
  }

  /**
   * Reads an encoding as ZIP-215 does: y need not be below p, and x = 0 may have a sign.
   *
   * @param encoding - 256 bits, as a number.
   * @returns `false` if no point has it.
   */
  decode(point: number, encoding: bigint): boolean {
    const field = this.#field;
    field.write(point + Y, encoding % SIGN);
    if (!this.#findX(point + X, point + Y)) return false;
    if (field.isOdd(point + X) !== encoding >= SIGN)
      field.subtract(point + X, this.#zero, point + X);
    field.copy(point + Z, this.#one);
    field.multiply(point + T, point + X, point + Y);
    return true;
  }

  /** A root x of (y² − 1) / (dy² + 1), if there is one (RFC 8032, section 5.1.3). */
  #findX(x: number, y: number): boolean {
    const field = this.#field;
    const { multiply, square, add, subtract } = field;
    const [u, v, power] = [this.#e, this.#f, this.#g];
    square(x, y);
    subtract(u, x, this.#one);
    multiply(v, x, this.#d);
    add(v, v, this.#one);
    this.#powerForX(power, u, v);
    // u·v³ times the power is a candidate: v·x² is u, or −u, or there is no root.
    square(x, v);
    multiply(x, x, v);
    multiply(x, x, u);
    multiply(x, x, power);
    square(power, x);
    multiply(v, v, power);
    subtract(power, v, u);
    if (field.isZero(power)) return true;
    multiply(x, x, this.#root);
    add(power, v, u);
    return field.isZero(power);
  }

  /** (u·v⁷)^((p − 5) / 8) */
  #powerForX(power: number, u: number, v: number): void {
    const { multiply, square } = this.#field;
    square(power, v);
    multiply(power, power, v);
    square(power, power);
    multiply(power, power, v);
    multiply(power, power, u);
    this.#field.powerForRoot(power, power);
  }

  toAddend(addend: number, point: number): void {
    const field = this.#field;
    field.add(addend + X, point + Y, point + X);
    field.subtract(addend + Y, point + Y, point + X);
    field.copy(addend + Z, point + Z);
    field.multiply(addend + T, point + T, this.#twiceD);
  }

  double(result: number, point: number): void {
    const { square, add, subtract } = this.#field;
    const [e, f, g, h] = [this.#e, this.#f, this.#g, this.#h];
    square(e, point + X);
    square(f, point + Y);
    add(h, f, e);
    subtract(g, f, e);
    add(e, point + X, point + Y);
    square(e, e);
    subtract(e, e, h);
    square(f, point + Z);
    add(f, f, f);
    subtract(f, f, g);
    this.#finish(result);
  }

  /** Adds the addend, or takes it away. */
  combine(result: number, point: number, addend: number, takeAway: boolean): void {
    const { multiply, add, subtract } = this.#field;
    const [e, f, g, h] = [this.#e, this.#f, this.#g, this.#h];
    add(g, point + Y, point + X);
    subtract(h, point + Y, point + X);
    multiply(g, g, addend + (takeAway ? Y : X));
    multiply(h, h, addend + (takeAway ? X : Y));
    subtract(e, g, h);
    add(h, g, h);
    multiply(f, point + Z, addend + Z);
    add(f, f, f);
    multiply(result, point + T, addend + T);
    (takeAway ? subtract : add)(g, f, result);
    (takeAway ? add : subtract)(f, f, result);
    this.#finish(result);
  }

  #finish(result: number): void {
    const { multiply } = this.#field;
    multiply(result + X, this.#e, this.#f);
    multiply(result + Y, this.#h, this.#g);
    multiply(result + Z, this.#g, this.#f);
    multiply(result + T, this.#e, this.#h);
  }
}
