import { describe, expect, it } from 'vitest';
import { parseRequest } from '#core/qr/index.ts';
import { CHALLENGE_MS, judgeRequest } from '#core/verify/index.ts';
import { Asking, togetherAsked, type Question } from '#state/asking.svelte.ts';
import { policyOf } from '#state/policy.ts';
import { CHAIN } from '../core/registry/departments.ts';
import { buildCase, NOW_MS } from '../support/case-builder.ts';
import { PURPOSE, VERIFIER, VERIFIER_ID } from '../support/request-builder.ts';
import { VCT } from '../core/credential/craft.ts';
import { keyFile, PaperKeys } from './paper-keys.ts';
import { chainWith, memorySettings, PROFILE, testClock } from './ports.ts';

const { trust } = await buildCase({ verifiers: { [VERIFIER_ID]: VERIFIER } });

async function desk(held: typeof trust | undefined = trust, settings = memorySettings()) {
  const clock = testClock();
  const keys = new PaperKeys();
  let calls = 0;
  const random = (size: number) => new Uint8Array(size).fill(++calls);
  const asking = new Asking(await chainWith(held, clock), { keys, random, clock, settings });
  const first = (): Question => {
    const [question] = asking.questions;
    if (question === undefined) throw new Error('nothing to ask');
    return question;
  };
  return { asking, keys, clock, first };
}

const judged = (text: string | undefined, now = new Date(NOW_MS)) =>
  judgeRequest(parseRequest(text ?? ''), CHAIN, trust, policyOf(PROFILE), now);

describe('a registered desk', () => {
  it('asks in its office’s name for what the registry lets it ask', async () => {
    const { asking, first } = await desk();
    await asking.office.takeKeyText(keyFile());
    expect(asking.office).toMatchObject({ failure: undefined, listed: { id: VERIFIER_ID } });
    expect(asking.questions).toEqual([
      {
        purpose: PURPOSE,
        name: VERIFIER.purposes[0]?.name,
        vct: VCT,
        claims: ['legal_representative'],
      },
    ]);
    await asking.ask(first(), 'words');
    expect(judged(asking.asked?.text)).toMatchObject({
      asker: { id: VERIFIER_ID },
      asked: { vct: VCT, claims: [{ name: 'legal_representative', allowed: true }] },
      concerns: [],
    });
    expect(asking.expectation).toMatchObject({
      mode: 'challenge',
      challenge: { asked: { vct: VCT, claims: ['legal_representative'] }, askedAtMs: NOW_MS },
    });
  });

  it('asks with another nonce each time', async () => {
    const { asking, first } = await desk();
    await asking.office.takeKeyText(keyFile());
    await asking.ask(first(), 'words');
    const before = asking.asked?.text;
    await asking.ask(first(), 'words');
    expect(asking.asked?.text).not.toBe(before);
  });

  it('says when the time is over, and goes on knowing what it asked', async () => {
    const { asking, clock, first } = await desk();
    await asking.ask(first(), 'words');
    expect(asking.secondsLeft).toBe(asking.totalSeconds);
    clock.ms += CHALLENGE_MS - 500;
    asking.tick();
    expect(asking.secondsLeft).toBe(1);
    clock.ms += 5_000;
    asking.tick();
    expect(asking.secondsLeft).toBe(0);
    expect(asking.expectation.mode).toBe('challenge');
  });

  it('waits for nothing once it is closed, even while a request is being signed', async () => {
    const { asking, first } = await desk();
    await asking.office.takeKeyText(keyFile());
    await asking.ask(first(), 'words');
    const again = asking.ask(first(), 'words');
    asking.close();
    await again;
    expect(asking).toMatchObject({ asked: undefined, expectation: { mode: 'broadcast' } });
  });

  it('says why it could not ask', async () => {
    const { asking, keys, first } = await desk();
    await asking.office.takeKeyText(keyFile());
    keys.failure = 'storage/unavailable';
    await asking.ask(first(), 'words');
    expect(asking).toMatchObject({ asked: undefined, failure: 'storage/unavailable' });
  });

  it('remembers whether it accepts answers only', async () => {
    const settings = memorySettings();
    const { asking } = await desk(trust, settings);
    expect(asking.challengeOnly).toBe(false);
    asking.setChallengeOnly(true);
    expect(asking.challengeOnly).toBe(true);
    expect((await desk(trust, settings)).asking.challengeOnly).toBe(true);
    asking.setChallengeOnly(false);
    expect((await desk(trust, settings)).asking.challengeOnly).toBe(false);
  });
});

