import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBase64Url } from '#core/bytes/index.ts';
import {
  discloseClaims,
  formatHolderJwk,
  issueSdJwt,
  parseHolderJwk,
  parseJson,
  parseSdJwt,
  presentSdJwt,
  processDisclosures,
  type IssuanceOrder,
  type JsonObject,
  type SdJwtPolicy,
} from '#core/credential/index.ts';
import {
  AUDIENCE,
  BASE,
  BOUND,
  codeOf,
  counting,
  craft,
  HOLDER,
  ISSUER,
  NONCE,
  NOW_S,
  VCT,
  verified,
} from './craft.ts';
import { refusalOf } from '../../support/refusal.ts';

const ORDER: IssuanceOrder = {
  payload: {
    name: '示例餐饮有限公司（示例）',
    uscc: '91350100M000100Y43',
    status: { status_list: { idx: 7, uri: 'https://lightseal.example/issuer/m/status/1' } },
    vct: VCT,
    exp: NOW_S + 86_400,
    iat: NOW_S - 86_400,
    iss: 'https://lightseal.example/issuer/market-regulation',
  },
  disclosable: { domicile: '示例路1号', legal_representative: '张示例' },
  holderJwk: HOLDER.jwk,
  kid: 'k1',
  random: counting(),
  sign: ISSUER.sign,
};

describe('parsing', () => {
  const segment = (text: string): string => formatBase64Url(new TextEncoder().encode(text));
  const jwt = (payload: string): string => `${segment('{}')}.${segment(payload)}.AA~`;

  it.each([
    ['nothing', ''],
    ['no tilde', 'a.b.c'],
    ['two segments', 'e30.e30~'],
    ['four segments', 'e30.e30.AA.AA~'],
    ['padding', 'e30=.e30.AA~'],
    ['bits left over', 'e31.e30.AA~'],
    ['characters beyond ASCII', 'e30.e30.AA~é~'],
    ['space', 'e30.e30.AA ~'],
    ['a payload that is an array', jwt('[]')],
    ['a payload that is no JSON', jwt('{')],
    ['a payload with text after it', jwt('{} x')],
    ['a repeated key', jwt('{"iss":"a","iss":"b"}')],
    ['a key repeated in another spelling', jwt('{"iss":"a","i\\u0073s":"b"}')],
    ['a key that would change the prototype', jwt('{"__proto__":{}}')],
    ['bytes that are no UTF-8', `${segment('{}')}.eyL_Ijox fQ.AA~`.replace(' ', '')],
  ])('refuses %s', (_, compact) => {
    expect(refusalOf(() => parseSdJwt(compact))).toBe('credential/malformed');
  });

  it('refuses what is over its limits', () => {
    const disclosure = segment('["salt","a",1]');
    const many = `${jwt('{}')}${`${disclosure}~`.repeat(65)}`;
    expect(refusalOf(() => parseSdJwt('a'.repeat(65_537)))).toBe('credential/too-large');
    expect(refusalOf(() => parseSdJwt(many))).toBe('credential/too-many-disclosures');
    expect(refusalOf(() => parseJson('['.repeat(9) + ']'.repeat(9)))).toBe('credential/too-deep');
    expect(refusalOf(() => parseJson('['.repeat(8) + ']'.repeat(8)))).toBe('none');
  });

  it('is not confused by brackets, colons and quotes inside texts', () => {
    const value = { a: '{"a":1,"a":2}', 'b": [': ['}', ':', '\\"'], c: { a: '' } };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
  });

  it('answers any text with a value or a code', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(refusalOf(() => parseSdJwt(text))).toMatch(/^(none|credential\/.+)$/);
      }),
    );
  });

  it('answers any JSON in its segments with a value or a code', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 4 }), (payload, parts) => {
        const disclosures = parts.map((part) => `${segment(JSON.stringify(part))}~`).join('');
        const compact = jwt(JSON.stringify({ a: payload, _sd: payload })) + disclosures;
        const code = refusalOf(() => processDisclosures(parseSdJwt(compact)));
        expect(code).toMatch(/^(none|credential\/.+)$/);
      }),
    );
  });

  it('never accepts one changed character', async () => {
    const whole = await craft(BASE);
    const policy: SdJwtPolicy = { ...BOUND, keyBinding: 'refused' };
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.string({ maxLength: 2 }), async (at, put) => {
        const changed = whole.slice(0, at) + put + whole.slice(at + 1);
        expect((await codeOf(changed, policy)) === 'accepted').toBe(changed === whole);
      }),
    );
  });
});

