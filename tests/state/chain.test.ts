import { beforeAll, describe, expect, it } from 'vitest';
import { SyncFailure } from '#core/chain/index.ts';
import type { Trust } from '#core/verify/index.ts';
import { Chain } from '#state/chain.svelte.ts';
import { buildCase, NOW_MS } from '../support/case-builder.ts';
import { FakeClient, PROFILE, refusal, testClock, updateOf } from './ports.ts';

let trust: Trust;
let newer: Trust;

beforeAll(async () => {
  ({ trust } = await buildCase());
  ({ trust: newer } = await buildCase({
    header: { height: 101, timeNs: BigInt(NOW_MS) * 1_000_000n },
  }));
});

function open(client: FakeClient) {
  const clock = testClock();
  const verified: number[] = [];
  const chain = new Chain(PROFILE, client, clock, (timeMs) => verified.push(timeMs));
  return { chain, clock, verified };
}

describe('the chain', () => {
  it('takes what is stored at once, then what is new', async () => {
    const client = new FakeClient();
    client.stored = updateOf(trust);
    let answer: ((update: ReturnType<typeof updateOf>) => void) | undefined;
    client.answers = [new Promise((resolve) => (answer = resolve))];
    const { chain, verified } = open(client);
    expect(chain).toMatchObject({ phase: 'starting', latest: undefined, ageMs: undefined });
    const started = chain.start();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(chain.latest?.trust.header.height).toBe(100);
    expect(chain).toMatchObject({ phase: 'syncing', progress: { stage: 'headers', height: 5 } });
    answer?.(updateOf(newer));
    await started;
    expect(chain.latest?.trust.header.height).toBe(101);
    expect(chain).toMatchObject({ phase: 'verified', progress: undefined, failure: undefined });
    expect(verified).toEqual([NOW_MS - 5_000, NOW_MS]);
  });

  it('keeps its trust when a sync fails, says why, and recovers', async () => {
    const client = new FakeClient();
    client.answers = [updateOf(trust), refusal('chain/no-source'), updateOf(newer)];
    const { chain } = open(client);
    await chain.sync();
    await chain.sync();
    expect(chain).toMatchObject({ phase: 'failed', failure: 'chain/no-source' });
    expect(chain.latest?.trust).toBe(trust);
    await chain.sync();
    expect(chain).toMatchObject({ phase: 'verified', failure: undefined });
  });

  it('tells what was found out about the nodes for as long as the failure stands', async () => {
    const client = new FakeClient();
    const findings = [{ node: 0 }, { node: 1, code: 'source/garbage' }];
    client.answers = [
      new SyncFailure('chain/no-witness', findings),
      refusal('chain/no-source'),
      updateOf(trust),
    ];
    const { chain } = open(client);
    await chain.sync();
    expect(chain.findings).toEqual(findings);
    await chain.sync();
    expect(chain.findings).toEqual([]);
    await chain.sync();
    expect(chain).toMatchObject({ failure: undefined, findings: [] });
  });

  it('trusts nothing any more once an attack was found', async () => {
    const client = new FakeClient();
    client.answers = [updateOf(trust), refusal('chain/attack')];
    const { chain } = open(client);
    await chain.sync();
    expect(chain.latest?.trust.conflict).toBe(false);
    await chain.sync();
    expect(chain).toMatchObject({ phase: 'failed', failure: 'chain/attack' });
    expect(chain.latest?.trust.conflict).toBe(true);
  });

  it('runs one sync at a time, and everybody waits for that one', async () => {
    const client = new FakeClient();
    client.answers = [updateOf(trust)];
    const { chain } = open(client);
    const both = [chain.sync(), chain.sync()];
    await both[1];
    expect(chain.latest?.trust).toBe(trust);
    await both[0];
    expect(client.syncs).toBe(1);
  });

  it('is settled when the first sync has ended, badly too', async () => {
    const client = new FakeClient();
    const { chain } = open(client);
    let settled = false;
    void chain.settled.then(() => (settled = true));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(settled).toBe(false);
    await chain.start();
    await chain.settled;
    expect(chain).toMatchObject({ phase: 'failed', latest: undefined });
  });

  it('goes on without what is stored if that is refused', async () => {
    const client = new FakeClient();
    client.restore = () => Promise.reject(refusal('store/broken'));
    client.answers = [updateOf(trust)];
    const { chain } = open(client);
    await chain.start();
    expect(chain).toMatchObject({ phase: 'verified', failure: undefined });
  });

  it('tells its age by the clock of the last tick, never below nothing', async () => {
    const client = new FakeClient();
    client.answers = [updateOf(trust)];
    const { chain, clock } = open(client);
    await chain.sync();
    expect(chain.ageMs).toBe(5_000);
    clock.ms += 60_000;
    expect(chain.ageMs).toBe(5_000);
    chain.tick();
    expect(chain.ageMs).toBe(65_000);
    clock.ms = NOW_MS - 60_000;
    chain.tick();
    expect(chain.ageMs).toBe(0);
  });

  it('passes a cancellation on', () => {
    const client = new FakeClient();
    open(client).chain.cancel();
    expect(client.cancelled).toBe(true);
  });
});
