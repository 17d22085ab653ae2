/** The twelve types: their order, words, parents, and the digests that pin them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatBase64 } from '#core/bytes/index.ts';
import {
  CredentialError,
  readType,
  TYPE_LIST,
  typeMetadata,
  type ClaimRule,
  type CredentialType,
  type TypeDocument,
} from '#core/credential/index.ts';
import { sha256 } from '#core/crypto/index.ts';

const typeOf = (slug: string): CredentialType => {
  const type = typeMetadata(`https://lightseal.example/vct/${slug}/1`);
  if (type === undefined) throw new Error(slug);
  return type;
};
const rulesOf = (rules: readonly ClaimRule[]): ClaimRule[] =>
  rules.flatMap((rule) => [rule, ...rulesOf(rule.parts)]);

describe('types', () => {
  it('stand in their fixed order', () => {
    expect(TYPE_LIST.map(({ vct }) => vct.split('/').at(-2))).toEqual([
      'food-business-licence',
      'business-licence',
      'e-invoice',
      'licence-base',
      'citizen-identity',
      'driving-licence',
      'vehicle-licence',
      'property-title',
      'marriage-certificate',
      'birth-medical-certificate',
      'fiscal-receipt',
      'en16931-invoice',
    ]);
  });

  it('have words in both languages for themselves, every claim and every part', () => {
    for (const { name, claims } of TYPE_LIST) {
      const labels = rulesOf(claims).flatMap(({ label, note, element }) => [
        label,
        ...(note ? [note] : []),
        ...(element ? [element.label] : []),
      ]);
      for (const label of [name, ...labels]) {
        expect(label['zh-CN']).toMatch(/\p{Script=Han}/u);
        expect(label.en).toMatch(/[A-Za-z]/);
      }
    }
  });

  it('are pinned by the digest of their octets', () => {
    for (const { octets, digest, integrity } of TYPE_LIST) {
      expect(digest).toEqual(sha256(octets));
      expect(integrity).toBe(`sha256-${formatBase64(digest)}`);
    }
    expect(new Set(TYPE_LIST.map(({ integrity }) => integrity)).size).toBe(12);
  });

  it('have the secret of a reimbursement where there is something to reimburse', () => {
    const withSecret = TYPE_LIST.filter(({ claims }) =>
      claims.some(
        ({ name, sd, mandatory }) => name === 'claim_secret' && sd === 'always' && mandatory,
      ),
    );
    expect(withSecret.map(({ vct }) => vct.split('/').at(-2))).toEqual([
      'e-invoice',
      'fiscal-receipt',
      'en16931-invoice',
    ]);
  });

  it.each([
    ['marriage-certificate', 'spouse_self', 5],
    ['marriage-certificate', 'spouse_other', 5],
    ['birth-medical-certificate', 'mother', 7],
    ['birth-medical-certificate', 'father', 7],
  ])('of %s hide every part of %s', (slug, name, count) => {
    const rule = typeOf(slug).claims.find((each) => each.name === name);
    expect(rule?.parts.map(({ sd }) => sd)).toEqual(Array(count).fill('always'));
  });

  it.each([
    ['e-invoice', 'items'],
    ['fiscal-receipt', 'items'],
    ['en16931-invoice', 'lines'],
    ['en16931-invoice', 'vat_breakdown'],
  ])('of %s hide every element of %s', (slug, name) => {
    const rule = typeOf(slug).claims.find((each) => each.name === name);
    expect(rule?.element?.sd).toBe('always');
  });
});

describe('a type that extends another', () => {
  const read = (slug: string) =>
    JSON.parse(
      readFileSync(`src/core/credential/types/${slug}.json`, 'utf8'),
    ) as unknown as TypeDocument;
  const base = readType(read('licence-base'));
  const title = read('property-title');
  const codeOf = (document: TypeDocument, parent?: CredentialType) => {
    try {
      readType(document, parent);
      return 'accepted';
    } catch (error) {
      if (error instanceof CredentialError) return error.code;
      throw error;
    }
  };
  const changed = (name: string, change: object): TypeDocument => ({
    ...title,
    claims: title.claims.map((claim) =>
      claim.path.join() === name ? { ...claim, ...change } : claim,
    ),
  });

  it('has the claims of its parent first, in its own words, and then its own', () => {
    const { claims } = typeOf('property-title');
    expect(claims.slice(0, 12).map(({ name }) => name)).toEqual(
      base.claims.map(({ name }) => name),
    );
    expect(claims.find(({ name }) => name === 'holder_name')?.label['zh-CN']).toBe('权利人');
    expect(claims).toHaveLength(22);
  });

  it('may tighten its parent and never loosen it', () => {
    expect(codeOf(title, base)).toBe('accepted');
    expect(codeOf(changed('licence_number', { sd: 'never' }), base)).toBe('accepted');
    expect(codeOf(changed('holder_name', { sd: 'allowed' }), base)).toBe('credential/bad-type');
    expect(codeOf(changed('issue_date', { sd: 'always' }), base)).toBe('credential/bad-type');
    expect(codeOf(changed('holder_code', { mandatory: false }), base)).toBe('credential/bad-type');
  });

  it('names its parent, and the digest of it', () => {
    expect(codeOf(title)).toBe('credential/bad-type');
    expect(codeOf(title, typeOf('business-licence'))).toBe('credential/bad-type');
    const integrity = typeOf('business-licence').integrity;
    expect(codeOf({ ...title, 'extends#integrity': integrity }, base)).toBe('credential/bad-type');
    expect(codeOf(read('licence-base'), base)).toBe('credential/bad-type');
  });

  it('knows its formats', () => {
    expect(codeOf(changed('area', { format: 'acres' }), base)).toBe('credential/bad-type');
  });
});