describe('issuing', () => {
  it('writes header and payload in the one order that compact forms rely on', async () => {
    const { header, payload, jwt } = parseSdJwt(await issueSdJwt(ORDER));
    expect(JSON.stringify(header)).toBe('{"alg":"ES256","typ":"dc+sd-jwt","kid":"k1"}');
    expect(Object.keys(payload)).toEqual([
      'iss',
      'iat',
      'exp',
      'vct',
      'vct#integrity',
      'cnf',
      'status',
      'uscc',
      'name',
      '_sd',
      '_sd_alg',
    ]);
    expect(atob((jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))).not.toContain(
      '": ',
    );
    expect(payload['_sd']).toEqual([...(payload['_sd'] as string[])].sort());
  });

  it('hides what is disclosable, each under a salt of its own of 16 bytes', async () => {
    const { disclosures, payload } = parseSdJwt(await issueSdJwt(ORDER));
    expect(disclosures.map(({ name }) => name)).toEqual(['legal_representative', 'domicile']);
    expect(new Set(disclosures.map(({ salt }) => salt)).size).toBe(2);
    for (const { salt } of disclosures) expect(salt).toHaveLength(22);
    expect(JSON.stringify(payload)).not.toContain('张示例');
  });

  it('writes no cnf for a copy that is bound to nobody', async () => {
    const { holderJwk: _, ...order } = ORDER;
    expect(parseSdJwt(await issueSdJwt(order)).payload).not.toHaveProperty('cnf');
  });

  it('carries any claims through issuing and presenting unchanged', async () => {
    const value = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
    await fc.assert(
      fc.asyncProperty(fc.string(), value, async (text, json) => {
        const disclosable = { domicile: json, legal_representative: text } as JsonObject;
        const compact = await issueSdJwt({ ...ORDER, disclosable, random: counting() });
        const context = { audience: AUDIENCE, nonce: NONCE, iat: NOW_S };
        const shown = await presentSdJwt(compact, ['domicile'], context, HOLDER.sign);
        const { claims } = await verified(shown, BOUND);
        expect(claims['domicile']).toEqual(JSON.parse(JSON.stringify(json)));
        expect(claims).not.toHaveProperty('legal_representative');
      }),
      { numRuns: 20 },
    );
  });
});

describe('presenting', () => {
  const context = { audience: AUDIENCE, nonce: NONCE, iat: NOW_S };

  it('writes the KB-JWT in its fixed order', async () => {
    const shown = await presentSdJwt(await issueSdJwt(ORDER), [], context, HOLDER.sign);
    const [header = '', payload = ''] = (parseSdJwt(shown).keyBinding ?? '')
      .split('.')
      .map((part) => atob(part.replaceAll('-', '+').replaceAll('_', '/')));
    expect(header).toBe('{"alg":"ES256","typ":"kb+jwt"}');
    expect(Object.keys(JSON.parse(payload) as object)).toEqual(['iat', 'aud', 'nonce', 'sd_hash']);
  });

  it('shows the parts of what it shows, and nothing that was not named', async () => {
    const inner = ['aW5uZXJzYWx0aW5uZXJz', 'city', '示例市'] as const;
    const digestOf = (await import('./craft.ts')).digest;
    const outer = ['b3V0ZXJzYWx0b3V0ZXJz', 'address', { _sd: [digestOf(inner)] }] as const;
    const other = ['b3RoZXJzYWx0b3RoZXJz', 'name', '示例'] as const;
    const _sd = [digestOf(outer), digestOf(other)];
    const compact = await craft({ ...BASE, _sd }, [other, outer, inner]);
    const names = parseSdJwt(discloseClaims(compact, ['address', 'uscc'])).disclosures;
    expect(names.map(({ name }) => name)).toEqual(['address', 'city']);
  });

  it('refuses to present a presentation', async () => {
    const shown = await presentSdJwt(await issueSdJwt(ORDER), [], context, HOLDER.sign);
    expect(refusalOf(() => discloseClaims(shown, []))).toBe('credential/unexpected-key-binding');
  });
});

describe('a holder key', () => {
  it('reads back as it was written', () => {
    expect(parseHolderJwk({ ...formatHolderJwk(HOLDER.publicKey) })).toEqual(HOLDER.publicKey);
  });
});
