import { describe, expect, it } from 'vitest';
import { flooredClock } from '#platform/clock.ts';

describe('the clock', () => {
  it('is the device’s while that is ahead of what is proven', () => {
    const clock = flooredClock(1_000, () => 5_000);
    expect(clock().getTime()).toBe(5_000);
    expect(clock.behindMs()).toBe(0);
  });

  it('is never earlier than a verified header, and says how far the device is behind', () => {
    const clock = flooredClock(0, () => 5_000);
    clock.raise(8_000);
    expect(clock().getTime()).toBe(8_000);
    expect(clock.behindMs()).toBe(3_000);
  });

  it('keeps its floor against an earlier or an absurd time', () => {
    const clock = flooredClock(8_000, () => 5_000);
    for (const timeMs of [6_000, Number.NaN, Number.POSITIVE_INFINITY]) clock.raise(timeMs);
    expect(clock.floorMs).toBe(8_000);
  });
});
