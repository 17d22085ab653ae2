/**
 * Guilloche: two woven bands whose envelope swells and narrows, and a rosette, all from two colours
 * and a seed. Pure arithmetic; the same arguments always draw the same lines.
 */

export interface GuillocheShape {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** Lines in each band; 0 for the rosette alone. */
  readonly lines: number;
  /** Centre and radius of the rosette, as shares of width, height and height. */
  readonly rosette: { readonly x: number; readonly y: number; readonly radius: number };
}

/** Path data for the first and the second colour. */
export type GuillochePaths = readonly [string, string];

const STEP = 3;
const ROSETTE_LINES = 10;
const ROSETTE_POINTS = 260;
const TURN = 2 * Math.PI;

// The lines of a face are drawn once and kept: a wallet shows the same few faces again and again.
const drawn = new Map<string, GuillochePaths>();

export function guilloche(shape: GuillocheShape): GuillochePaths {
  const key = JSON.stringify(shape);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const paths: GuillochePaths = [
    `${band(shape, 0)}${rosette(shape, 0)}`,
    `${band(shape, 1)}${rosette(shape, 1)}`,
  ];
  drawn.set(key, paths);
  return paths;
}

function band({ width, height, seed, lines }: GuillocheShape, family: 0 | 1): string {
  const drift = family === 0 ? -0.1 : 0.12;
  let path = '';
  for (let line = 0; line < lines; line++) {
    const phase = (line / lines) * TURN + family;
    for (let x = -4; x <= width + 4; x += STEP) {
      const along = x / width;
      const middle = 0.5 + drift * Math.sin(along * 4.2 + seed);
      const swell = 0.2 + 0.24 * Math.cos(along * 5.1 + seed * 1.7 + family * 1.4);
      const y = height * (middle + swell * Math.sin(along * (9 + (seed % 3)) + phase));
      path += point(x === -4, x, y);
    }
  }
  return path;
}

function rosette(
  { width, height, seed, rosette: { x, y, radius } }: GuillocheShape,
  family: 0 | 1,
): string {
  const petals = 9 + Math.floor(seed % 4);
  let path = '';
  for (let line = family; line < ROSETTE_LINES; line += 2) {
    const shift = (line / ROSETTE_LINES) * TURN;
    for (let i = 0; i < ROSETTE_POINTS; i++) {
      const turn = (i / ROSETTE_POINTS) * TURN;
      const wave = 0.64 + 0.26 * Math.cos(turn * petals + shift) + 0.1 * Math.cos(turn * 3 + line);
      const r = height * radius * wave;
      path += point(i === 0, width * x + r * Math.cos(turn), height * y + r * Math.sin(turn));
    }
    path += 'Z';
  }
  return path;
}

function point(first: boolean, x: number, y: number): string {
  return `${first ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
}
