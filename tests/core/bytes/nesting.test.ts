import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNestedDeeper, shapeOfJson } from '#core/bytes/index.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, inner) => sum + membersOf(inner), own);
}

describe('the nesting of JSON', () => {
  it('is that of what the text stands for', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const depth = depthOf(value);
        expect(isNestedDeeper(text, depth)).toBe(false);
        if (depth > 0) expect(isNestedDeeper(text, depth - 1)).toBe(true);
      }),
    );
  });

  it('counts the members of all objects, whatever strings hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 1), (value, space) => {
        const { members } = shapeOfJson(JSON.stringify(value, null, space));
        expect(members).toBe(membersOf(value));
      }),
    );
    const tricky = { 'a:': '":{', '\\': '\\\\', '"': { ':': ['\\"', ':'] } };
    expect(shapeOfJson(JSON.stringify(tricky)).members).toBe(4);
    expect(shapeOfJson('{"a":1,"a":2}').members).toBe(2);
  });

  it('ends with the text, closed or not', () => {
    expect(shapeOfJson('["\\"')).toEqual({ depth: 1, members: 0 });
    expect(shapeOfJson('"'.repeat(100_001)).depth).toBe(0);
  });

  it('does not count brackets and braces in strings', () => {
    expect(isNestedDeeper(JSON.stringify(['[[[{{{', 'a"[[[', '\\"[[[', '\\']), 1)).toBe(false);
  });

  it('is found out before a deep text has cost anything', () => {
    expect(isNestedDeeper('['.repeat(2_000_000), 32)).toBe(true);
    expect(isNestedDeeper('{"a":'.repeat(400_000), 32)).toBe(true);
  });
});
