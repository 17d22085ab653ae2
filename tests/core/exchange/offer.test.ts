import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOffer, parseOfferInput, parsePlainUrl, wellKnownUrl } from '#core/exchange/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';
import { refusalOf } from '../../support/refusal.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
const OFFER = {
  credential_issuer: 'https://issuer.example/tax',
  credential_configuration_ids: ['e-invoice'],
  grants: {
    [GRANT]: { 'pre-authorized_code': 'secret', tx_code: { input_mode: 'numeric', length: 6 } },
  },
};
const URI = 'https://issuer.example/tax/offers/1?x=1'.replace('?x=1', '');

describe('what a scan or a link may be', () => {
  const reference = encodeURIComponent(URI);
  const inline = encodeURIComponent(JSON.stringify(OFFER));

  it.each([
    `http://localhost:4173/receive#credential_offer_uri=${reference}`,
    `https://wallet.example/receive?lang=en#credential_offer_uri=${reference}`,
    `openid-credential-offer://?credential_offer_uri=${reference}`,
    `  openid-credential-offer:?credential_offer_uri=${reference}\n`,
  ])('finds the address in %s', (text) => {
    expect(parseOfferInput(text)).toEqual({ kind: 'reference', uri: URI });
  });

  it.each([
    `openid-credential-offer://?credential_offer=${inline}`,
    `https://wallet.example/receive#credential_offer=${inline}`,
    JSON.stringify(OFFER),
  ])('finds the offer itself in %s', (text) => {
    expect(parseOfferInput(text)).toEqual({
      kind: 'offer',
      offer: {
        credentialIssuer: 'https://issuer.example/tax',
        configurationIds: ['e-invoice'],
        preAuthorizedCode: 'secret',
        txCode: { isNumeric: true, length: 6 },
      },
    });
  });

  it.each([
    ['nothing', ''],
    ['plain text', 'hello'],
    ['another address', 'https://example.com/'],
    ['another scheme', `javascript://?credential_offer_uri=${reference}`],
    [
      'both ways at once',
      `openid-credential-offer://?credential_offer=${inline}&credential_offer_uri=${reference}`,
    ],
    [
      'one way twice',
      `openid-credential-offer://?credential_offer_uri=${reference}&credential_offer_uri=x`,
    ],
    [
      'an address that is not https',
      'openid-credential-offer://?credential_offer_uri=http%3A%2F%2Fa.example',
    ],
    ['an address that is data', 'openid-credential-offer://?credential_offer_uri=data%3A%2C1'],
    [
      'an address with a user in it',
      'openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fa%40b',
    ],
    ['a broken escape', 'openid-credential-offer://?credential_offer_uri=%E0%A4'],
    ['an offer that is no JSON', 'openid-credential-offer://?credential_offer=%7B'],
    ['far too much', `{${' '.repeat(20_000)}}`],
  ])('refuses %s', (_, text) => {
    expect(refusalOf(() => parseOfferInput(text))).toBe('exchange/malformed-offer');
  });

  it('answers any text with an offer or a code', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string().map((text) => `openid-credential-offer://?credential_offer=${text}`),
      fc.json(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(refusalOf(() => parseOfferInput(text))).toMatch(/^(none|exchange\/.+)$/);
      }),
    );
  });
});

