/** Skipping verification (CometBFT v0.38, `light/client.go`, `verifySkipping`). */
import { ChainError, ClockBehindError } from './chain-error.ts';
import type { Engine, StepLimits } from './ports.ts';

/** Room for the whole set to change dozens of times; a node that asks for more leads in circles. */
const MAX_FETCHES = 256;

/** Asks one node for the block at a height, which must be there. */
export type FetchBlock<Block> = (height: number) => Promise<Block>;

/**
 * Verifies `target` from `trusted`, fetching nearer blocks where the trust does not reach.
 *
 * @returns The blocks verified on the way, ascending, `target` last; without `trusted`.
 * @throws {@link ChainError} `chain/expired` or `chain/too-many-fetches`; {@link ClockBehindError} if
 * the target is beyond the permitted drift **and** proven, so that an unproven claim about time is
 * a lie like any other; and whatever the engine or `fetch` refuses with.
 */
export async function verifySkipping<Block>(
  engine: Engine<Block>,
  trusted: Block,
  target: Block,
  limits: StepLimits,
  fetch: FetchBlock<Block>,
): Promise<Block[]> {
  const { timeNs } = engine.facts(target);
  if (timeNs < limits.nowNs + limits.clockDriftNs) {
    return await walk(engine, trusted, target, limits, fetch);
  }
  // With the header's own time as the clock, and no matter how long ago the trust began.
  const trustingPeriodNs = timeNs - engine.facts(trusted).timeNs + limits.trustingPeriodNs;
  const shifted = { ...limits, nowNs: timeNs, clockDriftNs: 1n, trustingPeriodNs };
  await walk(engine, trusted, target, shifted, fetch);
  throw new ClockBehindError(timeNs - limits.nowNs);
}

async function walk<Block>(
  engine: Engine<Block>,
  trusted: Block,
  target: Block,
  limits: StepLimits,
  fetch: FetchBlock<Block>,
): Promise<Block[]> {
  const trace: Block[] = [];
  const pending = [target];
  let verified = trusted;
  let fetches = 0;
  for (let depth = 0; ;) {
    const candidate = pending[depth] ?? target;
    if (await reaches(engine, verified, candidate, limits)) {
      trace.push(candidate);
      if (depth === 0) return trace;
      verified = candidate;
      pending.length = depth;
      depth = 0;
      continue;
    }
    if (depth === pending.length - 1) {
      if (++fetches > MAX_FETCHES) throw new ChainError('chain/too-many-fetches', 'gave up');
      pending.push(await fetch(pivot(heightOf(engine, verified), heightOf(engine, candidate))));
    }
    depth++;
  }
}

/** Upstream's choice: nine sixteenths of the way. */
function pivot(low: number, high: number): number {
  return low + Math.max(1, Math.floor(((high - low) * 9) / 16));
}

async function reaches<Block>(
  engine: Engine<Block>,
  trusted: Block,
  untrusted: Block,
  limits: StepLimits,
): Promise<boolean> {
  const outcome = await engine.verifyStep(trusted, untrusted, limits);
  if (outcome === 'expired') throw new ChainError('chain/expired', 'the trusted header expired');
  if (outcome === 'from-future') {
    throw new ChainError('chain/invalid-header', 'a block on the way is later than its successor');
  }
  return outcome === 'verified';
}

function heightOf<Block>(engine: Engine<Block>, block: Block): number {
  return engine.facts(block).height;
}
