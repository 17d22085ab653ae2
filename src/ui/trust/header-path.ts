/** Where the dots and arcs of the header line stand, on a line of `WIDTH`. */

export interface PathStep {
  readonly height: number;
  readonly validatorsChanged: boolean;
}

export interface HeaderPath {
  readonly dots: readonly {
    readonly x: number;
    readonly height: number;
    readonly changed: boolean;
  }[];
  readonly arcs: readonly {
    readonly from: number;
    readonly to: number;
    readonly skipped: number;
  }[];
  readonly verified: number;
  readonly skipped: number;
}

export const WIDTH = 328;
const EDGE = 16;
const MOST_DOTS = 5;

/**
 * First and last steps are always drawn; of a long way the middle is left out. Dots stand at equal
 * distances, because true ones would fall onto each other.
 */
export function headerPath(trace: readonly PathStep[]): HeaderPath {
  const ascending = [...trace].sort((a, b) => a.height - b.height);
  const shown =
    ascending.length <= MOST_DOTS
      ? ascending
      : [...ascending.slice(0, 1), ...ascending.slice(1 - MOST_DOTS)];
  const gap = shown.length > 1 ? (WIDTH - 2 * EDGE) / (shown.length - 1) : 0;
  const dots = shown.map(({ height, validatorsChanged }, i) => ({
    x: shown.length === 1 ? WIDTH / 2 : EDGE + i * gap,
    height,
    changed: validatorsChanged,
  }));
  const arcs = dots.slice(1).flatMap((dot, i) => {
    const before = dots[i];
    return before === undefined
      ? []
      : [{ from: before.x, to: dot.x, skipped: dot.height - before.height - 1 }];
  });
  const [first, last] = [ascending[0], ascending.at(-1)];
  const span = first === undefined || last === undefined ? 0 : last.height - first.height + 1;
  return { dots, arcs, verified: ascending.length, skipped: Math.max(0, span - ascending.length) };
}
