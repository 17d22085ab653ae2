/** Walking forward from a trusted block to a higher one (CometBFT v0.38, `light/client.go`). */
import { ClockBehindError, ChainError } from './chain-error.ts';
import type { Engine, StepLimits } from './ports.ts';

/** Whether blocks may be skipped where the trust reaches over them. */
export type WalkMode = 'skipping' | 'sequential';

/** Asks one node for the block at a height, which must be there. */
export type FetchBlock<Block> = (height: number) => Promise<Block>;

/** What happens on a walk, for whoever watches it. */
export interface WalkWatch<Block> {
  /** A step to this block is being verified. */
  readonly onStep?: (untrusted: Block) => void;
  readonly onVerified?: (block: Block) => void;
}

/** Verifies `target` from `trusted` and returns the blocks on the way, ascending, `target` last. */
export type Walk = <Block>(
  engine: Engine<Block>,
  trusted: Block,
  target: Block,
  limits: StepLimits,
  fetch: FetchBlock<Block>,
  watch?: WalkWatch<Block>,
) => Promise<Block[]>;

/**
 * Runs a walk; a target beyond the permitted clock drift is judged by its own time first, so that an
 * unproven claim about time is a lie like any other.
 *
 * @throws {@link ClockBehindError} if the target is from the future **and** proven.
 */
export function awareOfClock(walk: Walk): Walk {
  return async (engine, trusted, target, limits, fetch, watch) => {
    const { timeNs } = engine.facts(target);
    if (timeNs < limits.nowNs + limits.clockDriftNs) {
      return await walk(engine, trusted, target, limits, fetch, watch);
    }
    // With the header's own time as the clock, and no matter how long ago the trust began.
    const trustingPeriodNs = timeNs - engine.facts(trusted).timeNs + limits.trustingPeriodNs;
    const shifted = { ...limits, nowNs: timeNs, clockDriftNs: 1n, trustingPeriodNs };
    await walk(engine, trusted, target, shifted, fetch, watch);
    throw new ClockBehindError(timeNs - limits.nowNs);
  };
}

/**
 * One step.
 *
 * @returns Whether the trust reaches so far; a nearer block cures that.
 * @throws {@link ChainError} `chain/expired`, `chain/invalid-header`, or a refusal of the engine.
 */
export async function reaches<Block>(
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
