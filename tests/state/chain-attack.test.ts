import { expect, it } from 'vitest';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { CodedError } from '#core/errors.ts';
import { Chain } from '#state/chain.svelte.ts';
import type { ChainClient, ChainUpdate } from '#state/ports.ts';

class Refusal extends CodedError {}

const VERIFIED = {
  trust: { header: { timeNs: 5_000_000n }, conflict: false },
} as unknown as ChainUpdate;

/** A client whose first sync is good, and which then refuses or breaks. */
function chainThen(next: Error): Chain {
  let syncs = 0;
  const client: ChainClient = {
    restore: () => Promise.resolve(undefined),
    sync: () => (syncs++ === 0 ? Promise.resolve(VERIFIED) : Promise.reject(next)),
    cancel: () => undefined,
    attack: () => Promise.resolve(undefined),
  };
  return new Chain(
    {} as ConsortiumProfile,
    client,
    () => new Date(9),
    () => undefined,
  );
}

it('what was verified before an attack was found is not trusted any more', async () => {
  const chain = chainThen(new Refusal('chain/attack', 'two headers'));
  await chain.start();
  expect(chain.latest?.trust.conflict).toBe(false);
  await chain.sync();
  expect(chain.failure).toBe('chain/attack');
  expect(chain.latest?.trust.conflict).toBe(true);
});

it('a node that is down takes nothing away from what was verified', async () => {
  const chain = chainThen(new Refusal('chain/no-source', 'down'));
  await chain.start();
  await chain.sync();
  expect(chain.failure).toBe('chain/no-source');
  expect(chain.latest?.trust.conflict).toBe(false);
});

it('a sync that broke does not keep the next one waiting', async () => {
  const chain = chainThen(new TypeError('a bug'));
  await chain.start();
  await expect(chain.sync()).rejects.toThrow('a bug');
  expect(chain.phase).toBe('failed');
  await expect(chain.sync()).rejects.toThrow('a bug');
});
