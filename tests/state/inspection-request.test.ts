/** A counter that has asked: what it makes of answers, and of everything else. */
import { describe, expect, it } from 'vitest';
import { CHALLENGE_MS, BROADCAST, type Expectation } from '#core/verify/index.ts';
import { Inspection, type OpenRequest } from '#state/inspection.svelte.ts';
import { proofOf } from '../support/supplied.ts';
import { buildCase, nonceOf, NOW_MS } from '../support/case-builder.ts';
import { ANSWER_NONCE, AUDIENCE, CHALLENGE } from '../support/request-builder.ts';
import { chainWith, testClock } from './ports.ts';

const answer = await buildCase({ binding: { aud: AUDIENCE, nonce: ANSWER_NONCE } });
const broadcast = await buildCase();
const relayed = await buildCase({
  binding: { aud: 'lightseal:verifier:somebody-else', nonce: ANSWER_NONCE },
});
const former = await buildCase({ binding: { aud: AUDIENCE, nonce: nonceOf(3) } });

async function counter({ synced = true } = {}) {
  const clock = testClock();
  const spent = new Set<string>();
  const seen = {
    isSeen: (nonce: string) => spent.has(nonce),
    remember: (nonce: string) => void spent.add(nonce),
  };
  const asked: Expectation = { mode: 'challenge', challenge: CHALLENGE };
  const request: { -readonly [Part in keyof OpenRequest]: OpenRequest[Part] } = {
    expectation: asked,
    challengeOnly: false,
    close() {
      this.expectation = BROADCAST;
    },
  };
  const chain = await chainWith(synced ? answer.trust : undefined, clock);
  const wait = () => Promise.resolve();
  const supply = () => Promise.resolve({ refused: 'chain/older-than-held' });
  const ports = { seen, proofs: { supply }, clock, stopwatch: () => 0, wait };
  const inspection = new Inspection(chain, ports, request);
  const scan = async (text: string) => {
    clock.ms += 4_000;
    await inspection.inspect(text, 'held-up');
    const report = inspection.current?.report;
    return [report?.verdict, report?.reason?.code];
  };
  return { inspection, request, asked, clock, chain, scan };
}

describe('a counter that has asked', () => {
  it('accepts the answer once, and waits for it no longer', async () => {
    const { scan, request, asked } = await counter();
    expect(await scan(answer.text)).toEqual(['accepted', undefined]);
    expect(request.expectation).toBe(BROADCAST);
    expect(await scan(answer.text)).toEqual(['undecided', 'holder/replayed']);
    request.expectation = asked;
    expect(await scan(answer.text)).toEqual(['undecided', 'holder/replayed']);
  });

  it('does not accept the answer to somebody else’s request', async () => {
    const { scan } = await counter();
    expect(await scan(relayed.text)).toEqual(['rejected', 'holder/other-audience']);
  });

  it('does not accept the answer to a request of its own from before', async () => {
    const { scan } = await counter();
    expect(await scan(former.text)).toEqual(['undecided', 'holder/other-challenge']);
  });

  it('goes on waiting while other codes are held up', async () => {
    const { scan, request, asked } = await counter();
    expect(await scan(broadcast.text)).toEqual(['undecided', 'holder/unasked']);
    expect(request.expectation).toBe(asked);
    expect(await scan(answer.text)).toEqual(['accepted', undefined]);
  });

  it('tells an answer that came too late', async () => {
    const { scan, clock } = await counter();
    clock.ms = NOW_MS + CHALLENGE_MS;
    expect(await scan(answer.text)).toEqual(['undecided', 'holder/challenge-expired']);
  });

  it('takes a code by time again once nothing is asked', async () => {
    const { scan, inspection } = await counter();
    inspection.clear();
    expect(await scan(broadcast.text)).toEqual(['accepted', undefined]);
  });

  it('reconsiders an answer against the request it was scanned for', async () => {
    const { scan, inspection, request, chain } = await counter({ synced: false });
    expect(await scan(answer.text)).toEqual(['undecided', 'chain/missing']);
    request.close();
    Object.defineProperty(chain, 'latest', { value: { trust: answer.trust } });
    inspection.reconsider();
    expect(inspection.current?.report.verdict).toBe('accepted');
  });
});

describe('a desk that accepts answers only', () => {
  it('does not accept what nobody asked for, and still accepts the answer', async () => {
    const { scan, request, asked } = await counter();
    request.expectation = BROADCAST;
    request.challengeOnly = true;
    expect(await scan(broadcast.text)).toEqual(['undecided', 'holder/unasked']);
    request.expectation = asked;
    expect(await scan(answer.text)).toEqual(['accepted', undefined]);
    request.expectation = BROADCAST;
    request.challengeOnly = false;
    expect(await scan(broadcast.text)).toEqual(['accepted', undefined]);
  });

  it('does not accept it either where it brings its own data along', async () => {
    const { inspection, request } = await counter();
    request.expectation = BROADCAST;
    request.challengeOnly = true;
    await inspection.inspectProof(proofOf(broadcast.text), 'held-up');
    expect(inspection.current?.report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'holder/unasked' },
    });
    request.challengeOnly = false;
    await inspection.inspectProof(proofOf(broadcast.text), 'handed-in');
    expect(inspection.current?.report.verdict).toBe('accepted');
  });
});
