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
/** Number 3 and number 40 are wrong. */
const isRight = ({ key }: Vote) => ![3, 40].includes(key.bytes[0] ?? 0);
const RIGHT = VOTES.map(isRight);
const turn = () => new Promise((resolve) => setTimeout(resolve));
/** Two threads are two event loops: here both take turns. */
const judge: VoteVerifier = async (votes) => {
  await turn();
  return votes.map(isRight);
};

function sharing(helper: VoteVerifier = judge, ownVerifier: VoteVerifier = judge) {
  const [own, want, asked] = [vi.fn(ownVerifier), vi.fn(), vi.fn(helper)];
  const { port1, port2 } = new MessageChannel();
  serveVotes(port2, asked);
  open.push(port1, port2);
  return { votes: new SharedVotes(own, want), own, want, asked, port1 };
}

const open: { close(): void }[] = [];
function joined(...verifiers: Parameters<typeof sharing>) {
  const all = sharing(...verifiers);
  all.votes.join(all.port1);
  return all;
}
const namesOf = (calls: [readonly Vote[]][]) =>
  calls.flatMap(([some]) => some.map(({ key }) => key.bytes[0] ?? 0));

afterEach(() => {
  for (const port of open.splice(0)) port.close();
  vi.unstubAllGlobals();
});

describe('votes on two threads', () => {
  it('are shared with the helper, hardly any verified twice, and answered in their order', async () => {
    const { votes, own, asked } = joined();
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
    const [here, there] = [namesOf(own.mock.calls), namesOf(asked.mock.calls)];
    expect(new Set([...here, ...there])).toEqual(new Set(VOTES.keys()));
    // What the helper is at when all else is done.
    expect(here.length + there.length).toBeLessThanOrEqual(VOTES.length + 2);
    expect(here.length).toBeGreaterThan(10);
    expect(there.length).toBeGreaterThan(10);
  });

  it('go to whoever is free: a slow helper holds nobody up', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { votes, own, asked } = joined(async (some) => {
      await held;
      return judge(some);
    });
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
    expect(asked).toHaveBeenCalledOnce();
    expect(new Set(namesOf(own.mock.calls)).size).toBe(45);
    release();
  });

  it('of a helper that answers nothing any more are all verified here, time and again', async () => {
    const { votes, own } = joined(() => new Promise(() => undefined));
    for (let round = 0; round < 2; round++) {
      own.mockClear();
      expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
      expect(namesOf(own.mock.calls)).toHaveLength(45);
    }
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

  it('stay on one thread where threads share no memory', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const { votes, own, want, asked } = joined();
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
    expect(own).toHaveBeenCalledWith(VOTES);
    expect(want).not.toHaveBeenCalled();
    expect(asked).not.toHaveBeenCalled();
  });

  it('stay on one thread where the port cannot carry shared memory', async () => {
    const { votes, own } = sharing();
    const postMessage = vi.fn(() => {
      throw new DOMException('could not be cloned', 'DataCloneError');
    });
    votes.join({ postMessage, onmessage: null });
    for (let round = 0; round < 2; round++) {
      own.mockClear();
      expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
      expect(own).toHaveBeenCalledExactlyOnceWith(VOTES);
    }
    expect(postMessage).toHaveBeenCalledOnce();
  });

  it('of a helper whose port goes dead in between are all verified here', async () => {
    const { votes, port1 } = joined();
    const answers = votes.verifyVotes(VOTES);
    port1.close();
    expect(await answers).toEqual(RIGHT);
    expect(await votes.verifyVotes(VOTES)).toEqual(RIGHT);
  });
});
