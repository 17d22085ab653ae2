import { describe, expect, it } from 'vitest';
import { formatRequest } from '#core/qr/index.ts';
import { answerBinding, verify, type Expectation } from '#core/verify/index.ts';
import { Answering } from '#state/answering.svelte.ts';
import { policyOf } from '#state/policy.ts';
import { HIDDEN } from '../support/case-builder.ts';
import { requestOf, unsigned, VERIFIER, VERIFIER_ID } from '../support/request-builder.ts';
import { VCT } from '../core/credential/craft.ts';
import { nameOf } from '../core/registry/departments.ts';
import {
  chainWith,
  documentOf,
  keep,
  MemoryVault,
  namedKeys,
  NO_PROOFS,
  openWallet,
  PROFILE,
  testClock,
} from './ports.ts';

/** The documents of the state tests hide this one claim, which no real type has. */
const CLAIM = Array.isArray(HIDDEN) ? String(HIDDEN[1]) : '';
const OFFICE = {
  ...VERIFIER,
  purposes: [{ id: 'review', name: nameOf('review'), vct: VCT, claims: [CLAIM] }],
};

async function phone() {
  const { held, trust } = await documentOf(2, { verifiers: { [VERIFIER_ID]: OFFICE } });
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  await keep(vault, wallet, held);
  const clock = testClock();
  const keys = namedKeys();
  const answering = new Answering(wallet, await chainWith(trust, clock), {
    keys,
    clock,
    proofs: NO_PROOFS,
    isCalm: () => false,
  });
  const judge = (expected: Expectation) =>
    verify(answering.display.code ?? '', trust, policyOf(PROFILE), () => false, clock(), expected);
  return { answering, wallet, vault, held, clock, keys, judge };
}

async function review() {
  const { request, payload } = await requestOf({ purpose: 'review' });
  const asked = { vct: VCT, claims: [CLAIM] };
  const challenge = {
    ...answerBinding({ request, payload }),
    asked,
    askedAtMs: testClock().ms - 5_000,
  };
  return { text: formatRequest(payload), expected: { mode: 'challenge', challenge } as const };
}

describe('an answer', () => {
  it('is made after consent and not before, and its verifier accepts it', async () => {
    const { answering, held, judge } = await phone();
    const { text, expected } = await review();
    answering.read(text);
    expect(answering).toMatchObject({
      display: { code: undefined },
      failure: undefined,
      request: { asker: { id: VERIFIER_ID }, concerns: [] },
      chosen: [CLAIM],
    });
    await answering.answer(held);
    expect(answering.display.shown).toEqual({ form: 'one', text: answering.display.code });
    await answering.display.showAs('slow');
    expect(answering.display.shown).toMatchObject({ form: 'slow', framesPerSecond: 5 });
    const report = judge(expected);
    expect(report.verdict).toBe('accepted');
    expect(report.checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['holder/answered', 'purpose/answered']),
    );
    expect(judge({ mode: 'broadcast' }).verdict).toBe('undecided');
  });

  it('is accepted from a phone whose clock is a day off', async () => {
    const { answering, held, clock, judge } = await phone();
    const { text, expected } = await review();
    clock.ms += 86_400_000;
    answering.read(text);
    expect(answering.request?.concerns).toEqual(['request/late', 'request/stale-trust']);
    await answering.answer(held);
    clock.ms -= 86_400_000;
    const report = judge(expected);
    expect(report.verdict).toBe('accepted');
    expect(report.checks.find(({ id }) => id === 'holder')?.facts['offsetMs']).toBe(86_400_000);
  });

  it('shows no claim that the person has taken out', async () => {
    const { answering, held, judge } = await phone();
    const { text, expected } = await review();
    answering.read(text);
    answering.toggle(CLAIM);
    await answering.answer(held);
    const report = judge(expected);
    expect(report.document?.claims).not.toHaveProperty(CLAIM);
    expect(report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'purpose/not-answered' },
    });
  });

  it('is written into the usage log with who asked, what for and what was shown', async () => {
    const { answering, wallet, held, clock } = await phone();
    answering.read((await review()).text);
    await answering.answer(held);
    expect(wallet.held.find(held.id)?.uses).toEqual([
      { atMs: clock.ms, claims: [CLAIM], asker: OFFICE.name, purpose: nameOf('review') },
    ]);
    expect(wallet.held.find(held.id)?.copies.map(({ shows }) => shows)).toEqual([1, 0]);
  });

  it('takes one copy though the person agrees twice', async () => {
    const { answering, wallet, held } = await phone();
    answering.read((await review()).text);
    await Promise.all([answering.answer(held), answering.answer(held)]);
    expect(answering.display.code).toBeDefined();
    expect(wallet.held.find(held.id)?.uses).toHaveLength(1);
  });

  it.each([
    ['when its request ends', 0, 160_000],
    [
      'three minutes after reading, where the request is over by a clock that is fast',
      86_400_000,
      180_000,
    ],
    [
      'three minutes after reading, where the request is far away by a clock that is slow',
      -86_400_000,
      180_000,
    ],
  ])('disappears %s, and it is said why', async (_, offMs, lastsMs) => {
    const { answering, held, clock } = await phone();
    clock.ms += offMs;
    answering.read((await review()).text);
    clock.ms += 10_000;
    await answering.answer(held);
    clock.ms += lastsMs - 10_500;
    answering.tick();
    expect(answering).toMatchObject({ secondsLeft: 1, failure: undefined });
    expect(answering.display.code).toBeDefined();
    clock.ms += 500;
    answering.tick();
    const failure = { code: 'answer/request-over', kind: undefined };
    expect(answering).toMatchObject({ display: { code: undefined }, request: undefined, failure });
  });

  it('is not made, and no copy used up, once its request is over', async () => {
    const { answering, wallet, held, clock } = await phone();
    answering.read((await review()).text);
    clock.ms += 160_000;
    await answering.answer(held);
    expect(answering).toMatchObject({
      display: { code: undefined },
      failure: { code: 'answer/request-over' },
    });
    expect(wallet.held.find(held.id)?.uses).toBeUndefined();
  });
});

