/** 0 to 7 days on a square-root scale: the first day matters most. */
const WEEK_MS = 7 * 86_400_000;
const LEFT = 6;
const LENGTH = 314;

export const GAUGE_WIDTH = LEFT * 2 + LENGTH;

/** Where an age stands; what is older than a week stands at the end. */
export function gaugeX(ageMs: number): number {
  const share = Math.sqrt(Math.min(1, Math.max(0, ageMs / WEEK_MS)));
  return Math.round((LEFT + LENGTH * share) * 10) / 10;
}

export const GAUGE_TICKS_MS: readonly number[] = [21_600_000, 86_400_000, 259_200_000, WEEK_MS];
