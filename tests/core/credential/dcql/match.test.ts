import { describe, expect, it } from 'vitest';
import {
  candidatesFor,
  DcqlError,
  matchDocument,
  parseDcql,
  proposeAnswer,
  unmetClaims,
  verifyDcqlAnswer,
  type CredentialQuery,
  type DcqlQuery,
  type Json,
  type JsonObject,
  type QueriedDocument,
} from '#core/credential/index.ts';

const LICENCE: QueriedDocument = {
  vct: 'urn:licence',
  extends: ['urn:base'],
  isBound: true,
  authorities: [{ type: 'aki', value: 'market' }],
  claims: {
    number: 'JY1',
    name: '示例',
    age: 3,
    owner: { name: '张示例', address: { city: '示例市', street: '示例路' } },
    items: [{ name: '甲', kind: 'a' }, { name: '乙', kind: 'b' }, { kind: 'c' }],
  },
  hidden: [['name'], ['age'], ['owner'], ['owner', 'address'], ['items', 0], ['items', 1, 'name']],
};
const INVOICE: QueriedDocument = {
  vct: 'urn:invoice',
  isBound: true,
  claims: { total: '1.00' },
  hidden: [['total']],
};

const queryOf = (query: Json): DcqlQuery => parseDcql(JSON.stringify(query));
const credential = (change: JsonObject): JsonObject => ({
  id: 'licence',
  format: 'dc+sd-jwt',
  meta: { vct_values: ['urn:licence'] },
  ...change,
});
const one = (change: JsonObject): CredentialQuery => {
  const [query] = queryOf({ credentials: [credential(change)] }).credentials;
  if (query === undefined) throw new Error('no query');
  return query;
};
const claims = (...paths: Json[]) => one({ claims: paths.map((path) => ({ path })) });
const pathsOf = (query: CredentialQuery) => matchDocument(query, LICENCE)?.paths;

describe('paths', () => {
  it.each([
    ['a member', ['number'], [['number']]],
    ['a member of a member', ['owner', 'address', 'city'], [['owner', 'address', 'city']]],
    ['an element', ['items', 1], [['items', 1]]],
    [
      'all elements',
      ['items', null],
      [
        ['items', 0],
        ['items', 1],
        ['items', 2],
      ],
    ],
    [
      'a member of those elements that have it',
      ['items', null, 'name'],
      [
        ['items', 0, 'name'],
        ['items', 1, 'name'],
      ],
    ],
  ] satisfies [string, Json, Json][])('lead to %s', (_, path, found) => {
    expect(pathsOf(claims(path))).toEqual(found);
  });

  it.each([
    ['a member that is not there', ['owner', 'age']],
    ['an element that is not there', ['items', 3]],
    ['a member of a text', ['number', 'x']],
    ['a member of a list', ['items', 'name']],
    ['an element of an object', ['owner', 0]],
    ['all elements of an object', ['owner', null]],
    ['a member that every object has', ['constructor']],
    ['elements of which one is of another kind', ['items', null, 'name', null]],
  ] satisfies [string, Json][])('lead nowhere: %s', (_, path) => {
    expect(pathsOf(claims(path))).toBeUndefined();
  });
});

