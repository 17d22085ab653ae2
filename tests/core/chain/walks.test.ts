/** Sequential and backwards walks over an engine of numbers. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  verifyBackwards,
  verifySequential,
  type Engine,
  type LinkedFacts,
  type StepOutcome,
} from '#core/chain/index.ts';
import { expectRefusal } from './sync-harness.ts';

const hashAt = (height: number) => Uint8Array.of(height >> 8, height & 255, 1);

function factsAt(height: number): LinkedFacts {
  return {
    chainId: 'numbers',
    height,
    timeNs: BigInt(height),
    hash: hashAt(height),
    appHash: new Uint8Array(),
    lastBlockHash: hashAt(height - 1),
  };
}

function engineOf(step: (trusted: number, untrusted: number) => StepOutcome): Engine<number> {
  const unused = () => undefined;
  return {
    facts: factsAt,
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
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a sequential walk', () => {
  const adjacent = (trusted: number, untrusted: number): StepOutcome =>
    untrusted === trusted + 1 ? 'verified' : 'not-enough-trust';
  const run = (step: typeof adjacent, from: number, to: number) => {
    const fetched: number[] = [];
    const fetch = (height: number) => {
      fetched.push(height);
      return Promise.resolve(height);
    };
    return { fetched, trace: verifySequential(engineOf(step), from, to, limits, fetch) };
  };

  it('takes every height once, and only adjacent steps', async () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 60 }));
    await fc.assert(
      fc.asyncProperty(pair, async ([from, length]) => {
        const { fetched, trace } = run(adjacent, from, from + length);
        expect(await trace).toEqual(range(from + 1, from + length));
        expect(fetched).toEqual(range(from + 1, from + length - 1));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('is not cured by a nearer block: there is none', async () => {
    const broken = (trusted: number, untrusted: number) =>
      untrusted === 5 ? 'not-enough-trust' : adjacent(trusted, untrusted);
    const { fetched, trace } = run(broken, 1, 9);
    await expectRefusal(trace, 'chain/invalid-header');
    expect(fetched).toEqual([2, 3, 4, 5]);
  });

  it('stops when trust has expired', async () => {
    await expectRefusal(run(() => 'expired', 1, 5).trace, 'chain/expired');
  });
});

describe('a backwards walk', () => {
  const honest = (min: number, max: number) => Promise.resolve(range(min, max).map(factsAt));

  it('reaches every height below by hashes alone, twenty headers at a time', async () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 100 }));
    await fc.assert(
      fc.asyncProperty(pair, async ([height, above]) => {
        let calls = 0;
        const counted = (min: number, max: number) => {
          calls++;
          expect(max - min).toBeLessThan(20);
          return honest(min, max);
        };
        expect(await verifyBackwards(factsAt(height + above), height, counted)).toEqual(
          factsAt(height),
        );
        expect(calls).toBe(Math.ceil(above / 20));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it.each<[string, Partial<LinkedFacts>]>([
    ['hash', { hash: hashAt(999) }],
    ['chain', { chainId: 'other' }],
    ['height', { height: 41 }],
    ['time, not before its successor', { timeNs: 43n }],
    ['predecessor', { lastBlockHash: hashAt(999) }],
  ])('refuses one header with another %s', async (_, change) => {
    const fetch = (min: number, max: number) =>
      Promise.resolve(
        range(min, max).map((height) =>
          height === 42 ? { ...factsAt(height), ...change } : factsAt(height),
        ),
      );
    await expectRefusal(verifyBackwards(factsAt(60), 5, fetch), 'chain/invalid-header');
  });

  it('refuses a node that has no headers to give', async () => {
    const nothing = () => Promise.resolve([]);
    await expectRefusal(verifyBackwards(factsAt(60), 5, nothing), 'chain/invalid-header');
  });

  it('goes no way up', async () => {
    await expectRefusal(verifyBackwards(factsAt(5), 9, honest), 'chain/invalid-header');
  });
});
