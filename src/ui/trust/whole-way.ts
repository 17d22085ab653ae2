/** The way from the anchor to the newest header, to scale: ticks are verified, the rest was skipped. */
import type { PathStep } from './header-path.ts';

export interface WayTick {
  readonly x: number;
  readonly changed: boolean;
  /** Verified headers that this tick stands for: near ones would fall onto each other. */
  readonly count: number;
}

export interface WholeWay {
  readonly ticks: readonly WayTick[];
  readonly first: number;
  readonly last: number;
  readonly verified: number;
  readonly skipped: number;
}

export const WAY_WIDTH = 328;
const EDGE = 8;
/** Nearer than this, two ticks are one. */
const APART = 3;

/** @param trace - At least one step, in any order. */
export function wholeWay(trace: readonly PathStep[]): WholeWay | undefined {
  const steps = [...trace].sort((a, b) => a.height - b.height);
  const [first, last] = [steps[0]?.height, steps.at(-1)?.height];
  if (first === undefined || last === undefined) return undefined;
  const ticks: WayTick[] = [];
  for (const { height, validatorsChanged: changed } of steps) {
    const x = placeOf(height, first, last);
    const before = ticks.at(-1);
    // A change of validators is never hidden behind a plain tick.
    if (before !== undefined && x - before.x < APART) {
      ticks[ticks.length - 1] = {
        ...before,
        changed: before.changed || changed,
        count: before.count + 1,
      };
    } else ticks.push({ x, changed, count: 1 });
  }
  const verified = steps.length;
  return { ticks, first, last, verified, skipped: last - first + 1 - verified };
}

function placeOf(height: number, first: number, last: number): number {
  const share = last === first ? 0.5 : (height - first) / (last - first);
  return Math.round((EDGE + share * (WAY_WIDTH - 2 * EDGE)) * 10) / 10;
}