describe('matching', () => {
  it.each([
    ['its type', {}, true],
    ['a type that it extends', { meta: { vct_values: ['urn:x', 'urn:base'] } }, true],
    ['another type', { meta: { vct_values: ['urn:x'] } }, false],
    ['another format', { format: 'mso_mdoc', meta: {} }, false],
    [
      'one of its authorities',
      { trusted_authorities: [{ type: 'aki', values: ['x', 'market'] }] },
      true,
    ],
    [
      'an authority of another kind',
      { trusted_authorities: [{ type: 'etsi_tl', values: ['market'] }] },
      false,
    ],
    ['another authority', { trusted_authorities: [{ type: 'aki', values: ['x'] }] }, false],
    ['a value that it has', { claims: [{ path: ['age'], values: [4, 3] }] }, true],
    ['a value of another kind', { claims: [{ path: ['age'], values: ['3'] }] }, false],
    [
      'one wanted value among several',
      { claims: [{ path: ['items', null, 'kind'], values: ['b'] }] },
      true,
    ],
    ['an object for a value', { claims: [{ path: ['owner'], values: ['x'] }] }, false],
  ] satisfies [string, JsonObject, boolean][])('asks for %s', (_, change, answers) => {
    expect(matchDocument(one(change), LICENCE) !== undefined).toBe(answers);
  });

  it('asks for a holder unless it says otherwise', () => {
    const nobody = { ...LICENCE, isBound: false };
    expect(matchDocument(one({}), nobody)).toBeUndefined();
    expect(
      matchDocument(one({ require_cryptographic_holder_binding: false }), nobody),
    ).toBeDefined();
  });

  it('shows nothing hidden where no claims are asked for', () => {
    expect(matchDocument(one({}), LICENCE)).toEqual({ paths: [], reveals: [] });
  });

  it('counts hidden parts above and below what is asked for', () => {
    const reveals = (path: Json) => matchDocument(claims(path), LICENCE)?.reveals;
    expect(reveals(['number'])).toEqual([]);
    expect(reveals(['owner', 'name'])).toEqual([['owner']]);
    expect(reveals(['owner', 'address', 'city'])).toEqual([['owner'], ['owner', 'address']]);
    expect(reveals(['owner'])).toEqual([['owner'], ['owner', 'address']]);
    expect(reveals(['items', 0, 'name'])).toEqual([['items', 0]]);
  });

  it('takes the values that are wanted, and no others', () => {
    const query = one({ claims: [{ path: ['items', null, 'kind'], values: ['b'] }] });
    expect(pathsOf(query)).toEqual([['items', 1, 'kind']]);
  });

  it('chooses the set that reveals least, and the earlier one of equals', () => {
    const asked = [
      { id: 'owner', path: ['owner'] },
      { id: 'name', path: ['name'] },
      { id: 'age', path: ['age'] },
      { id: 'none', path: ['none'] },
    ];
    const chosen = (...claim_sets: Json[]) => pathsOf(one({ claims: asked, claim_sets }));
    expect(chosen(['owner'], ['name'])).toEqual([['name']]);
    expect(chosen(['age'], ['name'])).toEqual([['age']]);
    expect(chosen(['none'], ['owner', 'name'])).toEqual([['owner'], ['name']]);
    expect(chosen(['none', 'age'])).toBeUndefined();
  });

  it('names what is missing, of the nearest set', () => {
    const asked = [
      { id: 'a', path: ['a'] },
      { id: 'b', path: ['b'] },
      { id: 'n', path: ['name'] },
    ];
    const all = one({ claims: asked });
    expect(unmetClaims(all, LICENCE).map(({ id }) => id)).toEqual(['a', 'b']);
    const sets = one({
      claims: asked,
      claim_sets: [
        ['a', 'b'],
        ['n', 'b'],
      ],
    });
    expect(unmetClaims(sets, LICENCE).map(({ id }) => id)).toEqual(['b']);
  });
});

const TWO = [
  credential({ claims: [{ path: ['owner'] }, { path: ['name'] }] }),
  credential({ id: 'slim', claims: [{ path: ['number'] }] }),
  credential({
    id: 'invoice',
    meta: { vct_values: ['urn:invoice'] },
    claims: [{ path: ['total'] }],
  }),
  credential({ id: 'absent', meta: { vct_values: ['urn:absent'] } }),
];
const sets = (...credential_sets: Json[]) => queryOf({ credentials: TWO, credential_sets });
const HELD = [LICENCE, INVOICE];

