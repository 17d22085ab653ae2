/** Medians with their spread: a mean would be moved by whatever else the machine does. */

/** Five numbers about a sample. */
export interface Spread {
  readonly min: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly max: number;
}

/** Quartiles with linear interpolation between neighbours; throws if there is no sample. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => quantile(sorted, share);
  return { min: at(0), lower: at(0.25), median: at(0.5), upper: at(0.75), max: at(1) };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) throw new Error('no samples');
  return below + (above - below) * (place - Math.floor(place));
}

/** Ratios of samples that were taken in the same rounds: what slows a round slows both. */
export function ratioOf(samples: readonly number[], baseline: readonly number[]): Spread {
  if (samples.length !== baseline.length) throw new Error('not the same rounds');
  return spreadOf(samples.map((sample, round) => sample / (baseline[round] ?? Number.NaN)));
}
