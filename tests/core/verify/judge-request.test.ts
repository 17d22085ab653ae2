import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { TYPE_LIST } from '#core/credential/index.ts';
import type { ReadRequest } from '#core/qr/index.ts';
import {
  answerNonce,
  chainTag,
  judgeRequest,
  type Concern,
  type JudgedRequest,
  type Trust,
} from '#core/verify/index.ts';
import { buildCase, NOW, NOW_MS, POLICY } from '../../support/case-builder.ts';
import {
  PURPOSE,
  requestOf,
  unsigned,
  VERIFIER,
  VERIFIER_ID,
  VERIFIER_KEY,
} from '../../support/request-builder.ts';
import { testKey, VCT } from '../credential/craft.ts';
import { CHAIN, nameOf } from '../registry/departments.ts';

const { trust } = await buildCase({ verifiers: { [VERIFIER_ID]: VERIFIER } });
const FOOD = TYPE_LIST[0]?.vct ?? '';

const judge = (read: ReadRequest, now = NOW, held: Trust | undefined = trust): JudgedRequest =>
  judgeRequest(read, CHAIN, held, POLICY, now);

describe('a request of a registered verifier for a registered purpose', () => {
  it('says who asks for what and why, in the words of the registry', async () => {
    const read = await requestOf();
    expect(judge(read)).toMatchObject({
      asker: { id: VERIFIER_ID, name: VERIFIER.name },
      purpose: { registered: nameOf(PURPOSE) },
      asked: { vct: VCT, claims: [{ name: 'legal_representative', allowed: true }] },
      concerns: [],
      answerable: true,
      audience: 'lightseal:verifier:service-hall',
      nonce: answerNonce(read.payload),
    });
  });

  it('binds the answer to every byte of it', async () => {
    const { payload } = await requestOf();
    const nonces = payload
      .map((_, place) => place)
      .reduce((all, place) => {
        const changed = payload.map((byte, index) => (index === place ? byte ^ 1 : byte));
        return all.add(answerNonce(changed));
      }, new Set<string>());
    expect(nonces.size).toBe(payload.length);
    expect(nonces).not.toContain(answerNonce(payload));
  });

  it('may ask for less by a query of its own', async () => {
    const query = { vct: VCT, claims: [] };
    expect(judge(await requestOf({ query }))).toMatchObject({
      asked: { vct: VCT, claims: [] },
      concerns: [],
    });
  });
});

describe('a request for several documents', () => {
  const BOOKS = 'books';
  const other = { id: 'food', name: nameOf('food'), vct: FOOD, claims: ['domicile'] };
  const further = { id: BOOKS, name: nameOf(BOOKS), vct: VCT, claims: ['domicile'] };
  const purposes = [...VERIFIER.purposes, other, further];

  async function judgedBy(content: Parameters<typeof requestOf>[0]): Promise<JudgedRequest> {
    const verifiers = { [VERIFIER_ID]: { ...VERIFIER, purposes } };
    return judge(await requestOf(content), NOW, (await buildCase({ verifiers })).trust);
  }

  it('for several purposes of the registry says what each of them lets it ask', async () => {
    const judged = await judgedBy({ also: ['food'] });
    expect(judged).toMatchObject({ answerable: true, concerns: [] });
    expect(judged.asked).toEqual(judged.parts[0]);
    const claim = (name: string) => [{ name, allowed: true }];
    expect(judged.parts).toEqual([
      { vct: VCT, claims: claim('legal_representative'), purpose: nameOf(PURPOSE) },
      { vct: FOOD, claims: claim('domicile'), purpose: nameOf('food') },
    ]);
    const { 'zh-CN': review, en } = nameOf(PURPOSE);
    const food = nameOf('food');
    expect(judged.purpose).toEqual({
      registered: { 'zh-CN': `${review}、${food['zh-CN']}`, en: `${en}, ${food.en}` },
    });
  });

  it('asks once for a document that two purposes are about', async () => {
    const { parts } = await judgedBy({ also: [BOOKS] });
    const claims = ['legal_representative', 'domicile'].map((name) => ({ name, allowed: true }));
    expect(parts).toMatchObject([{ vct: VCT, claims }]);
  });

  it('with a purpose that the registry does not have cannot be answered at all', async () => {
    const judged = await judgedBy({ also: ['food', 'unheard-of'] });
    expect(judged).toMatchObject({ asked: undefined, parts: [], answerable: false });
    expect(judged.concerns).toEqual(['request/purpose-unknown']);
  });

  it('is over-asking where one of the documents is', async () => {
    const judged = await judgedBy({ also: [{ vct: FOOD, claims: ['domicile'] }] });
    expect(judged.concerns).toEqual(['request/over-asking']);
    expect(judged.parts[1]?.claims).toEqual([{ name: 'domicile', allowed: false }]);
  });

  it('of nobody says what it asks, and that nobody lets it', () => {
    const query = { vct: VCT, claims: [] };
    const also = [{ vct: FOOD, claims: [] }];
    const judged = judge(unsigned({ verifier: undefined, query, also }));
    expect(judged.parts.map(({ vct }) => vct)).toEqual([VCT, FOOD]);
    expect(judged).toMatchObject({ answerable: true, concerns: ['request/unsigned'] });
  });
});