describe('an offer', () => {
  const grant = (change: object): object => ({ ...OFFER, grants: { [GRANT]: change } });

  it.each([
    ['no issuer', { ...OFFER, credential_issuer: undefined }],
    ['an issuer that is not https', { ...OFFER, credential_issuer: 'ftp://a' }],
    ['an issuer with a query', { ...OFFER, credential_issuer: 'https://a.example/?b' }],
    ['no configuration', { ...OFFER, credential_configuration_ids: [] }],
    ['the same configuration twice', { ...OFFER, credential_configuration_ids: ['a', 'a'] }],
    ['a configuration that is no text', { ...OFFER, credential_configuration_ids: [1] }],
    ['no code', grant({})],
    ['an empty code', grant({ 'pre-authorized_code': '' })],
    ['a tx_code that is no object', grant({ 'pre-authorized_code': 'x', tx_code: true })],
  ])('is refused with %s', (_, offer) => {
    expect(refusalOf(() => parseOffer(JSON.stringify(offer)))).toBe('exchange/malformed-offer');
  });

  it.each([
    ['another grant', { ...OFFER, grants: { authorization_code: {} } }],
    ['no grants', { ...OFFER, grants: undefined }],
  ])('is unsupported with %s', (_, offer) => {
    expect(refusalOf(() => parseOffer(JSON.stringify(offer)))).toBe('exchange/unsupported-offer');
  });

  it('brings up to ten documents, and is refused with more', () => {
    const of = (count: number) => ({
      ...OFFER,
      credential_configuration_ids: Array.from({ length: count }, (_, place) => `type ${place}`),
    });
    expect(parseOffer(JSON.stringify(of(10))).configurationIds).toHaveLength(10);
    expect(refusalOf(() => parseOffer(JSON.stringify(of(11))))).toBe('exchange/too-many-documents');
  });

  it('brings what it names, in its order, or is refused with a code', () => {
    const ids = fc.array(fc.oneof(fc.string(), fc.constant('a'), fc.integer()), { maxLength: 14 });
    fc.assert(
      fc.property(ids, (named) => {
        const text = JSON.stringify({ ...OFFER, credential_configuration_ids: named });
        const isList = named.length > 0 && named.every((id) => typeof id === 'string');
        if (named.length > 10)
          expect(refusalOf(() => parseOffer(text))).toBe('exchange/too-many-documents');
        else if (isList && new Set(named).size === named.length)
          expect(parseOffer(text).configurationIds).toEqual(named);
        else expect(refusalOf(() => parseOffer(text))).toBe('exchange/malformed-offer');
      }),
    );
  });

  it('may come without a transaction code', () => {
    const offer = parseOffer(JSON.stringify(grant({ 'pre-authorized_code': 'x' })));
    expect(offer).not.toHaveProperty('txCode');
  });

  it.skipIf(vectorsDir() === undefined)('is read as the standard prints it', () => {
    const printed = parseOffer(readVector('openid4vci-1.0/credential_offer_pre-authz_code.json'));
    expect(printed).toMatchObject({
      credentialIssuer: 'https://credential-issuer.example.com',
      configurationIds: ['UniversityDegreeCredential'],
      preAuthorizedCode: 'adhjhdjajkdkhjhdj',
    });
    expect(printed.txCode?.description).toMatch(/one-time code/);
    const other = parseOffer(readVector('openid4vci-1.0/credential_offer_by_reference.json'));
    expect(other.txCode).toEqual({ isNumeric: true });
  });
});

describe('addresses', () => {
  it('of well-known documents have the name between host and path', () => {
    const at = (url: string): string =>
      wellKnownUrl(parsePlainUrl(url) ?? { origin: '', path: '' }, 'openid-credential-issuer');
    expect(at('https://a.example')).toBe('https://a.example/.well-known/openid-credential-issuer');
    expect(at('http://localhost:4180/tax')).toBe(
      'http://localhost:4180/.well-known/openid-credential-issuer/tax',
    );
    expect(at('https://a.example/x/')).toBe(
      'https://a.example/.well-known/openid-credential-issuer/x',
    );
  });

  it.each([
    'http://example.com',
    'https://',
    'https://a b',
    'https://user@a.example',
    'http://localhost.evil.example',
    'http://127.0.0.1@evil.example',
    'https://a.example/?q',
    'https://a.example/#f',
    `https://a.example/${'x'.repeat(3000)}`,
  ])('refuses %s', (url) => {
    expect(parsePlainUrl(url)).toBeUndefined();
  });
});
