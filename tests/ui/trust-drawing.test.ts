import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setChanges, validatorRows, type SetAt } from '../../src/ui/trust/validator-history.ts';
import { WAY_WIDTH, wholeWay } from '../../src/ui/trust/whole-way.ts';

const step = (height: number, validatorsChanged = false) => ({ height, validatorsChanged });
const set = (height: number, members: Readonly<Record<string, number>>): SetAt => ({
  height,
  members: Object.entries(members).map(([address, power]) => ({ address, power: BigInt(power) })),
});

describe('the whole way', () => {
  it('has nothing to draw without a header', () => {
    expect(wholeWay([])).toBeUndefined();
  });

  it('counts what was verified and what was skipped', () => {
    const way = wholeWay([step(1), step(501), step(1001)]);
    expect(way).toMatchObject({ first: 1, last: 1001, verified: 3, skipped: 998 });
    expect(way?.ticks.map(({ x }) => x)).toEqual([8, WAY_WIDTH / 2, WAY_WIDTH - 8]);
  });

  it('joins ticks that would fall onto each other, and keeps their changes', () => {
    const way = wholeWay([step(1), step(2, true), step(3), step(100_000)]);
    expect(way?.ticks).toEqual([
      { x: 8, changed: true, count: 3 },
      { x: WAY_WIDTH - 8, changed: false, count: 1 },
    ]);
  });

  it('never draws outside, nor more than fits, whatever the heights', () => {
    const heights = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(heights, (all) => {
        const way = wholeWay(all.map((height) => step(height)));
        const places = way?.ticks.map(({ x }) => x) ?? [];
        expect(places.every((x) => x >= 0 && x <= WAY_WIDTH)).toBe(true);
        expect(places.length).toBeLessThan(WAY_WIDTH / 2);
        expect(way?.ticks.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
      }),
    );
  });
});

describe('validators over time', () => {
  const sets = [
    set(1, { a: 10, b: 10, c: 10 }),
    set(5, { a: 10, b: 10, c: 10 }),
    set(9, { a: 20, b: 10, d: 10 }),
    set(11, { a: 20, b: 10, d: 10 }),
  ];

  it('are one row each, those present first', () => {
    const rows = validatorRows(sets);
    expect(rows.map(({ address, left }) => [address, left])).toEqual([
      ['a', false],
      ['b', false],
      ['d', false],
      ['c', true],
    ]);
    expect(rows[0]?.spans).toEqual([
      { from: 1, to: 9, power: 10n, start: 0, end: 0.8 },
      { from: 9, to: 11, power: 20n, start: 0.8, end: 1 },
    ]);
    expect(rows[3]?.spans).toEqual([{ from: 1, to: 9, power: 10n, start: 0, end: 0.8 }]);
  });

  it('name who joined, left and changed, at the height where it is seen', () => {
    expect(setChanges(sets)).toEqual([{ height: 9, joined: ['d'], left: ['c'], altered: ['a'] }]);
  });

  it('fill the row if there is only one header', () => {
    expect(validatorRows([set(7, { a: 1 })])[0]?.spans).toEqual([
      { from: 7, to: 7, power: 1n, start: 0, end: 1 },
    ]);
    expect(validatorRows([])).toEqual([]);
    expect(setChanges([])).toEqual([]);
  });
});
