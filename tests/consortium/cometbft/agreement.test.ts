import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { agreement } from '#consortium/cometbft/agreement.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A node that has made so many blocks. */
function node(id: string, height: number | undefined, isAlive = true) {
  return { id, isAlive, height: () => Promise.resolve(height) };
}

describe('agreement of nodes that start', () => {
  it('is reached when each has a block', async () => {
    await expect(agreement([node('a', 1), node('b', 3)], '/home')).resolves.toBeUndefined();
  });

  it('fails at once when a program ended, and names whose', async () => {
    const failed = agreement([node('a', 1), node('b', undefined, false)], '/home');
    await expect(failed).rejects.toMatchObject({
      code: 'consortium/node-failed',
      message: 'ended: b; logs in /home',
    });
  });

  it('is not waited for longer than 90 seconds', async () => {
    const failed = agreement([node('a', 0), node('b', 1), node('c', undefined)], '/home');
    const refused = expect(failed).rejects.toMatchObject({
      code: 'consortium/node-failed',
      message: 'without a block: a, c; logs in /home',
    });
    await vi.advanceTimersByTimeAsync(90_500);
    await refused;
  });
});
