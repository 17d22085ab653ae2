/** Votes of one commit, taken by two threads in any order, one of which may die at any moment. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Vote, VoteVerifier } from '#core/cometbft/index.ts';
import { Tally } from '#workers/tally.ts';

const voteBy = (name: number): Vote => ({
  key: { type: 'ed25519', bytes: Uint8Array.of(name) },
  message: new Uint8Array(),
  signature: new Uint8Array(),
});
const never = () => new Promise<never>(() => undefined);

/** What becomes of a piece that the helper took: one that dies answers no other. */
const FATES = {
  answered: (answers: boolean[]) => answers,
  'answered in part': (answers: boolean[]) => answers.slice(0, 1),
  'answered with one too many': (answers: boolean[]) => [...answers, true, true, true],
  'lost with the helper': never,
};
const fates = fc.array(fc.constantFrom(...Object.values(FATES)), { minLength: 20, maxLength: 20 });

it('each vote is answered as its verifier says, whoever takes it and whatever is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.boolean(), { maxLength: 40 }),
      fates,
      async (scheduler, truth, fateOf) => {
        const votes = [...truth.keys()].map(voteBy);
        const judge = (some: readonly Vote[]) =>
          scheduler.schedule(
            Promise.resolve(some.map(({ key }) => truth[key.bytes[0] ?? 0] === true)),
          );
        let pieces = 0;
        const helper: VoteVerifier = async (some) => {
          const fate = fateOf[pieces++] ?? never;
          return await fate(await judge(some));
        };
        const tally = Tally.of(votes.length);
        void new Tally(tally.words).takeFrom(votes, helper);
        const answers = tally.takeFrom(votes, judge).then(() => tally.complete(votes, judge));
        expect(await scheduler.waitFor(answers)).toEqual(truth);
      },
    ),
  );
});

it('a vote that nobody answers, not even in the end, is wrong', async () => {
  const votes = [voteBy(0), voteBy(1), voteBy(2)];
  const tally = Tally.of(votes.length);
  expect(await tally.complete(votes, () => Promise.resolve([]))).toEqual([false, false, false]);
});
