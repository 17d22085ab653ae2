import { describe, expect, it } from 'vitest';
import { SyncPace } from '#state/sync-pace.ts';

/** After how many whole seconds the next sync is due. */
function dueAfter(pace: SyncPace, live = false): number {
  pace.began(0);
  for (let seconds = 0; seconds < 1_000; seconds++) {
    if (pace.isDue(seconds * 1_000, live)) return seconds;
  }
  return Infinity;
}

describe('the pace of syncs', () => {
  it('begins at once, then every five seconds, or twenty while blocks are announced', () => {
    const pace = new SyncPace();
    expect(pace.isDue(0, false)).toBe(true);
    expect(dueAfter(pace)).toBe(5);
    expect(dueAfter(pace, true)).toBe(20);
  });

  it('slows down while nothing answers, up to a minute, and recovers with the first answer', () => {
    const pace = new SyncPace();
    const waits = Array.from({ length: 7 }, () => {
      pace.ended(false);
      return dueAfter(pace);
    });
    expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60]);
    pace.ended(true);
    expect(dueAfter(pace)).toBe(5);
  });
});