describe('whoever refuses', () => {
  it('signs nothing, counts nothing and shows nothing', async () => {
    const { answering, wallet, held } = await phone();
    answering.read((await review()).text);
    answering.refuse();
    await answering.answer(held);
    expect(answering).toMatchObject({
      display: { code: undefined },
      request: undefined,
      chosen: [],
    });
    expect(wallet.held.find(held.id)?.uses).toBeUndefined();
  });

  it('while the answer is being signed shows nothing either', async () => {
    const { answering, held } = await phone();
    answering.read((await review()).text);
    const answered = answering.answer(held);
    answering.refuse();
    await answered;
    expect(answering.display.code).toBeUndefined();
  });
});

describe('a request', () => {
  it('for more than is allowed comes with nothing of that chosen', async () => {
    const { answering } = await phone();
    const query = { vct: VCT, claims: ['domicile'] };
    answering.read(formatRequest((await requestOf({ purpose: 'review', query })).payload));
    expect(answering).toMatchObject({
      chosen: [],
      request: { concerns: ['request/over-asking'] },
    });
  });

  it('of somebody unknown is noted without a name', async () => {
    const { answering, wallet, held } = await phone();
    const query = { vct: VCT, claims: [] };
    answering.read(formatRequest(unsigned({ query, purpose: '看看' }).payload));
    await answering.answer(held);
    expect(wallet.held.find(held.id)?.uses).toEqual([
      expect.not.objectContaining({ asker: expect.anything() as unknown }),
    ]);
    expect(wallet.held.find(held.id)?.uses?.[0]?.purpose).toEqual({ 'zh-CN': '看看', en: '看看' });
  });

  it('that cannot be answered is not, whatever the person says', async () => {
    const { answering, held } = await phone();
    answering.read(formatRequest((await requestOf({ chainTag: new Uint8Array(8) })).payload));
    await answering.answer(held);
    expect(answering.display.code).toBeUndefined();
  });

  it('that is none is refused with what it is', async () => {
    const { answering } = await phone();
    answering.read('https://shop.example');
    expect(answering.failure).toEqual({ code: 'qr/foreign', kind: 'url' });
    answering.read('LSQ9:ABC');
    expect(answering.failure).toMatchObject({ code: 'qr/newer-version' });
  });

  it('whose answer cannot be kept in the log is not answered, and it is said why', async () => {
    const { answering, vault, held } = await phone();
    answering.read((await review()).text);
    vault.failure = 'storage/full';
    await answering.answer(held);
    expect(answering).toMatchObject({
      display: { code: undefined },
      failure: { code: 'storage/full' },
    });
  });
});
