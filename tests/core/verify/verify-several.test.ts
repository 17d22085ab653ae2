/** Several documents together: what each of them is worth, and what all of them are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#core/credential/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import {
  BROADCAST,
  verify,
  verifyMoving,
  verifySeveral,
  type Expectation,
  type Report,
  type Trust,
} from '#core/verify/index.ts';
import { credentialLeaf } from '#core/registry/index.ts';
import {
  batchWith,
  ISSUER_ID,
  licence,
  LIST_URI,
  nonceOf,
  NOW,
  POLICY,
  present,
  trustOver,
  type CaseChange,
} from '../../support/case-builder.ts';
import { ANSWER_NONCE, AUDIENCE, CHALLENGE } from '../../support/request-builder.ts';
import { testKey, VCT } from '../credential/craft.ts';
import { UNSEEN } from './judged.ts';

const FOOD = 'https://lightseal.example/vct/food-business-licence/1';
const INVOICE = 'https://lightseal.example/vct/e-invoice/1';
const TYPES = [VCT, FOOD, INVOICE].map((vct) => ({ vct, from: 1 }));
const ANSWER = { aud: AUDIENCE, nonce: ANSWER_NONCE };
const STRANGER = testKey('stranger');

const good = (vct = VCT): CaseChange => ({ payload: { vct, ...listed(8) } });
const forged: CaseChange = { ...good(), signer: STRANGER };
const revoked: CaseChange = { payload: listed(7) };
const unknownIssuer: CaseChange = { payload: { ...listed(8), iss: 'https://other.example' } };
const answering = (change: CaseChange): CaseChange => ({ ...change, binding: ANSWER });

/** Asked for a licence with a claim, and for a food licence's face. */
const ASKED: Expectation = {
  mode: 'challenge',
  challenge: { ...CHALLENGE, also: [{ vct: FOOD, claims: [] }] },
};

function listed(idx: number): JsonObject {
  return { status: { status_list: { idx, uri: LIST_URI } } };
}

interface Shown {
  readonly texts: readonly string[];
  readonly trust: Trust;
}

/** Each document is in a batch of its own; the first place of the status list that is revoked is 7. */
async function shown(...changes: readonly CaseChange[]): Promise<Shown> {
  const jwts = await Promise.all(changes.map(licence));
  const bound = await Promise.all(jwts.map((jwt, at) => present(jwt, changes[at])));
  const batches = jwts.map((jwt) => batchWith(credentialLeaf(jwt)));
  const texts = bound.map((sdJwt, batch) => {
    const place = batches[batch]?.place;
    if (place === undefined) throw new Error('no place');
    return encodeEnvelope({ sdJwt, anchor: { issuer: ISSUER_ID, batch, ...place } });
  });
  const around: CaseChange = { issuer: { types: TYPES }, status: 1 };
  return {
    texts,
    trust: await trustOver(
      batches.map(({ batch }) => batch),
      around,
    ),
  };
}

const around = (expected: Expectation = BROADCAST, isSeen = UNSEEN) => ({
  policy: POLICY,
  isSeen,
  now: NOW,
  expected,
});

async function judged(changes: readonly CaseChange[], expected?: Expectation): Promise<Report> {
  const { texts, trust } = await shown(...changes);
  return verifySeveral(texts, trust, around(expected));
}

const codeOf = ({ checks }: Report, id: string) => checks.find((check) => check.id === id)?.code;
const verdicts = ({ several }: Report) => several?.reports.map(({ verdict }) => verdict);