describe('a desk without a key', () => {
  it('asks for the face of a document, and wallets call it unknown', async () => {
    const { asking, first } = await desk();
    await asking.ask(first(), '核对证面');
    expect(judged(asking.asked?.text)).toMatchObject({
      asker: undefined,
      purpose: { own: '核对证面' },
      asked: { claims: [] },
      concerns: ['request/unsigned'],
      answerable: true,
    });
  });

  it('can ask before the first sync too', async () => {
    const { asking, first } = await desk(undefined);
    await asking.ask(first(), '核对证面');
    expect(asking.asked).toBeDefined();
  });
});

describe('a desk that asks for several documents', () => {
  const FOOD = 'https://lightseal.example/vct/food-business-licence/1';
  const food = { id: 'food', name: VERIFIER.name, vct: FOOD, claims: ['domicile'] };
  const books = { id: 'books', name: VERIFIER.name, vct: VCT, claims: ['domicile'] };
  const purposes = [...VERIFIER.purposes, food, books];

  async function office() {
    const verifiers = { [VERIFIER_ID]: { ...VERIFIER, purposes } };
    const built = await buildCase({ verifiers });
    const made = await desk(built.trust);
    await made.asking.office.takeKeyText(keyFile());
    const read = () =>
      judgeRequest(
        parseRequest(made.asking.asked?.text ?? ''),
        CHAIN,
        built.trust,
        policyOf(PROFILE),
        new Date(NOW_MS),
      );
    return { ...made, read };
  }

  it('asks in one code for what the registry lets it ask, and waits for all of it', async () => {
    const { asking, read } = await office();
    const together = togetherAsked(asking.questions.slice(0, 2));
    if (together === undefined) throw new Error('nothing to ask');
    await asking.ask(together, 'words');
    const judged = read();
    expect(judged).toMatchObject({ concerns: [], answerable: true });
    const parts = [
      { vct: VCT, claims: ['legal_representative'] },
      { vct: FOOD, claims: ['domicile'] },
    ];
    expect(
      judged.parts.map(({ vct, claims }) => ({ vct, claims: claims.map((c) => c.name) })),
    ).toEqual(parts);
    expect(asking.expectation).toMatchObject({
      challenge: { nonce: judged.nonce, asked: parts[0], also: [parts[1]] },
    });
    expect(asking.usual).toBe(together);
    expect(asking.isForOnline(together)).toBe(false);
  });

  it('waits for one document where two purposes are about it, as the wallet reads it', async () => {
    const { asking, read } = await office();
    const [review, , again] = asking.questions;
    const together = togetherAsked(review && again ? [review, again] : []);
    if (together === undefined) throw new Error('nothing to ask');
    await asking.ask(together, 'words');
    const claims = ['legal_representative', 'domicile'];
    expect(read().parts.map(({ claims: asked }) => asked.map(({ name }) => name))).toEqual([
      claims,
    ]);
    const { expectation } = asking;
    expect(expectation.mode === 'challenge' && expectation.challenge).toMatchObject({
      asked: { vct: VCT, claims },
    });
    expect(expectation).not.toHaveProperty('challenge.also');
  });

  it('without a name asks for the faces of documents', async () => {
    const { asking } = await desk();
    const together = togetherAsked(asking.questions.slice(0, 10));
    if (together === undefined) throw new Error('nothing to ask');
    await asking.ask(together, 'words');
    const { parts, concerns } = judged(asking.asked?.text);
    expect(parts).toHaveLength(10);
    expect(concerns).toEqual(['request/unsigned']);
  });

  it('refuses to ask for more than a request holds', async () => {
    const { asking } = await desk();
    const together = togetherAsked(asking.questions.slice(0, 11));
    if (together === undefined) throw new Error('nothing to ask');
    await asking.ask(together, 'words');
    expect(asking).toMatchObject({ asked: undefined, failure: 'qr/too-large' });
  });

  it('asks as before for one, and for nothing without any', async () => {
    const { asking, first } = await desk();
    expect(togetherAsked([first()])).toEqual(first());
    expect(togetherAsked([])).toBeUndefined();
    await asking.ask(first(), 'words');
    expect(parseRequest(asking.asked?.text ?? '').request).not.toHaveProperty('also');
  });
});
