/** Answers of an issuer in which anything may be anything: each is taken, or refused with a code. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOffer, type ExchangeRequest } from '#core/exchange/index.ts';
import { credential, issuer, OFFER, ok, ports, codeOf, type Answer } from './issuer-by-hand.ts';
import { testKey } from '../credential/craft.ts';
import { receiveOne } from '../../support/receive-one.ts';

const RUNS = Number(process.env['LIGHTSEAL_RUNS'] ?? 150);

/** What nobody expects at that place. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0.5,
    1e99,
    Number.MAX_SAFE_INTEGER,
    '',
    'x'.repeat(20_000),
    '\u202eltr',
    'https://stranger.example/market/token',
    'javascript:alert(1)',
    'https://issuer.example/market/token#fragment',
    'https://a@issuer.example/market/token',
    [],
    {},
    [[]],
    [null],
    Array.from({ length: 300 }, () => ({})),
    ['__proto__', 'constructor', 'hasOwnProperty'],
    { constructor: { prototype: {} } },
  ),
  fc.jsonValue({ maxDepth: 4 }),
);
const keys = fc.constantFrom('__proto__', 'constructor', 'toString', 'x');

interface Change {
  /** Which place, of all there are. */
  readonly at: number;
  readonly value: unknown;
  readonly kind: 'replace' | 'remove' | 'add';
  readonly key: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  value: nasty,
  kind: fc.constantFrom('replace', 'remove', 'add'),
  key: keys,
});

type Holder = Record<string, unknown>;

function places(value: unknown): readonly (readonly [Holder, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...places(holder[key])]);
}

function changed(text: string, changes: readonly Change[]): string {
  const root = { root: JSON.parse(text) as unknown };
  for (const { at, value: shared, kind, key } of changes) {
    const value = structuredClone(shared);
    const all = places(root);
    const place = all[at % all.length];
    if (place === undefined) continue;
    const [holder, name] = place;
    if (kind === 'remove' && holder !== root) Reflect.deleteProperty(holder, name);
    else if (kind === 'add' && typeof holder[name] === 'object' && holder[name] !== null)
      Object.defineProperty(holder[name], key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else Object.defineProperty(holder, name, { value });
  }
  return JSON.stringify(root.root);
}

async function bodies(): Promise<Readonly<Record<string, string>>> {
  const copies = await Promise.all([0, 1].map((place) => credential(testKey(`wallet ${place}`))));
  const credentials = copies.map((copy) => ({ credential: copy }));
  const token = {
    access_token: 'token',
    token_type: 'bearer',
    refresh_token: 'again',
    authorization_details: [
      { credential_configuration_id: 'business-licence', credential_identifiers: ['one'] },
    ],
  };
  const good = issuer({
    '/market/token': ok(token),
    '/market/credential': ok({ credentials, notification_id: 'n' }),
  });
  const texts = Object.entries(good).flatMap(([path, answer]) =>
    typeof answer === 'function' ? [] : [[path, answer.body] as const],
  );
  return Object.fromEntries(texts);
}

describe('an issuer that answers anything at all', () => {
  it('is taken at its word or refused with a code, and leads nowhere else', async () => {
    const good = await bodies();
    const paths = Object.keys(good);
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(200, 200, 200, 202, 400, 401, 500),
        async (path, changes, status) => {
          const body = changed(good[path] ?? '', changes);
          const answers: Record<string, Answer> = Object.fromEntries(
            paths.map((each) => [each, { status: 200, body: good[each] ?? '' }]),
          );
          answers[path] = { status, body };
          const log: ExchangeRequest[] = [];
          const wallet = ports(answers, log);
          const order = { offer: OFFER, txCode: '123456', copies: 2 };
          const code = await codeOf(receiveOne(order, wallet));
          outcomes.add(code);
          expect(code).toMatch(/^accepted$|^exchange\//);
          for (const { url } of log) expect(url).toMatch(/^https:\/\/issuer\.example\//);
        },
      ),
      { numRuns: RUNS },
    );
    expect(outcomes.size).toBeGreaterThan(3);
  });

  it('may offer anything: it is read, or refused with a code', async () => {
    const offer = JSON.stringify({
      credential_issuer: OFFER.credentialIssuer,
      credential_configuration_ids: OFFER.configurationIds,
      grants: {
        'urn:ietf:params:oauth:grant-type:pre-authorized_code': {
          'pre-authorized_code': 'code',
          tx_code: { input_mode: 'numeric', length: 6, description: 'text' },
        },
      },
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const text = changed(offer, changes);
        const read = Promise.resolve().then(() => parseOffer(text));
        expect(await codeOf(read)).toMatch(/^accepted$|^exchange\//);
      }),
      { numRuns: RUNS * 4 },
    );
  });
});
