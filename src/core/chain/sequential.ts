/** Sequential verification (CometBFT v0.38, `light/client.go`, `verifySequential`). */
import { ChainError } from './chain-error.ts';
import { awareOfClock, reaches, type Walk } from './walk.ts';

const walk: Walk = async (engine, trusted, target, limits, fetch, watch) => {
  const trace = [];
  const last = engine.facts(target).height;
  let verified = trusted;
  for (let height = engine.facts(trusted).height + 1; height <= last; height++) {
    const next = height === last ? target : await fetch(height);
    watch?.onStep?.(next);
    if (!(await reaches(engine, verified, next, limits))) {
      throw new ChainError('chain/invalid-header', 'the next header does not follow');
    }
    watch?.onVerified?.(next);
    trace.push(next);
    verified = next;
  }
  return trace;
};

/**
 * Verifies every block from `trusted` to `target`, each by the one before it.
 *
 * @returns All of them, ascending, `target` last; without `trusted`.
 * @throws {@link ChainError} `chain/expired` or `chain/invalid-header`; {@link ClockBehindError} if
 * the target is beyond the permitted drift **and** proven; and whatever the engine or `fetch`
 * refuses with.
 */
export const verifySequential: Walk = awareOfClock(walk);
