import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { storedName } from '#workers/stored-name.ts';

describe('names of stored data', () => {
  it('leave a usual chain id as it is', () => {
    expect(storedName('lightseal-demo-0a1b2c3d', 'pack')).toBe('lightseal-demo-0a1b2c3d/pack');
  });

  it('never begin like those of another chain', () => {
    expect(storedName('a/block', 'pack').startsWith(storedName('a', ''))).toBe(false);
    const id = fc.stringMatching(/^[\x21-\x7e]{1,50}$/);
    fc.assert(
      fc.property(id, id, fc.string(), (one, other, what) => {
        fc.pre(one !== other);
        return !storedName(one, what).startsWith(storedName(other, ''));
      }),
    );
  });
});
