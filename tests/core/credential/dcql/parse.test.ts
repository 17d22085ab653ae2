import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DCQL_LIMITS,
  DcqlError,
  parseDcql,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';

const CLAIMS = [
  { id: 'a', path: ['name'] },
  { id: 'b', path: ['items', null, 'name'], values: ['甲', 1, true] },
  { id: 'c', path: ['items', 0] },
];
const CREDENTIAL: JsonObject = {
  id: 'licence',
  format: 'dc+sd-jwt',
  meta: { vct_values: ['urn:licence'] },
  claims: CLAIMS,
};

function codeOf(query: Json | string): string {
  try {
    parseDcql(typeof query === 'string' ? query : JSON.stringify(query));
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DcqlError)) throw error;
    return error.code;
  }
}

const credential = (change: JsonObject): Json => ({ credentials: [{ ...CREDENTIAL, ...change }] });
const many = (count: number, of: (place: number) => Json): Json[] =>
  Array.from({ length: count }, (_, place) => of(place));
const ids = (count: number) => many(count, (place) => ({ ...CREDENTIAL, id: `c${String(place)}` }));

describe('reading a query', () => {
  it('fills in what the standard takes for granted, and turns sets into places', () => {
    const text = JSON.stringify(credential({ claim_sets: [['c', 'a'], ['b']] }));
    expect(parseDcql(text).credentials[0]).toEqual({
      id: 'licence',
      format: 'dc+sd-jwt',
      multiple: false,
      holderBinding: true,
      vctValues: ['urn:licence'],
      claims: CLAIMS,
      claimSets: [[2, 0], [1]],
    });
  });

  it('reads everything else there is, and ignores what is not named', () => {
    const query = {
      credentials: [
        {
          ...CREDENTIAL,
          multiple: true,
          require_cryptographic_holder_binding: false,
          trusted_authorities: [{ type: 'aki', values: ['x'] }],
          colour: 'red',
        },
        { id: 'other', format: 'mso_mdoc', meta: { doctype_value: 'd' } },
      ],
      credential_sets: [
        { options: [['licence'], ['other']], purpose: 'x' },
        { options: [['other']], required: false },
      ],
    };
    expect(parseDcql(JSON.stringify(query))).toMatchObject({
      credentials: [{ multiple: true, holderBinding: false }, { id: 'other' }],
      credentialSets: [
        { options: [['licence'], ['other']], required: true },
        { options: [['other']], required: false },
      ],
    });
  });

  it.each([
    ['text over 16 KiB', 'dcql/too-large', ' '.repeat(DCQL_LIMITS.text + 1)],
    ['17 credentials', 'dcql/too-large', { credentials: ids(17) }],
    ['65 claims', 'dcql/too-large', credential({ claims: many(65, (n) => ({ path: [n] })) })],
    [
      '65 values',
      'dcql/too-large',
      credential({ claims: [{ path: ['a'], values: many(65, (n) => n) }] }),
    ],
    [
      'a path of nine steps',
      'dcql/too-large',
      credential({ claims: [{ path: many(9, () => 'a') }] }),
    ],
    ['17 claim sets', 'dcql/too-large', credential({ claim_sets: many(17, () => ['a']) })],
    [
      'six credential sets',
      'dcql/too-large',
      { credentials: ids(1), credential_sets: many(6, () => ({ options: [['c0']] })) },
    ],
    [
      'nine options',
      'dcql/too-large',
      { credentials: ids(1), credential_sets: [{ options: many(9, () => ['c0']) }] },
    ],
    [
      'a type of 1025 characters',
      'dcql/too-large',
      credential({ meta: { vct_values: ['x'.repeat(1025)] } }),
    ],
    ['no JSON', 'dcql/malformed', '{'],
    ['a repeated key', 'dcql/malformed', '{"credentials":[],"credentials":[]}'],
    ['a list', 'dcql/malformed', []],
    ['no credentials', 'dcql/malformed', { credentials: [] }],
    ['a credential that is a text', 'dcql/malformed', { credentials: ['x'] }],
    ['no format', 'dcql/malformed', { credentials: [{ id: 'a', meta: { vct_values: ['x'] } }] }],
    ['no meta', 'dcql/malformed', { credentials: [{ id: 'a', format: 'dc+sd-jwt' }] }],
    ['a flag that is a text', 'dcql/malformed', credential({ multiple: 'yes' })],
    [
      'binding that is a number',
      'dcql/malformed',
      credential({ require_cryptographic_holder_binding: 1 }),
    ],
    ['no claims in the list', 'dcql/malformed', credential({ claims: [] })],
    ['an empty claim set', 'dcql/malformed', credential({ claim_sets: [[]] })],
    [
      'an authority without values',
      'dcql/malformed',
      credential({ trusted_authorities: [{ type: 'aki' }] }),
    ],
    [
      'an authority without a type',
      'dcql/malformed',
      credential({ trusted_authorities: [{ values: ['a'] }] }),
    ],
    ['a set without options', 'dcql/malformed', { credentials: ids(1), credential_sets: [{}] }],
    [
      'required that is a text',
      'dcql/malformed',
      { credentials: ids(1), credential_sets: [{ options: [['c0']], required: 'no' }] },
    ],
    ['a path that is a text', 'dcql/malformed', credential({ claims: [{ path: 'name' }] })],
    ['an id with a space', 'dcql/bad-id', credential({ id: 'a b' })],
    ['no id', 'dcql/bad-id', { credentials: [{ format: 'mso_mdoc' }] }],
    [
      'a claim without id beside sets',
      'dcql/bad-id',
      credential({ claims: [{ path: ['a'] }], claim_sets: [['a']] }),
    ],
    ['two credentials of one id', 'dcql/repeated-id', { credentials: [CREDENTIAL, CREDENTIAL] }],
    [
      'two claims of one id',
      'dcql/repeated-id',
      credential({
        claims: [
          { id: 'a', path: ['a'] },
          { id: 'a', path: ['b'] },
        ],
      }),
    ],
    ['a claim twice in a set', 'dcql/repeated-id', credential({ claim_sets: [['a', 'a']] })],
    [
      'a credential twice in an option',
      'dcql/repeated-id',
      { credentials: ids(1), credential_sets: [{ options: [['c0', 'c0']] }] },
    ],
    ['a set with an unknown claim', 'dcql/unknown-id', credential({ claim_sets: [['z']] })],
    [
      'an option with an unknown credential',
      'dcql/unknown-id',
      { credentials: ids(1), credential_sets: [{ options: [['z']] }] },
    ],
    ['meta without types', 'dcql/no-type', credential({ meta: {} })],
    ['a type that is a number', 'dcql/no-type', credential({ meta: { vct_values: [1] } })],
    ['a negative place', 'dcql/bad-path', credential({ claims: [{ path: ['a', -1] }] })],
    ['a place between two', 'dcql/bad-path', credential({ claims: [{ path: ['a', 0.5] }] })],
    ['a step that is a flag', 'dcql/bad-path', credential({ claims: [{ path: [true] }] })],
    [
      'one path twice',
      'dcql/repeated-path',
      credential({ claims: [{ path: ['a', null] }, { path: ['a', null] }] }),
    ],
    [
      'a value that is a list',
      'dcql/bad-values',
      credential({ claims: [{ path: ['a'], values: [[]] }] }),
    ],
    [
      'a value with a fraction',
      'dcql/bad-values',
      credential({ claims: [{ path: ['a'], values: [0.5] }] }),
    ],
    [
      'sets without claims',
      'dcql/sets-without-claims',
      {
        credentials: [
          { id: 'a', format: 'dc+sd-jwt', meta: { vct_values: ['x'] }, claim_sets: [['a']] },
        ],
      },
    ],
  ] satisfies [string, string, Json | string][])('refuses %s', (_, code, query) => {
    expect(codeOf(query)).toBe(code);
  });

  it('answers any JSON with a query or a code', () => {
    const keys = ['id', 'format', 'meta', 'claims', 'claim_sets', 'path', 'values', 'credentials'];
    const object = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          object.map((it) => JSON.stringify({ credentials: [it] })),
        ),
        (text) => {
          codeOf(text);
        },
      ),
    );
  });
});
