/** What the growing registry and whoever started it agree on. */

/** Batches in each block. */
export const PER_BLOCK = 200;
const FIRST = 1_000;

/** A registry that has so many batches. */
export interface Milestone {
  readonly batchCount: number;
  /** Of each block since the milestone before: executed and on the disk. */
  readonly blockMs: readonly number[];
  readonly rssBytes: number;
}

/** 1,000, 10,000 … up to and with `last`. */
export function milestones(last: number): readonly number[] {
  const all: number[] = [];
  for (let count = FIRST; count <= last; count *= 10) all.push(count);
  return all;
}
