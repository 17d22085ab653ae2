import { expect, it } from 'vitest';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import type { Chain } from '#state/chain.svelte.ts';
import { Inspection } from '#state/inspection.svelte.ts';
import { NO_PROOFS } from './ports.ts';

const profile = { policy: {} } as ConsortiumProfile;
const chain = { profile, latest: undefined, settled: Promise.resolve() } as unknown as Chain;
const seen = { isSeen: () => false, remember: () => undefined };

it('a code that is reconsidered stands in the history once', async () => {
  let now = 0;
  const clock = () => new Date(now);
  const wait = () => Promise.resolve();
  const ports = { seen, proofs: NO_PROOFS, clock, stopwatch: () => 0, wait };
  const inspection = new Inspection(chain, ports);
  await inspection.inspect('not a code', 'held-up');
  for (let times = 0; times < 3; times++) inspection.reconsider();
  expect(inspection.history).toHaveLength(1);
  expect(inspection.history[0]).toBe(inspection.current);
  now = 10_000;
  await inspection.inspect('another one', 'held-up');
  inspection.reconsider();
  expect(inspection.history).toHaveLength(2);
});
