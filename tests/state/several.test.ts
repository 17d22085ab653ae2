/** Several documents of one wallet, shown together or answered with together, and what a counter makes of them. */
import { describe, expect, it } from 'vitest';
import { formatBase64Url } from '#core/bytes/index.ts';
import { decodeStreamPayload, formatRequest, StreamCollector } from '#core/qr/index.ts';
import { credentialLeaf } from '#core/registry/index.ts';
import {
  answerBinding,
  BROADCAST,
  verify,
  verifySeveral,
  type Expectation,
  type Report,
} from '#core/verify/index.ts';
import { Answering } from '#state/answering.svelte.ts';
import type { HeldDocument } from '#state/held-document.ts';
import { policyOf } from '#state/policy.ts';
import { MOST_DOCUMENTS, Presentation } from '#state/presentation.svelte.ts';
import type { ShownCode } from '#state/shown-code.ts';
import {
  batchWith,
  HIDDEN,
  ISSUER_ID,
  licence,
  NOW_MS,
  trustOver,
} from '../support/case-builder.ts';
import { requestOf, VERIFIER, VERIFIER_ID } from '../support/request-builder.ts';
import { testKey, text, VCT } from '../core/credential/craft.ts';
import { CHAIN, nameOf } from '../core/registry/departments.ts';
import {
  chainWith,
  ISSUER_URL,
  keep,
  MemoryVault,
  namedKeys,
  NO_PROOFS,
  openWallet,
  privateJwkOf,
  PROFILE,
  testClock,
} from './ports.ts';

const FOOD = 'https://lightseal.example/vct/food-business-licence/1';
const CLAIM = 'legal_person';
const OFFICE = {
  ...VERIFIER,
  purposes: [
    { id: 'review', name: nameOf('review'), vct: VCT, claims: [CLAIM] },
    { id: 'kitchen', name: nameOf('kitchen'), vct: FOOD, claims: [CLAIM] },
  ],
};

/** A document of two copies for each type, each copy with its own key and batch. */
async function documents() {
  const made = await Promise.all(
    [VCT, VCT, FOOD, FOOD].map(async (vct, batch) => {
      const name = `wallet ${String(batch)}`;
      const jwt = await licence({ payload: { vct, cnf: { jwk: { ...testKey(name).jwk } } } });
      const { place, batch: entry } = batchWith(credentialLeaf(jwt));
      const anchor = {
        issuer: ISSUER_ID,
        batch,
        ...place,
        path: place.path.map(formatBase64Url),
      };
      const sdJwt = [jwt, text(HIDDEN), ''].join('~');
      return { entry, copy: { sdJwt, privateJwk: privateJwkOf(name), anchor, shows: 0 } };
    }),
  );
  const trust = await trustOver(
    made.map(({ entry }) => entry),
    {
      issuer: { types: [VCT, FOOD].map((vct) => ({ vct, from: 1 })) },
      verifiers: { [VERIFIER_ID]: OFFICE },
    },
  );
  const heldOf = (id: string, from: number): HeldDocument => ({
    id,
    chainId: CHAIN,
    credentialIssuer: ISSUER_URL,
    receivedAtMs: NOW_MS,
    copies: made.slice(from, from + 2).map(({ copy }) => copy),
  });
  return { trust, helds: [heldOf('business', 0), heldOf('food', 2)] as const };
}

const built = await documents();

async function phone(change: (held: HeldDocument) => HeldDocument = (held) => held) {
  const { trust } = built;
  const [business, food] = built.helds;
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  for (const held of [business, food]) await keep(vault, wallet, change(held));
  vault.commits.length = 0;
  const clock = testClock();
  let drawn = 0;
  const random = (size: number) => new Uint8Array(size).fill(drawn++);
  const ports = { keys: namedKeys(), clock, random, proofs: NO_PROOFS, isCalm: () => false };
  const chain = await chainWith(trust, clock);
  const present = () =>
    new Presentation(
      wallet.held.all.map((held) => ({ held, suggested: [] })),
      wallet,
      chain,
      ports,
    );
  const answering = new Answering(wallet, chain, ports);
  const around = (expected: Expectation) => ({
    policy: policyOf(PROFILE),
    isSeen: () => false,
    now: clock(),
    expected,
  });
  const judge = (shown: ShownCode | undefined, expected: Expectation = BROADCAST) =>
    verifySeveral(textsOf(shown), trust, around(expected));
  return { wallet, vault, clock, present, answering, judge, business, food };
}

