/** What a benchmark is and what it tells. */
import type { Spread } from './statistics.ts';

/** One line of a benchmark: what was measured, and the figures by name. */
export interface Row {
  readonly name: string;
  readonly figures: Readonly<Record<string, Spread | number | string>>;
}

/** What is asked of a figure; `value` and `limit` are in `unit`. */
export interface Target {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  readonly holds: boolean;
}

/** What a bench module gives; its name and the machine are added by the runner. */
export interface Measured {
  readonly rows: readonly Row[];
  readonly targets: readonly Target[];
}

/** The one object that `--json` prints. */
export interface BenchResult extends Measured {
  readonly name: string;
  readonly machine: Readonly<Record<string, string | number>>;
}

/** Where a bench runs. */
export interface BenchOptions {
  readonly place: 'chromium' | 'node';
}

/** A module `tests/bench/<name>.ts`. */
export interface BenchModule {
  readonly bench: (options: BenchOptions) => Promise<Measured>;
  /** Whether it runs in Chromium unless `--node` is given: then it may use nothing of Node. */
  readonly inChromium?: boolean;
}

/** A target that holds if `value` is at most `limit`. */
export function atMost(name: string, value: number, limit: number, unit: string): Target {
  return { name, value, limit, unit, holds: value <= limit };
}

/** A target that holds if `value` is at least `limit`. */
export function atLeast(name: string, value: number, limit: number, unit: string): Target {
  return { name, value, limit, unit, holds: value >= limit };
}
