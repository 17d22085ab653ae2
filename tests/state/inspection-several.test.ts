/** A counter before which several documents are shown together. */
import { describe, expect, it } from 'vitest';
import { credentialLeaf } from '#core/registry/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import { BROADCAST, type Expectation } from '#core/verify/index.ts';
import { Inspection, type OpenRequest } from '#state/inspection.svelte.ts';
import {
  batchWith,
  ISSUER_ID,
  licence,
  present,
  trustOver,
  type CaseChange,
} from '../support/case-builder.ts';
import { ANSWER_NONCE, AUDIENCE, CHALLENGE } from '../support/request-builder.ts';
import { VCT } from '../core/credential/craft.ts';
import { chainWith, testClock } from './ports.ts';

const FOOD = 'https://lightseal.example/vct/food-business-licence/1';
const ANSWER: CaseChange = { binding: { aud: AUDIENCE, nonce: ANSWER_NONCE } };
const types = [VCT, FOOD].map((vct) => ({ vct, from: 1 }));
const jwts = await Promise.all([VCT, FOOD].map((vct) => licence({ payload: { vct } })));
const batches = jwts.map((jwt) => batchWith(credentialLeaf(jwt)));
const trust = await trustOver(
  batches.map(({ batch }) => batch),
  { issuer: { types } },
);

/** Both documents, signed for this. */
const shownFor = (change: CaseChange) =>
  Promise.all(
    jwts.map(async (jwt, batch) => {
      const place = batches[batch]?.place;
      if (place === undefined) throw new Error('no place');
      const anchor = { issuer: ISSUER_ID, batch, ...place };
      return encodeEnvelope({ sdJwt: await present(jwt, change), anchor });
    }),
  );

const answers = await shownFor(ANSWER);
const broadcast = await shownFor({});

async function counter(expectation: Expectation) {
  const clock = testClock();
  const spent: string[] = [];
  const seen = {
    isSeen: (nonce: string) => spent.includes(nonce),
    remember: (nonce: string) => void spent.push(nonce),
  };
  const request: { -readonly [Part in keyof OpenRequest]: OpenRequest[Part] } = {
    expectation,
    challengeOnly: false,
    close() {
      this.expectation = BROADCAST;
    },
  };
  const supply = () => Promise.resolve({ refused: 'chain/older-than-held' });
  const wait = () => Promise.resolve();
  const ports = { seen, proofs: { supply }, clock, stopwatch: () => 0, wait };
  const inspection = new Inspection(await chainWith(trust, clock), ports, request);
  const result = () => {
    const report = inspection.current?.report;
    return [report?.verdict, report?.reason?.code, report?.several?.reports.length];
  };
  const scan = async (texts: readonly string[]) => {
    await inspection.inspectSeveral(texts, 'handed-in');
    return result();
  };
  const scanAlone = async (text: string) => {
    await inspection.inspect(text, 'handed-in');
    return result();
  };
  return { inspection, request, spent, scan, scanAlone };
}

const ASKED: Expectation = {
  mode: 'challenge',
  challenge: { ...CHALLENGE, also: [{ vct: FOOD, claims: [] }] },
};

describe('several documents before a counter', () => {
  it('that has asked for them are accepted once for all, with one entry', async () => {
    const { inspection, request, spent, scan } = await counter(ASKED);
    expect(await scan(answers)).toEqual(['accepted', undefined, 2]);
    expect(spent).toEqual([ANSWER_NONCE]);
    expect(inspection.history).toHaveLength(1);
    expect(request.expectation).toBe(BROADCAST);
    request.expectation = ASKED;
    expect(await scan(answers)).toEqual(['undecided', 'holder/replayed', 2]);
    expect(await scan([...answers].reverse())).toEqual(['undecided', 'holder/replayed', 2]);
  });

  it('of which one alone is held up is waited for further, and nothing is spent', async () => {
    const { request, spent, scan, scanAlone } = await counter(ASKED);
    const incomplete = ['undecided', 'purpose/incomplete', undefined];
    expect(await scanAlone(answers[0] ?? '')).toEqual(incomplete);
    expect(await scanAlone(answers[1] ?? '')).toEqual(incomplete);
    expect([request.expectation, spent]).toEqual([ASKED, []]);
    expect(await scan(answers)).toEqual(['accepted', undefined, 2]);
  });

  it('once accepted, are not accepted one by one afterwards', async () => {
    const { scan, scanAlone } = await counter(BROADCAST);
    expect(await scan(broadcast)).toEqual(['accepted', undefined, 2]);
    for (const text of broadcast)
      expect(await scanAlone(text)).toEqual(['undecided', 'holder/replayed', undefined]);
  });

  it('are judged once while they stay in view', async () => {
    const { inspection } = await counter(BROADCAST);
    await inspection.inspectSeveral(broadcast, 'held-up');
    await inspection.inspectSeveral(broadcast, 'held-up');
    expect(inspection.current?.report.verdict).toBe('accepted');
    expect(inspection.history).toHaveLength(1);
  });
});
