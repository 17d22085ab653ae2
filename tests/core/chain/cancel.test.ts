import { describe, expect, it } from 'vitest';
import { Canceller, NEVER } from '#core/chain/index.ts';

describe('a canceller', () => {
  it('tells each listener once, and whoever comes later at once', () => {
    const cancelled = new Canceller();
    const heard: string[] = [];
    cancelled.onCancel(() => heard.push('a'));
    cancelled.onCancel(() => heard.push('b'))();
    expect(cancelled.isCancelled).toBe(false);
    cancelled.cancel();
    cancelled.cancel();
    cancelled.onCancel(() => heard.push('late'));
    expect(heard).toEqual(['a', 'late']);
    expect(cancelled.isCancelled).toBe(true);
  });

  it('follows its parent, also one that was cancelled before', () => {
    const parent = new Canceller();
    const child = new Canceller(parent);
    parent.cancel();
    expect(child.isCancelled).toBe(true);
    expect(new Canceller(parent).isCancelled).toBe(true);
  });

  it('leaves its parent alone', () => {
    const parent = new Canceller();
    new Canceller(parent).cancel();
    const released = new Canceller(parent);
    released.release();
    parent.cancel();
    expect(released.isCancelled).toBe(false);
    expect(NEVER.isCancelled).toBe(false);
  });
});
