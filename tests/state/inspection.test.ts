import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Chain } from '#state/chain.svelte.ts';
import { Inspection } from '#state/inspection.svelte.ts';
import type { ChainUpdate } from '#state/ports.ts';
import type { Supply } from '#core/verify/index.ts';
import { buildCase, NOW_MS, nonceOf, type BuiltCase } from '../support/case-builder.ts';
import { proofOf, suppliedOf } from '../support/supplied.ts';
import { FakeClient, PROFILE, refusal, testClock, updateOf } from './ports.ts';

let good: BuiltCase;
let other: BuiltCase;

beforeAll(async () => {
  good = await buildCase();
  other = await buildCase({ binding: { nonce: nonceOf(2) } });
});

/** A counter whose first sync ends when the test says so. */
function counter() {
  const clock = testClock();
  const client = new FakeClient();
  let answer: ((update: ChainUpdate) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  client.answers = [
    new Promise((resolve, reject) => {
      answer = resolve;
      fail = reject;
    }),
  ];
  const chain = new Chain(PROFILE, client, clock, () => undefined);
  const spent = new Map<string, number>();
  const seen = {
    isSeen: (nonce: string) => spent.has(nonce),
    remember: (nonce: string, nowMs: number) => void spent.set(nonce, nowMs),
  };
  const waits: { ms: number; end: () => void }[] = [];
  const wait = (ms: number) =>
    new Promise<void>((resolve) => void waits.push({ ms, end: resolve }));
  let watch = 0;
  const supplies: { bytes: Uint8Array; answer: (supply: Supply) => void }[] = [];
  const supply = (bytes: Uint8Array) =>
    new Promise<Supply>((answer) => void supplies.push({ bytes, answer }));
  const stopwatch = () => (watch += 7.4);
  const ports = { seen, proofs: { supply }, clock, stopwatch, wait };
  const inspection = new Inspection(chain, ports);
  const synced = chain.sync();
  const arrive = async (update: ChainUpdate = updateOf(good.trust)) => {
    answer?.(update);
    await synced;
  };
  return {
    clock,
    client,
    chain,
    inspection,
    spent,
    waits,
    supplies,
    arrive,
    fail: (e: Error) => fail?.(e),
  };
}

const codes = ({ inspection }: ReturnType<typeof counter>) =>
  inspection.current?.report.reason?.code;
const verdict = ({ inspection }: ReturnType<typeof counter>) => inspection.current?.report.verdict;

describe('an inspection', () => {
  it('gives a verdict with the moment and the effort it took', async () => {
    const desk = counter();
    await desk.arrive();
    await desk.inspection.inspect(good.text, 'held-up');
    expect(verdict(desk)).toBe('accepted');
    expect(desk.inspection.current).toMatchObject({ at: new Date(NOW_MS), tookMs: 7 });
  });

  it('looks at status lists ahead, as soon as there is trust, and judges nothing by that', async () => {
    const desk = counter();
    const looked = vi.spyOn(good.trust.pack.statusTokens, Symbol.iterator);
    const prepared = desk.inspection.prepare();
    expect(looked).not.toHaveBeenCalled();
    await desk.arrive();
    await prepared;
    expect(looked).toHaveBeenCalledOnce();
    expect(desk.inspection.current).toBeUndefined();
    await desk.inspection.inspect(good.text, 'held-up');
    expect(verdict(desk)).toBe('accepted');
  });

  it('judges a code once as long as it stays in view', async () => {
    const desk = counter();
    await desk.arrive();
    for (let frame = 0; frame < 10; frame++) {
      await desk.inspection.inspect(good.text, 'held-up');
      desk.clock.ms += 2_999;
    }
    expect(verdict(desk)).toBe('accepted');
    expect(desk.inspection.history).toHaveLength(1);
  });

  it('takes a code that was out of view for three seconds as shown anew: it was used already', async () => {
    const desk = counter();
    await desk.arrive();
    await desk.inspection.inspect(good.text, 'held-up');
    desk.clock.ms += 3_000;
    await desk.inspection.inspect(good.text, 'held-up');
    expect(verdict(desk)).toBe('undecided');
    expect(codes(desk)).toBe('holder/replayed');
    expect(desk.inspection.history.map(({ report }) => report.verdict)).toEqual([
      'undecided',
      'accepted',
    ]);
  });

  it('judges a code that is handed in again at once, and says that it was used', async () => {
    const desk = counter();
    await desk.arrive();
    await desk.inspection.inspect(good.text, 'handed-in');
    expect(verdict(desk)).toBe('accepted');
    desk.clock.ms += 100;
    await desk.inspection.inspect(good.text, 'held-up');
    expect(verdict(desk)).toBe('accepted');
    await desk.inspection.inspect(good.text, 'handed-in');
    expect(codes(desk)).toBe('holder/replayed');
  });

  it('replaces one code by the next', async () => {
    const desk = counter();
    await desk.arrive();
    await desk.inspection.inspect('https://shop.example', 'held-up');
    expect(codes(desk)).toBe('format/foreign');
    await desk.inspection.inspect(good.text, 'held-up');
    expect(verdict(desk)).toBe('accepted');
    await desk.inspection.inspect(other.text, 'held-up');
    expect(verdict(desk)).toBe('accepted');
  });

  it('is cleared for the next person, and does not judge what is still in view again', async () => {
    const desk = counter();
    await desk.arrive();
    await desk.inspection.inspect(good.text, 'held-up');
    desk.inspection.clear();
    await desk.inspection.inspect(good.text, 'held-up');
    expect(desk.inspection.current).toBeUndefined();
    expect(desk.inspection.history).toHaveLength(1);
  });

  it('remembers the last fifty', async () => {
    const desk = counter();
    await desk.arrive();
    for (let code = 0; code < 60; code++)
      await desk.inspection.inspect(`code ${String(code)}`, 'held-up');
    expect(desk.inspection.history).toHaveLength(50);
  });
});

describe('what is spent', () => {
  it('is the nonce of a code that was accepted, at that moment', async () => {
    const desk = counter();
    await desk.arrive();
    await desk.inspection.inspect(good.text, 'held-up');
    expect([...desk.spent]).toEqual([['AAECAwQFBgcICQoLDA0ODw', NOW_MS]]);
  });

  it('is no code that was rejected or undecided', async () => {
    const desk = counter();
    const revoked = await buildCase({ status: 1 });
    await desk.arrive(updateOf(revoked.trust));
    await desk.inspection.inspect(revoked.text, 'held-up');
    expect(verdict(desk)).toBe('rejected');
    const stale = await buildCase({ binding: { iat: NOW_MS / 1000 - 90 } });
    await desk.inspection.inspect(stale.text, 'held-up');
    expect(desk.spent.size).toBe(0);
  });
});

describe('right after the start', () => {
  it('waits for the first sync', async () => {
    const desk = counter();
    const judged = desk.inspection.inspect(good.text, 'held-up');
    expect(desk.inspection).toMatchObject({ checking: true, current: undefined });
    await desk.arrive();
    await judged;
    expect(desk.inspection.checking).toBe(false);
    expect(verdict(desk)).toBe('accepted');
  });

  it('waits no longer than its patience, and reconsiders when trust arrives', async () => {
    const desk = counter();
    const judged = desk.inspection.inspect(good.text, 'held-up');
    expect(desk.waits.map(({ ms }) => ms)).toEqual([2_500]);
    desk.waits[0]?.end();
    await judged;
    expect(verdict(desk)).toBe('undecided');
    expect(codes(desk)).toBe('chain/missing');
    desk.inspection.reconsider();
    expect(verdict(desk)).toBe('undecided');
    await desk.arrive();
    desk.inspection.reconsider();
    expect(verdict(desk)).toBe('accepted');
    const { history } = desk.inspection;
    desk.inspection.reconsider();
    expect(desk.inspection.history).toBe(history);
  });

  it('waits for a failing sync no longer than for a good one', async () => {
    const desk = counter();
    const judged = desk.inspection.inspect(good.text, 'held-up');
    desk.fail(refusal('chain/no-source'));
    await judged;
    expect(codes(desk)).toBe('chain/missing');
  });

  it('judges the newest of two codes that wait, and only that', async () => {
    const desk = counter();
    const both = [
      desk.inspection.inspect(good.text, 'held-up'),
      desk.inspection.inspect(other.text, 'held-up'),
    ];
    await desk.arrive();
    await Promise.all(both);
    expect(desk.inspection.history).toHaveLength(1);
    expect([...desk.spent.keys()]).toEqual([nonceOf(2)]);
  });

  it('shows nothing of a person who has gone', async () => {
    const desk = counter();
    const judged = desk.inspection.inspect(good.text, 'held-up');
    desk.inspection.clear();
    expect(desk.inspection.checking).toBe(false);
    await desk.arrive();
    await judged;
    expect(desk.inspection).toMatchObject({ current: undefined, checking: false });
    expect(desk.spent.size).toBe(0);
  });

  it('does not spend a waiting code by reconsidering the one before', async () => {
    const desk = counter();
    const first = desk.inspection.inspect('LS1:', 'held-up');
    desk.waits[0]?.end();
    await first;
    const second = desk.inspection.inspect(good.text, 'held-up');
    await desk.arrive();
    desk.inspection.reconsider();
    await second;
    expect(verdict(desk)).toBe('accepted');
  });

  it('changes nothing that was decided', async () => {
    const desk = counter();
    const revoked = await buildCase({ status: 1 });
    await desk.arrive(updateOf(revoked.trust));
    await desk.inspection.inspect(revoked.text, 'held-up');
    const before = desk.inspection.current;
    desk.inspection.reconsider();
    expect(desk.inspection.current).toBe(before);
  });
});

describe('a self-contained proof', () => {
  const older: Supply = { refused: 'chain/older-than-held' };

  it('is judged on what it brought along, while nothing is held', async () => {
    const desk = counter();
    const proof = proofOf(good.text);
    const inspected = desk.inspection.inspectProof(proof, 'held-up');
    expect(desk.inspection.checking).toBe(true);
    expect(desk.supplies.map(({ bytes }) => bytes)).toEqual([proof]);
    desk.waits[0]?.end();
    desk.supplies[0]?.answer({ trust: await suppliedOf(good) });
    await inspected;
    expect(verdict(desk)).toBe('accepted');
    expect(desk.inspection.current?.report.asOf?.supplied).toBe(true);
    expect(desk.chain.latest).toBeUndefined();
    expect(desk.spent.size).toBe(1);
  });

  it('is verified and judged once as long as it stays in view', async () => {
    const desk = counter();
    await desk.arrive();
    const frames = Array.from({ length: 5 }, () =>
      desk.inspection.inspectProof(proofOf(good.text), 'held-up'),
    );
    desk.supplies[0]?.answer(older);
    await Promise.all(frames);
    await desk.inspection.inspectProof(proofOf(good.text), 'held-up');
    expect(desk.supplies).toHaveLength(1);
    expect(desk.inspection.history).toHaveLength(1);
    expect(verdict(desk)).toBe('accepted');
  });

  it('is taken once, also as the code that is in it', async () => {
    const desk = counter();
    await desk.arrive();
    const proof = desk.inspection.inspectProof(proofOf(good.text), 'handed-in');
    desk.supplies[0]?.answer(older);
    await proof;
    await desk.inspection.inspect(good.text, 'handed-in');
    expect(codes(desk)).toBe('holder/replayed');
  });

  it('gives way to the next code while it is being verified', async () => {
    const desk = counter();
    await desk.arrive();
    const proof = desk.inspection.inspectProof(proofOf(good.text), 'held-up');
    await desk.inspection.inspect(other.text, 'held-up');
    desk.supplies[0]?.answer({ refused: 'chain/invalid-header' });
    await proof;
    expect(desk.inspection.history).toHaveLength(1);
    expect(desk.inspection.current?.report.leftAside).toBeUndefined();
  });

  it('is reconsidered on what is held later', async () => {
    const desk = counter();
    const proof = desk.inspection.inspectProof(proofOf(good.text), 'held-up');
    desk.waits[0]?.end();
    desk.supplies[0]?.answer({ refused: 'chain/out-of-reach' });
    await proof;
    expect(codes(desk)).toBe('chain/supplied-out-of-reach');
    await desk.arrive();
    desk.inspection.reconsider();
    expect(verdict(desk)).toBe('accepted');
    expect(desk.supplies).toHaveLength(1);
  });
});
