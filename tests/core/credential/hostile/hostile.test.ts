import { describe, expect, it } from 'vitest';
import { codeOf } from '../craft.ts';
import { hostileTokens } from './tokens.ts';

describe('hostile tokens', () => {
  it.each(hostileTokens)('$name', async ({ code, make, policy }) => {
    expect(await codeOf(await make(), policy)).toBe(code);
  });

  it('are each wrong in a way of their own', () => {
    expect(new Set(hostileTokens.map(({ name }) => name)).size).toBe(hostileTokens.length);
    expect(hostileTokens.length).toBeGreaterThanOrEqual(100);
  });
});
