/** Skipping verification (CometBFT v0.38, `light/client.go`, `verifySkipping`). */
import { ChainError } from './chain-error.ts';
import type { Engine } from './ports.ts';
import { awareOfClock, reaches, type Walk } from './walk.ts';

/** Room for the whole set to change a hundred times; a node that asks for more leads in circles. */
const MAX_FETCHES = 1_024;

const walk: Walk = async (engine, trusted, target, limits, fetch, watch) => {
  const trace = [];
  const pending = [target];
  let verified = trusted;
  let fetches = 0;
  for (let depth = 0; ;) {
    const candidate = pending[depth] ?? target;
    watch?.onStep?.(candidate);
    if (await reaches(engine, verified, candidate, limits)) {
      trace.push(candidate);
      watch?.onVerified?.(candidate);
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
};

/**
 * Verifies `target` from `trusted`, fetching nearer blocks where the trust does not reach.
 *
 * @returns The blocks verified on the way, ascending, `target` last; without `trusted`.
 * @throws {@link ChainError} `chain/expired` or `chain/too-many-fetches`; {@link ClockBehindError} if
 * the target is beyond the permitted drift **and** proven; and whatever the engine or `fetch`
 * refuses with.
 */
export const verifySkipping: Walk = awareOfClock(walk);

/** Upstream's choice: nine sixteenths of the way. */
function pivot(low: number, high: number): number {
  return low + Math.max(1, Math.floor(((high - low) * 9) / 16));
}

function heightOf<Block>(engine: Engine<Block>, block: Block): number {
  return engine.facts(block).height;
}
