/** A braided border with a whole number of waves on each side. */

export interface Braid {
  /** Strands in the first and the second colour. */
  readonly strands: readonly [string, string];
  readonly corners: readonly (readonly [number, number])[];
}

const WAVE = 11;
const STEPS = 10;
const AMPLITUDE = 3.1;
const THIRD = (2 * Math.PI) / 3;

type Point = readonly [number, number];

/** @param inset - Of the braid's middle line from the edge. */
export function braid(width: number, height: number, inset: number): Braid {
  const corners: readonly Point[] = [
    [inset, inset],
    [width - inset, inset],
    [width - inset, height - inset],
    [inset, height - inset],
  ];
  const sides = corners.map((from, i) => [from, corners[(i + 1) % 4] ?? from] as const);
  const strand = (phase: number) => sides.map(([from, to]) => side(from, to, phase)).join('');
  return { strands: [strand(0) + strand(2 * THIRD), strand(THIRD)], corners };
}

function side([x1, y1]: Point, [x2, y2]: Point, phase: number): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const steps = Math.round(length / WAVE) * STEPS;
  let path = '';
  for (let i = 0; i <= steps; i++) {
    const along = (i / steps) * length;
    const off = AMPLITUDE * Math.sin((i / STEPS) * 2 * Math.PI + phase);
    const [x, y] = [x1 + ux * along - uy * off, y1 + uy * along + ux * off];
    path += `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  return path;
}
