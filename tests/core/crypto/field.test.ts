/** The field beside plain arithmetic of whole numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldModule } from '#core/crypto/field-module.ts';
import { Field } from '#core/crypto/field.ts';
import { instantiate } from '../../support/wasm.ts';

const P = 2n ** 255n - 19n;
const TOP = 2n ** 255n - 1n;

const field = new Field(instantiate(fieldModule(1)));
const [a, b, result] = [field.room(), field.room(), field.room()];

/** Anything of 255 bits, and mostly the edges: around 0, p and the top, and whole words of ones. */
const element = fc.oneof(
  fc.bigInt({ min: 0n, max: TOP }),
  fc.bigInt({ min: 0n, max: 40n }),
  fc.bigInt({ min: P - 20n, max: TOP }),
  fc.integer({ min: 0, max: 254 }).map((bits) => TOP >> BigInt(bits)),
);
const power = (base: bigint, exponent: bigint): bigint =>
  exponent === 0n
    ? 1n
    : (power((base * base) % P, exponent / 2n) * (exponent % 2n === 1n ? base : 1n)) % P;
const reduced = (value: bigint) => ((value % P) + P) % P;

describe('the field of 2^255 − 19', () => {
  it('keeps what is written, below p', () => {
    fc.assert(
      fc.property(element, (value) => {
        field.write(a, value);
        expect(field.read(a)).toBe(value % P);
      }),
    );
  });

  it('knows zero and odd numbers, of what is written and of a difference', () => {
    fc.assert(
      fc.property(element, element, (x, y) => {
        for (const [right, value] of [
          [0n, x % P],
          [x, 0n],
          [y, reduced(x - y)],
        ] as const) {
          field.write(a, x);
          field.write(b, right);
          field.subtract(result, a, b);
          expect(field.isZero(result)).toBe(value === 0n);
          field.subtract(result, a, b);
          expect(field.isOdd(result)).toBe(value % 2n === 1n);
          expect(field.read(result)).toBe(value);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('adds, subtracts, multiplies and squares', () => {
    fc.assert(
      fc.property(element, element, (x, y) => {
        field.write(a, x);
        field.write(b, y);
        const outcome = (operation: () => void) => {
          operation();
          return field.read(result);
        };
        expect(
          outcome(() => {
            field.add(result, a, b);
          }),
        ).toBe(reduced(x + y));
        expect(
          outcome(() => {
            field.subtract(result, a, b);
          }),
        ).toBe(reduced(x - y));
        expect(
          outcome(() => {
            field.multiply(result, a, b);
          }),
        ).toBe(reduced(x * y));
        expect(
          outcome(() => {
            field.square(result, a);
          }),
        ).toBe(reduced(x * x));
      }),
      { numRuns: 1_000 },
    );
  });

  it('multiplies sums and differences of up to seven products', () => {
    fc.assert(
      fc.property(element, element, fc.array(fc.boolean(), { maxLength: 6 }), (x, y, signs) => {
        field.write(a, x);
        field.write(b, y);
        field.multiply(a, a, b);
        field.copy(b, a);
        let factor = 1n;
        for (const plus of signs) {
          if (plus) field.add(b, b, a);
          else field.subtract(b, b, a);
          factor += plus ? 1n : -1n;
        }
        field.multiply(result, b, b);
        expect(field.read(result)).toBe(reduced((factor * x * y) ** 2n));
        field.square(result, b);
        expect(field.read(result)).toBe(reduced((factor * x * y) ** 2n));
      }),
      { numRuns: 500 },
    );
  });

  it('writes a result over its operands', () => {
    field.write(a, TOP);
    field.multiply(a, a, a);
    expect(field.read(a)).toBe(reduced(TOP * TOP));
  });

  it('raises to 2^252 − 3', () => {
    fc.assert(
      fc.property(element, (value) => {
        field.write(a, value);
        field.powerForRoot(result, a);
        expect(field.read(result)).toBe(power(value % P, 2n ** 252n - 3n));
      }),
      { numRuns: 20 },
    );
  });
});