describe('proposing', () => {
  const idsOf = (query: DcqlQuery) => [...(proposeAnswer(query, HELD)?.keys() ?? ['nothing'])];

  it('shows every credential where there are no sets, or nothing', () => {
    expect(idsOf(queryOf({ credentials: TWO.slice(0, 3) }))).toEqual([
      'licence',
      'slim',
      'invoice',
    ]);
    expect(idsOf(queryOf({ credentials: TWO }))).toEqual(['nothing']);
  });

  it.each([
    ['the option that reveals least', [{ options: [['licence'], ['slim']] }], ['slim']],
    ['an option that can be satisfied', [{ options: [['absent'], ['invoice']] }], ['invoice']],
    [
      'one that another set needs anyway',
      [{ options: [['invoice'], ['licence']] }, { options: [['licence']] }],
      ['licence'],
    ],
    [
      'nothing that is not required',
      [{ options: [['slim']] }, { options: [['invoice']], required: false }],
      ['slim'],
    ],
    [
      'nothing at all if a required set cannot be',
      [{ options: [['slim']] }, { options: [['absent']] }],
      ['nothing'],
    ],
    ['the smaller one of equals', [{ options: [['slim', 'invoice'], ['invoice']] }], ['invoice']],
  ] satisfies [string, Json[], string[]][])('takes %s', (_, all, ids) => {
    expect(idsOf(sets(...all))).toEqual(ids);
  });

  it('takes the document that reveals least of several', () => {
    const open = { ...LICENCE, hidden: [] };
    const [query] = queryOf({ credentials: TWO }).credentials;
    if (query === undefined) throw new Error('no query');
    expect(candidatesFor(query, [LICENCE, open]).map(({ document }) => document)).toEqual([
      open,
      LICENCE,
    ]);
  });

  it('finds the best of all combinations within the limits in no time', () => {
    const credentials = Array.from({ length: 16 }, (_, place) =>
      credential({
        id: `c${String(place)}`,
        claims: [{ path: ['name'] }, { path: ['number', place] }].slice(0, 1),
      }),
    );
    const options = Array.from({ length: 8 }, (_, place) => [
      `c${String(place)}`,
      `c${String(place + 8)}`,
    ]);
    const query = queryOf({
      credentials,
      credential_sets: Array.from({ length: 5 }, () => ({ options })),
    });
    expect(idsOf(query)).toEqual(['c0', 'c8']);
  });

  it('finds it where no two of 32,768 combinations are alike', () => {
    const name = (place: number) => `c${String(place)}`;
    const credentials = Array.from({ length: 16 }, (_, place) => credential({ id: name(place) }));
    /** All ways to take some of three credentials, the last of them with one that is in every set. */
    const optionsOf = (set: number) =>
      [1, 2, 3, 4, 5, 6, 7, 15].map((bits) =>
        [0, 1, 2, 3]
          .filter((bit) => (bits & (1 << bit)) !== 0)
          .map((bit) => name(bit === 3 ? 15 : set * 3 + bit)),
      );
    const query = queryOf({
      credentials,
      credential_sets: [0, 1, 2, 3, 4].map((set) => ({ options: optionsOf(set) })),
    });
    expect(idsOf(query)).toEqual(['c0', 'c3', 'c6', 'c9', 'c12']);
  });
});

describe('the verifier', () => {
  const codeOf = (query: DcqlQuery, shown: Record<string, readonly QueriedDocument[]>): string => {
    try {
      verifyDcqlAnswer(query, new Map(Object.entries(shown)));
      return 'accepted';
    } catch (error) {
      if (!(error instanceof DcqlError)) throw error;
      return error.code;
    }
  };
  const either = sets({ options: [['slim'], ['invoice']] });
  const { name: _, ...nameless } = LICENCE.claims;

  it.each([
    ['one option', either, { slim: [LICENCE] }, 'accepted'],
    ['more than was required', either, { slim: [LICENCE], invoice: [INVOICE] }, 'accepted'],
    ['nothing', either, {}, 'dcql/incomplete'],
    ['an empty list', either, { slim: [] }, 'dcql/incomplete'],
    ['what was not asked for', either, { slim: [LICENCE], other: [INVOICE] }, 'dcql/unasked'],
    ['two where one was asked for', either, { slim: [LICENCE, LICENCE] }, 'dcql/too-many'],
    ['another document', either, { slim: [INVOICE] }, 'dcql/not-matching'],
    ['nobody’s document', either, { slim: [{ ...LICENCE, isBound: false }] }, 'dcql/not-matching'],
    [
      'a document without a claim',
      sets({ options: [['licence']] }),
      { licence: [{ ...LICENCE, claims: nameless }] },
      'dcql/not-matching',
    ],
    [
      'one of two',
      queryOf({ credentials: TWO.slice(1, 3) }),
      { slim: [LICENCE] },
      'dcql/incomplete',
    ],
  ] as const)('is shown %s', (__, query, shown, code) => {
    expect(codeOf(query, shown)).toBe(code);
  });

  it('takes several documents where several were asked for', () => {
    const query = queryOf({ credentials: [credential({ multiple: true })] });
    expect(codeOf(query, { licence: [LICENCE, LICENCE] })).toBe('accepted');
    expect(codeOf(query, { licence: [LICENCE, INVOICE] })).toBe('dcql/not-matching');
  });
});
