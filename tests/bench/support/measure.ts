/** Measures contestants side by side. */

/** What is timed. */
export interface Contestant {
  readonly name: string;
  readonly run: () => unknown;
}

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** A sample repeats what is timed until it is at least this long. */
  readonly sampleMs: number;
}

/**
 * Times each contestant once per round, the first one changing from round to round, so that no one
 * always profits from what the others warmed up. A sample is the time of one repetition.
 *
 * @returns Milliseconds, by name, in the order of rounds.
 */
export async function race(
  contestants: readonly Contestant[],
  { rounds, sampleMs }: Effort,
): Promise<Map<string, number[]>> {
  const repeats = new Map<string, number>();
  for (const { name, run } of contestants) repeats.set(name, await repetitions(run, sampleMs));
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const contestant = contestants[(round + turn) % contestants.length];
      if (contestant === undefined) continue;
      const times = repeats.get(contestant.name) ?? 1;
      samples.get(contestant.name)?.push((await elapsedMs(contestant.run, times)) / times);
    }
  }
  return samples;
}

/** Warms up, and says how often to repeat for a sample of `sampleMs`. */
async function repetitions(run: () => unknown, sampleMs: number): Promise<number> {
  let times = 1;
  while (times < 100_000) {
    const spent = await elapsedMs(run, times);
    if (spent >= sampleMs) return times;
    times = Math.ceil(
      times * Math.min(10, Math.max(1.5, (1.2 * sampleMs) / Math.max(spent, 0.01))),
    );
  }
  return times;
}

/** Milliseconds that `times` runs take, one after the other. */
export async function elapsedMs(run: () => unknown, times = 1): Promise<number> {
  const start = performance.now();
  for (let time = 0; time < times; time++) await run();
  return performance.now() - start;
}