/** What a camera reads of it. */
function textsOf(shown: ShownCode | undefined): readonly string[] {
  if (shown === undefined || shown.form === 'one') throw new Error('it does not move');
  const collector = new StreamCollector();
  for (let at = 0; at < shown.stream.need; at++) collector.add(shown.stream.frame(at));
  const payload = decodeStreamPayload(collector.progress?.payload ?? new Uint8Array());
  if (payload.kind !== 'several') throw new Error(payload.kind);
  return payload.texts;
}

const shows = ({ copies }: HeldDocument) => copies.map((copy) => copy.shows);
const types = ({ several }: Report) => several?.reports.map(({ document }) => document?.vct);

describe('a show of several documents', () => {
  it('is one moving code of those that were taken in, which a verifier accepts', async () => {
    const { present, judge, wallet } = await phone();
    const presentation = present();
    expect(presentation.included).toEqual([]);
    presentation.include('food');
    presentation.include('business');
    presentation.toggle(CLAIM, 'business');
    await presentation.start();
    expect(presentation.display.shown?.form).toBe('moving');
    expect(presentation.display.forms).toEqual(['moving', 'slow']);
    const report = judge(presentation.display.shown);
    expect(report).toMatchObject({ verdict: 'accepted' });
    expect(types(report)).toEqual([FOOD, VCT]);
    expect(
      report.several?.reports.map(({ document }) => CLAIM in (document?.claims ?? {})),
    ).toEqual([false, true]);
    expect(wallet.held.all.map(shows)).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('is counted and noted in each document, in one change', async () => {
    const { present, wallet, vault, clock } = await phone();
    const presentation = present();
    presentation.include('business');
    presentation.include('food');
    presentation.toggle(CLAIM, 'food');
    await presentation.start();
    expect(vault.commits.map(({ put }) => put?.map(({ id }) => id).sort())).toEqual([
      ['business', 'food'],
    ]);
    expect(wallet.held.find('business')?.uses).toEqual([{ atMs: clock.ms, claims: [] }]);
    expect(wallet.held.find('food')?.uses).toEqual([{ atMs: clock.ms, claims: [CLAIM] }]);
  });

  it('is renewed from the same copies, under another nonce for all', async () => {
    const { present, judge, clock, wallet } = await phone();
    const presentation = present();
    for (const { id } of wallet.held.all) presentation.include(id);
    await presentation.start();
    const before = judge(presentation.display.shown).nonce;
    clock.ms += 40_000;
    await presentation.tick();
    const after = judge(presentation.display.shown);
    expect(after.verdict).toBe('accepted');
    expect(after.nonce).not.toBe(before);
    expect(wallet.held.all.map(shows)).toEqual([
      [1, 0],
      [1, 0],
    ]);
    presentation.stop();
    expect(presentation.display.code).toBeUndefined();
  });

  it('does not begin, and counts nothing, while one of them is not registered', async () => {
    const { present, wallet, vault } = await phone((held) =>
      held.id === 'business'
        ? held
        : { ...held, copies: held.copies.map(({ anchor: _, ...copy }) => copy) },
    );
    const presentation = present();
    for (const { id } of wallet.held.all) presentation.include(id);
    await presentation.start();
    expect(presentation).toMatchObject({
      display: { code: undefined },
      failure: 'exchange/anchor-pending',
    });
    expect(vault.commits).toEqual([]);
  });

  it('does not begin if it cannot be noted', async () => {
    const { present, wallet, vault } = await phone();
    const presentation = present();
    for (const { id } of wallet.held.all) presentation.include(id);
    vault.failure = 'storage/full';
    await presentation.start();
    expect(presentation).toMatchObject({ display: { code: undefined }, failure: 'storage/full' });
    expect(wallet.held.all.flatMap(shows)).toEqual([0, 0, 0, 0]);
  });

  it('of one that was taken out again, and one left, is the code of that one', async () => {
    const { present } = await phone();
    const presentation = present();
    presentation.include('food');
    presentation.include('business');
    presentation.include('food');
    await presentation.start();
    expect(presentation.display.shown).toEqual({ form: 'one', text: presentation.display.code });
  });

  it('holds ten documents and no more', async () => {
    const { present } = await phone();
    const presentation = present();
    for (let at = 0; at <= MOST_DOCUMENTS; at++) presentation.include(`document ${String(at)}`);
    expect(presentation.included).toHaveLength(10);
  });
});

async function asked(also = ['kitchen']) {
  const { request, payload } = await requestOf({ purpose: 'review', also });
  const challenge = {
    ...answerBinding({ request, payload }),
    asked: { vct: VCT, claims: [CLAIM] },
    also: [{ vct: FOOD, claims: [CLAIM] }],
    askedAtMs: testClock().ms - 5_000,
  };
  return { text: formatRequest(payload), expected: { mode: 'challenge', challenge } as const };
}

describe('an answer with several documents', () => {
  it('is made after consent, under the one nonce, and its verifier accepts it', async () => {
    const { answering, judge, business, food, wallet, clock } = await phone();
    const { text: request, expected } = await asked();
    answering.read(request);
    expect(answering.request?.parts.map(({ vct }) => vct)).toEqual([VCT, FOOD]);
    expect([answering.chosenOf(VCT), answering.chosenOf(FOOD)]).toEqual([[CLAIM], [CLAIM]]);
    await answering.answerParts([
      { vct: VCT, held: business },
      { vct: FOOD, held: food },
    ]);
    expect(answering.display.documents).toBe(2);
    const report = judge(answering.display.shown, expected);
    expect(report).toMatchObject({ verdict: 'accepted', nonce: expected.challenge.nonce });
    const use = { atMs: clock.ms, claims: [CLAIM], asker: OFFICE.name };
    expect(wallet.held.find('business')?.uses).toEqual([{ ...use, purpose: nameOf('review') }]);
    expect(wallet.held.find('food')?.uses).toEqual([{ ...use, purpose: nameOf('kitchen') }]);
    expect(judge(answering.display.shown).verdict).toBe('undecided');
  });

  it('shows of each document what was left chosen for it', async () => {
    const { answering, judge, business, food } = await phone();
    const { text: request, expected } = await asked();
    answering.read(request);
    answering.toggle(CLAIM, FOOD);
    await answering.answerParts([
      { vct: VCT, held: business },
      { vct: FOOD, held: food },
    ]);
    const report = judge(answering.display.shown, expected);
    expect(report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'purpose/not-answered' },
    });
    expect(report.several?.reports.map(({ verdict }) => verdict)).toEqual([
      'accepted',
      'undecided',
    ]);
  });

  it('may leave a part out, and is then one code, which the verifier calls incomplete', async () => {
    const { answering, food, clock, wallet } = await phone();
    const { text: request, expected } = await asked();
    answering.read(request);
    await answering.answerParts([{ vct: FOOD, held: food }]);
    expect(answering.display.shown?.form).toBe('one');
    const policy = policyOf(PROFILE);
    const code = answering.display.code ?? '';
    const report = verify(code, built.trust, policy, () => false, clock(), expected);
    expect(report.reason).toMatchObject({ code: 'purpose/incomplete', facts: { missing: 1 } });
    expect(wallet.held.find('business')?.uses).toBeUndefined();
  });

  it('is none without a document', async () => {
    const { answering, vault } = await phone();
    answering.read((await asked()).text);
    await answering.answerParts([]);
    expect(answering.display.code).toBeUndefined();
    expect(vault.commits).toEqual([]);
  });

  it('cannot be given where one of the purposes is not known', async () => {
    const { answering, business } = await phone();
    answering.read((await asked(['unheard-of'])).text);
    expect(answering.request).toMatchObject({ answerable: false, parts: [] });
    await answering.answerParts([{ vct: VCT, held: business }]);
    expect(answering.display.code).toBeUndefined();
  });
});
