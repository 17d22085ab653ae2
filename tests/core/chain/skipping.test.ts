/** Skipping over an engine of numbers: the light client knows no other engine than the one it is given. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { verifySkipping, type Engine, type StepOutcome } from '#core/chain/index.ts';
import { expectRefusal } from './sync-harness.ts';

type Step = (trusted: number, untrusted: number) => StepOutcome;

/** A chain whose blocks are their heights; one nanosecond passes between two. */
function engineOf(step: Step): Engine<number> {
  const unused = () => undefined;
  return {
    facts: (height) => ({
      chainId: 'numbers',
      height,
      timeNs: BigInt(height),
      hash: Uint8Array.of(height & 255),
      appHash: new Uint8Array(),
      lastBlockHash: Uint8Array.of((height - 1) & 255),
    }),
    validators: () => [],
    hasSameValidators: () => true,
    verifySelf: unused,
    verifyState: unused,
    verifyStep: (trusted, untrusted) => Promise.resolve(step(trusted, untrusted)),
    attackEvidence: unused,
    attackKind: () => 'lunatic',
  };
}

const limits = {
  chainId: 'numbers',
  trustLevel: { numerator: 2, denominator: 3 },
  trustingPeriodNs: 1_000_000n,
  clockDriftNs: 10n,
  nowNs: 1_000_000n,
};

function run(step: Step, from: number, to: number) {
  const fetched: number[] = [];
  const fetch = (height: number) => {
    fetched.push(height);
    return Promise.resolve(height);
  };
  return { fetched, trace: verifySkipping(engineOf(step), from, to, limits, fetch) };
}

const within =
  (reach: number): Step =>
  (trusted, untrusted) =>
    untrusted - trusted <= reach ? 'verified' : 'not-enough-trust';

describe('skipping', () => {
  it('takes one step and fetches nothing where trust reaches', async () => {
    const { fetched, trace } = run(within(100), 1, 90);
    expect(await trace).toEqual([90]);
    expect(fetched).toEqual([]);
  });

  it('looks for the next block nine sixteenths of the way', async () => {
    const { fetched, trace } = run(within(50), 0, 80);
    expect(await trace).toEqual([45, 80]);
    expect(fetched).toEqual([45]);
  });

  it('goes from block to block where trust reaches no further', async () => {
    expect(await run(within(1), 1, 6).trace).toEqual([2, 3, 4, 5, 6]);
  });

  it('always ends at the target by steps that trust reaches', async () => {
    const reach = fc.integer({ min: 20, max: 400 });
    await fc.assert(
      fc.asyncProperty(reach, fc.integer({ min: 1, max: 3_000 }), async (far, target) => {
        const trace = await run(within(far), 0, target).trace;
        expect(trace.at(-1)).toBe(target);
        trace.forEach((height, index) => {
          const before = trace[index - 1] ?? 0;
          expect(height > before && height - before <= far).toBe(true);
        });
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it.each([
    [333_333, 6],
    [33_333, 80],
    [5_000, 560],
  ])('crosses a million blocks where trust reaches %i, with few fetches', async (far, most) => {
    const { fetched, trace } = run(within(far), 1, 1_000_001);
    expect((await trace).at(-1)).toBe(1_000_001);
    expect(fetched.length).toBeLessThanOrEqual(most);
  });

  it('gives up on a node that leads it in circles', async () => {
    const { fetched, trace } = run(() => 'not-enough-trust', 1, 1_000);
    await expectRefusal(trace, 'chain/too-many-fetches');
    expect(fetched).toHaveLength(1_024);
  });

  it('stops when trust has expired', async () => {
    await expectRefusal(run(() => 'expired', 1, 5).trace, 'chain/expired');
  });

  it('refuses a block on the way that is later than the target', async () => {
    await expectRefusal(run(() => 'from-future', 1, 5).trace, 'chain/invalid-header');
  });

  it.each([
    [9n, 'chain/clock-behind'],
    [10n, undefined],
  ])('judges a target against a clock %i ns short of the drift', async (drift, code) => {
    const clock = { ...limits, nowNs: 91n, clockDriftNs: drift };
    const fetch = (height: number) => Promise.resolve(height);
    const trace = verifySkipping(engineOf(within(100)), 1, 100, clock, fetch);
    if (code === undefined) expect(await trace).toEqual([100]);
    else await expectRefusal(trace, code);
  });
});
