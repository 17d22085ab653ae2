import { describe, expect, it } from 'vitest';
import { Pace } from '#ui/qr/pace.ts';

/** How often something is shown in a second of a display's turns. */
function shownIn(turnMs: number, everyMs: number, seconds = 1): number {
  const pace = new Pace(everyMs);
  let shown = 0;
  for (let ms = 0; ms < seconds * 1000; ms += turnMs) if (pace.isDue(ms)) shown++;
  return shown;
}

describe('the pace of a moving code', () => {
  it.each([1000 / 60, 1000 / 144, 1000 / 50, 1000 / 30])('is even at turns of %d ms', (turnMs) => {
    expect(shownIn(turnMs, 100, 10)).toBeGreaterThanOrEqual(99);
    expect(shownIn(turnMs, 100, 10)).toBeLessThanOrEqual(101);
    expect(shownIn(turnMs, 200, 10)).toBeGreaterThanOrEqual(49);
    expect(shownIn(turnMs, 200, 10)).toBeLessThanOrEqual(51);
  });

  it('begins at once, and makes up for nothing after a pause', () => {
    const pace = new Pace(100);
    expect(pace.isDue(5_000)).toBe(true);
    expect(pace.isDue(5_050)).toBe(false);
    expect(pace.isDue(65_000)).toBe(true);
    expect(pace.isDue(65_016)).toBe(false);
    expect(pace.isDue(65_100)).toBe(true);
  });
});
