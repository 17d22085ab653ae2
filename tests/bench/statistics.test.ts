import { describe, expect, it } from 'vitest';
import { race } from './support/measure.ts';
import { ratioOf, spreadOf } from './support/statistics.ts';
import { formatResult } from './support/table.ts';
import { atLeast, atMost } from './support/types.ts';

describe('the spread of samples', () => {
  it('is median, quartiles and extremes, in whatever order they came', () => {
    const spread = { min: 1, lower: 2, median: 3, upper: 4, max: 5 };
    expect(spreadOf([5, 3, 1, 4, 2])).toEqual(spread);
  });

  it('lies between neighbours where there is no middle one', () => {
    expect(spreadOf([4, 1]).median).toBe(2.5);
  });

  it('sorts numbers as numbers and leaves the samples alone', () => {
    const samples = [10, 9, 100];
    expect(spreadOf(samples).median).toBe(10);
    expect(samples).toEqual([10, 9, 100]);
  });

  it('does not exist without samples', () => {
    expect(() => spreadOf([])).toThrow('no samples');
  });
});

describe('a ratio', () => {
  it('is taken round by round', () => {
    expect(ratioOf([2, 20, 6], [1, 10, 2]).median).toBe(2);
  });

  it('needs the same rounds', () => {
    expect(() => ratioOf([1], [1, 2])).toThrow('not the same rounds');
  });
});

describe('a race', () => {
  it('times every contestant once per round', async () => {
    const names = ['a', 'b', 'c'].map((name) => ({ name, run: () => undefined }));
    const samples = await race(names, { rounds: 4, sampleMs: 0 });
    expect([...samples].map(([name, times]) => [name, times.length])).toEqual([
      ['a', 4],
      ['b', 4],
      ['c', 4],
    ]);
  });
});

describe('a target', () => {
  it('holds at its limit and not beyond', () => {
    expect([1, 1.1].map((value) => atMost('t', value, 1, '×').holds)).toEqual([true, false]);
    expect([1, 0.9].map((value) => atLeast('t', value, 1, '×').holds)).toEqual([true, false]);
  });

  it('that is missed is said so', () => {
    const targets = [atMost('size', 2, 1, 'bytes')];
    const text = formatResult({ name: 'x', machine: {}, rows: [], targets });
    expect(text).toContain('MISSED  size: 2 bytes (limit 1)');
  });
});