describe('a request', () => {
  const name = (concern: Concern) => [concern];

  it('that nobody has signed comes from somebody unknown, whoever it says it is', () => {
    const query = { vct: VCT, claims: ['domicile'] };
    expect(judge(unsigned({ query }))).toMatchObject({
      asker: undefined,
      purpose: { own: PURPOSE },
      asked: { claims: [{ name: 'domicile', allowed: false }] },
      concerns: name('request/unsigned'),
      answerable: true,
    });
  });

  it('of a verifier that the registry does not have comes from somebody unknown', async () => {
    const query = { vct: VCT, claims: ['domicile'] };
    const judged = judge(await requestOf({ verifier: 'stranger', query }));
    expect(judged).toMatchObject({
      asker: undefined,
      concerns: name('request/unregistered'),
      answerable: true,
    });
  });

  it('in the name of a verifier by another key is a forgery and cannot be answered', async () => {
    const query = { vct: VCT, claims: [] };
    const judged = judge(await requestOf({ query }, testKey('stranger')));
    expect(judged).toMatchObject({
      asker: undefined,
      concerns: name('request/forged'),
      answerable: false,
    });
  });

  it('that was changed after it was signed is a forgery', async () => {
    const { request } = await requestOf();
    const query = { vct: VCT, claims: ['domicile'] };
    const changed = { ...request, query };
    expect(judge({ request: changed, payload: new Uint8Array() }).concerns).toEqual([
      'request/forged',
    ]);
  });

  it('to the holders of another consortium cannot be answered', async () => {
    const judged = judge(await requestOf({ chainTag: chainTag('other') }));
    expect(judged).toMatchObject({ concerns: name('request/other-chain'), answerable: false });
  });

  it('for more than the registry lets it ask has each such claim marked', async () => {
    const query = { vct: VCT, claims: ['legal_representative', 'registered_capital'] };
    expect(judge(await requestOf({ query }))).toMatchObject({
      asker: { id: VERIFIER_ID },
      asked: {
        claims: [
          { name: 'legal_representative', allowed: true },
          { name: 'registered_capital', allowed: false },
        ],
      },
      concerns: name('request/over-asking'),
      answerable: true,
    });
  });

  it('for another type than its purpose is for has every claim marked', async () => {
    const query = { vct: FOOD, claims: ['legal_representative'] };
    expect(judge(await requestOf({ query }))).toMatchObject({
      asked: { claims: [{ allowed: false }] },
      concerns: name('request/over-asking'),
    });
  });

  it('for a purpose that is not registered says so', async () => {
    const query = { vct: VCT, claims: [] };
    expect(judge(await requestOf({ purpose: 'gossip', query }))).toMatchObject({
      purpose: { own: 'gossip' },
      concerns: name('request/purpose-unknown'),
      answerable: true,
    });
  });

  it('of which nobody can say what it asks for cannot be answered', async () => {
    expect(judge(await requestOf({ purpose: 'gossip' }))).toMatchObject({
      purpose: undefined,
      asked: undefined,
      concerns: name('request/purpose-unknown'),
      answerable: false,
    });
  });

  it('before the first sync comes from somebody unknown', async () => {
    const query = { vct: VCT, claims: [] };
    const judged = judgeRequest(await requestOf({ query }), CHAIN, undefined, POLICY, NOW);
    expect(judged).toMatchObject({ asker: undefined, concerns: name('request/no-trust') });
  });

  it('judged by trust data older than the policy asks is judged all the same, and it is said', async () => {
    const later = new Date(NOW_MS + POLICY.maxTrustAgeMs);
    const read = await requestOf({ expiresS: later.getTime() / 1000 + 60 });
    const judged = judge(read, later);
    expect(judged).toMatchObject({
      asker: { id: VERIFIER_ID },
      concerns: name('request/stale-trust'),
      answerable: true,
    });
  });

  it('signed by an EdDSA key is known as well', async () => {
    const secret = new Uint8Array(32).fill(9);
    const key = { kid: 'e', alg: 'EdDSA', publicKey: ed25519.getPublicKey(secret) } as const;
    const held = await buildCase({ verifiers: { [VERIFIER_ID]: { ...VERIFIER, key } } });
    const signer = {
      ...VERIFIER_KEY,
      sign: (message: Uint8Array) => ed25519.sign(message, secret),
    };
    expect(judge(await requestOf({}, signer), NOW, held.trust).concerns).toEqual([]);
  });
});

describe('two clocks', () => {
  const at = async (expiresMs: number) => judge(await requestOf({ expiresS: expiresMs / 1000 }));

  it('may be two minutes apart without a word', async () => {
    for (const expiresMs of [NOW_MS - 120_000, NOW_MS + 300_000]) {
      expect(await at(expiresMs)).toMatchObject({ concerns: [], offsetMs: 0 });
    }
  });

  it('that are further apart are told by how much, and nobody is refused for it', async () => {
    expect(await at(NOW_MS - 3_600_000)).toMatchObject({
      concerns: ['request/late'],
      offsetMs: -3_600_000,
      answerable: true,
    });
    expect(await at(NOW_MS + 3_780_000)).toMatchObject({
      concerns: ['request/early'],
      offsetMs: 3_600_000,
      answerable: true,
    });
  });
});
