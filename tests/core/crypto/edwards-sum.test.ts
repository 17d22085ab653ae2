/** Sums of points beside those of another library. */
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EdwardsSum, MAX_SUMMANDS, signedDigits, type Summand } from '#core/crypto/edwards-sum.ts';
import { instantiate } from '../../support/wasm.ts';

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const SIGN = 2n ** 255n;
const sums = new EdwardsSum(instantiate);

const encode = (point: InstanceType<typeof Point>): bigint =>
  point.toBytes().reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
const multiple = (of: bigint) => encode(of === 0n ? Point.ZERO : Point.BASE.multiply(of));
const scalar = fc.bigInt({ min: 0n, max: L - 1n });

describe('a sum of points', () => {
  it('is neutral exactly where another library says so', () => {
    const terms = fc.array(fc.tuple(scalar, scalar), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(terms, fc.boolean(), (pairs, complete) => {
        const total = pairs.reduce((sum, [point, times]) => sum + point * times, 0n) % L;
        const rest = complete ? (L - total) % L : (L - total + 1n) % L;
        const summands = pairs.map(([point, times]) => ({
          encoding: multiple(point),
          scalar: times,
        }));
        const last = { encoding: encode(Point.BASE), scalar: rest };
        expect(sums.isNeutral([...summands, last])).toBe(complete);
      }),
      { numRuns: 50 },
    );
  });

  it('is neutral for nothing, and for points whose order divides eight', () => {
    const torsion = [1n, 2n ** 255n - 20n, 0n, SIGN];
    expect(sums.isNeutral([])).toBe(true);
    for (const encoding of torsion) expect(sums.isNeutral([{ encoding, scalar: 3n }])).toBe(true);
  });

  it('takes encodings that are not canonical, as ZIP-215 does', () => {
    const neutral = [SIGN + 1n, 2n ** 255n - 18n, SIGN + 2n ** 255n - 18n];
    for (const encoding of neutral) expect(sums.isNeutral([{ encoding, scalar: 1n }])).toBe(true);
  });

  it('refuses what is no point', () => {
    // y = 2 is on no point of the curve.
    expect(sums.isNeutral([{ encoding: 2n, scalar: 0n }])).toBe(false);
  });

  it('refuses more points than it has room for, and takes as many as it has', () => {
    const some = (count: number): Summand[] =>
      Array<Summand>(count).fill({ encoding: 1n, scalar: 1n });
    expect(sums.isNeutral(some(MAX_SUMMANDS))).toBe(true);
    expect(sums.isNeutral(some(MAX_SUMMANDS + 1))).toBe(false);
  });
});

describe('signed digits', () => {
  it('are odd, at most 15, five bits apart, and add up to the number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 255n - 1n }), (value) => {
        const digits = [...signedDigits(value)];
        const total = digits.reduceRight((sum, digit) => 2n * sum + BigInt(digit), 0n);
        expect(total).toBe(value);
        const places = digits.flatMap((digit, place) => (digit === 0 ? [] : [place]));
        for (const [index, place] of places.entries()) {
          expect(Math.abs(digits[place] ?? 0) % 2).toBe(1);
          expect(Math.abs(digits[place] ?? 0)).toBeLessThanOrEqual(15);
          expect((places[index + 1] ?? 999) - place).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });
});
