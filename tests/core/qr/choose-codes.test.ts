import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseCodes } from '#core/qr/index.ts';

describe('of several codes in one picture', () => {
  it('the one that is wanted is meant, wherever it lies', () => {
    const texts = ['https://example.org', 'LS1:A', 'WIFI:S:desk;;'];
    expect(chooseCodes(texts, 'document')).toEqual(['LS1:A']);
    expect(chooseCodes([...texts, 'LSQ1:B'], 'request')).toEqual(['LSQ1:B']);
  });

  it('the first is told about if none is wanted', () => {
    expect(chooseCodes(['https://example.org', 'tel:1'], 'document')).toEqual([
      'https://example.org',
    ]);
    expect(chooseCodes([], 'document')).toEqual([]);
  });

  it('two that are wanted are too many, unless they say the same', () => {
    expect(chooseCodes(['LS1:A', 'LS1:B'], 'document')).toBe('several');
    expect(chooseCodes(['LS1:A', 'LS2:B'], 'document')).toBe('several');
    expect(chooseCodes(['LS1:A', 'LS1:A'], 'document')).toEqual(['LS1:A']);
  });

  it('frames of moving codes are all handed on', () => {
    expect(chooseCodes(['LS2:A', 'tel:1', 'LS2:B'], 'document')).toEqual(['LS2:A', 'LS2:B']);
  });

  it('none is made up, whatever they say', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        const chosen = chooseCodes(texts, 'document');
        for (const text of chosen === 'several' ? [] : chosen) expect(texts).toContain(text);
      }),
    );
  });
});
