import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNestedDeeper } from '#core/bytes/index.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
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

  it('does not count brackets and braces in strings', () => {
    expect(isNestedDeeper(JSON.stringify(['[[[{{{', 'a"[[[', '\\"[[[', '\\']), 1)).toBe(false);
  });

  it('is found out before a deep text has cost anything', () => {
    expect(isNestedDeeper('['.repeat(2_000_000), 32)).toBe(true);
    expect(isNestedDeeper('{"a":'.repeat(400_000), 32)).toBe(true);
  });
});
