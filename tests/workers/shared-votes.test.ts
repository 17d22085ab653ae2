/** Votes on two threads: shared where it is worth it, and never lost. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Vote, VoteVerifier } from '#core/cometbft/index.ts';
import { serveVotes, SharedVotes } from '#workers/shared-votes.ts';

const voteBy = (name: number): Vote => ({
  key: { type: 'ed25519', bytes: Uint8Array.of(name) },
  message: new Uint8Array(),
  signature: new Uint8Array(),
});
const VOTES = Array.from({ length: 45 }, (_, name) => voteBy(name));
/** Number 3 and number 40 are wrong; each half has one. */
const judge: VoteVerifier = (votes) =>
  Promise.resolve(votes.map(({ key }) => ![3, 40].includes(key.bytes[0] ?? 0)));
const RIGHT = VOTES.map((_, name) => ![3, 40].includes(name));

function sharing(helper: VoteVerifier = judge) {
  const [own, want, asked] = [vi.fn(judge), vi.fn(), vi.fn(helper)];
  const { port1, port2 } = new MessageChannel();
  serveVotes(port2, asked);
  return { votes: new SharedVotes(own, want), own, want, asked, port1, port2 };
}

const open: { close(): void }[] = [];
function joined(helper?: VoteVerifier) {
  const all = sharing(helper);
  open.push(all.port1, all.port2);
  all.votes.join(all.port1);
  return all;
}
afterEach(() => {
  for (const port of open.splice(0)) port.close();
  vi.useRealTimers();
});

describe('votes on two threads', () => {
  it('are shared with the helper, and answered in their order', async () => {
    const { votes, own, asked } = joined();
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
    const inAll = [...own.mock.calls, ...asked.mock.calls].flatMap(([some]) => some);
    expect(inAll.map(({ key }) => key.bytes[0]).sort((a = 0, b = 0) => a - b)).toEqual([
      ...VOTES.keys(),
    ]);
    expect(asked.mock.calls[0]?.[0]).toHaveLength(24);
  });

  it('go to whoever is free: a slow helper gets no more than its first part', async () => {
    const { votes, own, asked } = joined(async (some) => {
      while (own.mock.calls.length < 6) await new Promise((resolve) => setTimeout(resolve));
      return judge(some);
    });
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
    expect(asked).toHaveBeenCalledOnce();
    expect(own.mock.calls.map(([some]) => some.length)).toEqual([4, 4, 4, 4, 4, 1]);
  });

  it('of several commits at once are not mixed up', async () => {
    const { votes } = joined();
    const others = Array.from({ length: 40 }, () => voteBy(3));
    const answers = await Promise.all([votes.verifyVotes(VOTES), votes.verifyVotes(others)]);
    expect(answers).toEqual([RIGHT, others.map(() => false)]);
  });

  it('stay on one thread where there are few', async () => {
    const { votes, want, asked } = joined();
    expect(await votes.verifyVotes(VOTES.slice(0, 39))).toEqual(RIGHT.slice(0, 39));
    expect(asked).not.toHaveBeenCalled();
    expect(want).not.toHaveBeenCalled();
  });

  it('ask for a helper once, and do without until it has come', async () => {
    const { votes, own, want } = sharing();
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
    expect(want).toHaveBeenCalledOnce();
    expect(own).toHaveBeenCalledWith(VOTES);
  });

  it('of a helper that falls silent are verified here, and it is asked no more', async () => {
    vi.useFakeTimers();
    const { votes, asked } = joined(() => new Promise(() => undefined));
    const answers = votes.verifyVotes(VOTES);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answers).toEqual(RIGHT);
    const calls = asked.mock.calls.length;
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
    expect(asked).toHaveBeenCalledTimes(calls);
  });
});