describe('several documents in a broadcast', () => {
  it('are accepted if each of them is, under one nonce', async () => {
    const report = await judged([good(), good(FOOD), good(INVOICE)]);
    expect(report).toMatchObject({ verdict: 'accepted', reason: undefined, document: undefined });
    expect(verdicts(report)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(report.several?.reports.map(({ document }) => document?.vct)).toEqual([
      VCT,
      FOOD,
      INVOICE,
    ]);
    expect(report.nonce).toBe(report.several?.reports[2]?.nonce);
    expect(report.asOf).toEqual(report.several?.reports[0]?.asOf);
  });

  it('are judged each as it is judged alone', async () => {
    const { texts, trust } = await shown(good(), revoked, unknownIssuer, forged);
    const { several } = verifySeveral(texts, trust, around());
    const alone = texts.map((text) => verifyMoving(text, trust, around()));
    expect(several?.reports).toEqual(alone);
    expect(alone.map(({ verdict }) => verdict)).toEqual([
      'accepted',
      'rejected',
      'undecided',
      'rejected',
    ]);
  });

  it('are worth what the worst of them is, which is named', async () => {
    const undecided = await judged([good(), unknownIssuer]);
    expect(undecided).toMatchObject({ verdict: 'undecided', reason: { code: 'issuer/unknown' } });
    const rejected = await judged([unknownIssuer, revoked, good()]);
    expect(rejected).toMatchObject({ verdict: 'rejected', reason: { code: 'status/revoked' } });
    const both = await judged([revoked, forged]);
    expect(both.reason?.code).toBe('signature/invalid');
  });

  it('have the worst verdict whatever they are and in whatever order', async () => {
    const kinds = await shown(good(), good(FOOD), revoked, unknownIssuer, forged);
    const WORST = ['rejected', 'undecided', 'accepted'];
    const chosen = fc.uniqueArray(fc.nat(kinds.texts.length - 1), { minLength: 2 });
    fc.assert(
      fc.property(chosen, (places) => {
        const texts = places.map((place) => kinds.texts[place] ?? '');
        const report = verifySeveral(texts, kinds.trust, around());
        expect(report.verdict).toBe(
          WORST.find((each) => verdicts(report)?.includes(each as never)),
        );
        expect(report.reason === undefined).toBe(report.verdict === 'accepted');
      }),
      { numRuns: 20 },
    );
  });

  it('of which one cannot be read are undecided', async () => {
    const { texts, trust } = await shown(good());
    const report = verifySeveral([...texts, 'LS1:00'], trust, around());
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'format/truncated' } });
    expect(verdicts(report)).toEqual(['accepted', 'undecided']);
  });

  it('signed for different shows are undecided: they may be of different people', async () => {
    const report = await judged([good(), { ...good(FOOD), binding: { nonce: nonceOf(2) } }]);
    expect(report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'holder/different-shows', outcome: 'unknown' },
    });
    expect(verdicts(report)).toEqual(['accepted', 'accepted']);
  });

  it('of which one is there twice, as another copy, are undecided: it is not counted twice', async () => {
    const copy = { payload: listed(9) };
    const report = await judged([good(), good(FOOD), copy]);
    expect(report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'holder/same-document', outcome: 'unknown' },
    });
    expect(verdicts(report)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('of one type are accepted if they say something different', async () => {
    const other = { payload: { ...listed(9), name: '另一家公司（示例）' } };
    expect(await judged([good(), other])).toMatchObject({ verdict: 'accepted' });
  });

  it('of which one is forged are rejected for that, though its nonce is another', async () => {
    const report = await judged([good(), { ...forged, binding: { nonce: nonceOf(2) } }]);
    expect(report).toMatchObject({ verdict: 'rejected', reason: { code: 'signature/invalid' } });
  });

  it('are undecided before anything was verified', async () => {
    const { texts } = await shown(good(), good(FOOD));
    const report = verifySeveral(texts, undefined, around());
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'chain/missing' } });
  });

  it('that this verifier has taken before are not taken again', async () => {
    const { texts, trust } = await shown(good(), good(FOOD));
    const report = verifySeveral(
      texts,
      trust,
      around(BROADCAST, () => true),
    );
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'holder/replayed' } });
  });
});

describe('several documents that were asked for', () => {
  it('are accepted if each part is answered, in whatever order', async () => {
    for (const vcts of [
      [VCT, FOOD],
      [FOOD, VCT],
    ]) {
      const report = await judged(
        vcts.map((vct) => answering(good(vct))),
        ASKED,
      );
      expect(report).toMatchObject({ verdict: 'accepted', nonce: ANSWER_NONCE });
      expect(report.unanswered).toEqual([]);
      expect(codeOf(report, 'holder')).toBe('holder/answered');
      expect(codeOf(report, 'purpose')).toBe('purpose/answered');
    }
  });

  it('are incomplete without one of them, and it is said which', async () => {
    const report = await judged([answering(good()), answering(good(INVOICE))], ASKED);
    expect(report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'purpose/incomplete', outcome: 'unknown', facts: { missing: 1 } },
    });
    expect(report.unanswered).toEqual([{ vct: FOOD, claims: [] }]);
  });

  it('are not called incomplete while one of them cannot be read: it may be what is missing', async () => {
    const { texts, trust } = await shown(answering(good()));
    const report = verifySeveral([...texts, 'LS1:00'], trust, around(ASKED));
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'format/truncated' } });
    expect(report.unanswered).toEqual([]);
  });

  it('are incomplete if a single one is shown, by whatever code', async () => {
    const { texts, trust } = await shown(answering(good(FOOD)));
    const alone = verify(texts[0] ?? '', trust, POLICY, UNSEEN, NOW, ASKED);
    expect(alone).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'purpose/incomplete', facts: { missing: 1 } },
      unanswered: [{ vct: VCT }],
    });
  });

  it('with a document that nobody asked for are undecided for that', async () => {
    const report = await judged(
      [VCT, FOOD, INVOICE].map((vct) => answering(good(vct))),
      ASKED,
    );
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'purpose/other-type' } });
    expect(verdicts(report)).toEqual(['accepted', 'accepted', 'undecided']);
  });

  it('with less in one of them than was asked are undecided for that', async () => {
    const challenge = { ...CHALLENGE, also: [{ vct: FOOD, claims: ['domicile'] }] };
    const changes = [answering(good()), answering(good(FOOD))];
    const report = await judged(changes, { mode: 'challenge', challenge });
    expect(report).toMatchObject({
      verdict: 'undecided',
      reason: { code: 'purpose/not-answered' },
    });
  });

  it('are undecided if one of them was signed for nobody in particular', async () => {
    const report = await judged([answering(good()), good(FOOD)], ASKED);
    expect(report).toMatchObject({ verdict: 'undecided', reason: { code: 'holder/unasked' } });
  });

  it('are rejected if one of them was relayed from another verifier', async () => {
    const binding = { ...ANSWER, aud: 'lightseal:verifier:somebody-else' };
    const report = await judged([answering(good()), { ...good(FOOD), binding }], ASKED);
    expect(report).toMatchObject({
      verdict: 'rejected',
      reason: { code: 'holder/other-audience' },
    });
  });
});
