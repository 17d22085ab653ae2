/** An offer of several documents: one token, and then each document apart from the others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#core/credential/index.ts';
import { collectDocument, spendOffer, type ExchangeRequest } from '#core/exchange/index.ts';
import { VCT } from '../credential/craft.ts';
import { codeOf, issuer, ISSUER_METADATA, OFFER, ok, ports } from './issuer-by-hand.ts';

const METADATA = '/.well-known/openid-credential-issuer/market';
const CONFIGURATION = ISSUER_METADATA.credential_configurations_supported['business-licence'];

/** An issuer of `type 0`, `type 1`, …; what it calls strange is not of our kind. */
function issuerOf(known: readonly string[], identifiers: readonly string[] = []) {
  const configurations = known.map((id) => [id, { ...CONFIGURATION, vct: VCT }] as const);
  const details = identifiers.map((id) => ({
    credential_configuration_id: id,
    credential_identifiers: [`the ${id}`],
  }));
  return issuer({
    [METADATA]: ok({
      ...ISSUER_METADATA,
      credential_configurations_supported: {
        ...Object.fromEntries(configurations),
        strange: { format: 'mso_mdoc', doctype: 'x' },
      },
    }),
    '/market/token': ok({
      access_token: 'token',
      token_type: 'Bearer',
      refresh_token: 'again',
      ...(details.length === 0 ? {} : { authorization_details: details }),
    }),
  });
}

function order(configurationIds: readonly string[], copies = 2) {
  return { offer: { ...OFFER, configurationIds }, txCode: '123456', copies };
}

describe('an offer of several documents', () => {
  it('is exchanged once, before any document is asked for, for plain data with keys of their own', async () => {
    const log: ExchangeRequest[] = [];
    const names = ['type 0', 'type 1', 'type 2'];
    const redeemed = await spendOffer(order(names), ports(issuerOf(names), log));
    expect(JSON.parse(JSON.stringify(redeemed.map(({ redemption }) => redemption)))).toEqual(
      redeemed.map(({ redemption }) => redemption),
    );
    expect(redeemed.map(({ redemption }) => redemption.configurationId)).toEqual(names);
    expect(log.map(({ url }) => url.split('/').at(-1))).toEqual(['market', 'market', 'token']);
    const keys = redeemed.flatMap((one) => one.keys.map(({ publicJwk }) => publicJwk.x));
    expect(keys).toHaveLength(6);
    expect(new Set(keys).size).toBe(6);
  });

  it('has each document asked for by its own name, or by the identifier given for it', async () => {
    const log: ExchangeRequest[] = [];
    const wallet = ports(issuerOf(['a', 'b'], ['b']), log);
    for (const each of await spendOffer(order(['a', 'b']), wallet))
      await codeOf(collectDocument(each, wallet));
    const asked = log.filter(({ url }) => url.endsWith('/credential'));
    const [first, second] = asked.map(({ body = '' }) => JSON.parse(body) as JsonObject);
    expect(first).toMatchObject({ credential_configuration_id: 'a' });
    expect(second).toMatchObject({ credential_identifier: 'the b' });
    expect(second).not.toHaveProperty('credential_configuration_id');
  });

  it('is not spent if none of them is of a kind that this wallet knows', async () => {
    const log: ExchangeRequest[] = [];
    const asked = spendOffer(order(['strange', 'unheard of']), ports(issuerOf(['a']), log));
    expect(await codeOf(asked)).toBe('exchange/unknown-configuration');
    expect(log.some(({ url }) => url.endsWith('/token'))).toBe(false);
  });

  it('gives exactly those that the issuer describes in our terms, in their order', async () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'strange', 'e'), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(names, fc.subarray(['a', 'b', 'c', 'e']), async (offered, known) => {
        const expected = offered.filter((name) => known.includes(name));
        const spent = spendOffer(order(offered), ports(issuerOf(known)));
        if (expected.length === 0) {
          expect(await codeOf(spent)).toBe('exchange/unknown-configuration');
          return;
        }
        const given = (await spent).map(({ redemption }) => redemption.configurationId);
        expect(given).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
