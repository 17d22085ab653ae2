/** The cases of RFC 9901, section 7, one test each: what must be accepted and what refused, and why. */
import { describe, expect, it } from 'vitest';
import { parseSdJwt, type Json, type JsonObject } from '#core/credential/index.ts';
import {
  BASE,
  codeOf,
  craft,
  digest,
  NOW_S,
  POLICY,
  testKey,
  text,
  VCT,
  verified,
} from './craft.ts';

const NAME: Json = ['c2FsdHNhbHRzYWx0c2Fs', 'name', '示例'];
const OTHER: Json = ['b3RoZXJzYWx0b3RoZXJz', 'domicile', '示例路1号'];
const ELEMENT: Json = ['ZWxlbWVudHNhbHRlbGVt', '甲'];

async function verdict(payload: JsonObject, disclosures: readonly Json[] = []): Promise<string> {
  return await codeOf(await craft({ ...BASE, ...payload }, disclosures));
}

describe('what is accepted', () => {
  it('accepts a credential in which nothing is hidden', async () => {
    expect(await verdict({ name: '示例' })).toBe('accepted');
  });

  it('accepts a disclosed claim beside an undisclosed one, and returns only the former', async () => {
    const compact = await craft({ ...BASE, _sd: [digest(NAME), digest(OTHER)].sort() }, [NAME]);
    const { claims, disclosed, vct } = await verified(compact, POLICY);
    expect(claims['name']).toBe('示例');
    expect(claims).not.toHaveProperty('domicile');
    expect(claims).not.toHaveProperty('_sd');
    expect(claims).not.toHaveProperty('_sd_alg');
    expect(disclosed).toEqual(['name']);
    expect(vct).toBe(VCT);
  });

  it('accepts an array element and drops the ones withheld', async () => {
    const items = [{ '...': digest(ELEMENT) }, { '...': 'withheld' }, '丙'];
    const compact = await craft({ ...BASE, items }, [ELEMENT]);
    expect((await verified(compact, POLICY)).claims['items']).toEqual(['甲', '丙']);
  });

  it('keeps an array element that has a further key besides "..."', async () => {
    const items = [{ '...': 'text', more: 1 }];
    const compact = await craft({ ...BASE, items });
    expect((await verified(compact, POLICY)).claims['items']).toEqual(items);
  });

  it('resolves a disclosure inside a disclosure', async () => {
    const inner: Json = ['aW5uZXJzYWx0aW5uZXJz', 'city', '示例市'];
    const outer: Json = ['b3V0ZXJzYWx0b3V0ZXJz', 'address', { _sd: [digest(inner)] }];
    const compact = await craft({ ...BASE, _sd: [digest(outer)] }, [outer, inner]);
    expect((await verified(compact, POLICY)).claims['address']).toEqual({ city: '示例市' });
  });

  it('treats _sd_alg of a nested object as an ordinary claim', async () => {
    const compact = await craft({ ...BASE, part: { _sd_alg: 'sha-512' } });
    expect((await verified(compact, POLICY)).claims['part']).toEqual({ _sd_alg: 'sha-512' });
  });

  it('takes a missing _sd_alg for sha-256', async () => {
    const { _sd_alg: _, ...rest } = BASE;
    expect(await codeOf(await craft({ ...rest, _sd: [digest(NAME)] }, [NAME]))).toBe('accepted');
  });

  it('accepts a claim name that is protected only at the top', async () => {
    const inner: Json = ['aW5uZXJzYWx0aW5uZXJz', 'exp', 1];
    const part = { _sd: [digest(inner)] };
    expect(await verdict({ part }, [inner])).toBe('accepted');
  });
});

describe('digests and disclosures', () => {
  it('refuses one digest twice in a list', async () => {
    const _sd = [digest(NAME), digest(NAME)];
    expect(await verdict({ _sd }, [NAME])).toBe('credential/duplicate-digest');
  });

  it('refuses one digest in two places', async () => {
    const payload = { _sd: [digest(NAME)], part: { _sd: [digest(NAME)] } };
    expect(await verdict(payload, [NAME])).toBe('credential/duplicate-digest');
  });

  it('refuses one digest twice even if nothing is disclosed for it', async () => {
    const payload = { _sd: [digest(NAME)], items: [{ '...': digest(NAME) }] };
    expect(await verdict(payload)).toBe('credential/duplicate-digest');
  });

  it('refuses a disclosure sent twice', async () => {
    expect(await verdict({ _sd: [digest(NAME)] }, [NAME, NAME])).toBe(
      'credential/duplicate-digest',
    );
  });

  it('refuses a disclosure that nothing refers to', async () => {
    expect(await verdict({}, [NAME])).toBe('credential/unreferenced-disclosure');
  });

  it.each(['_sd', '...', '_sd_alg', '__proto__'])('refuses the claim name %s', async (name) => {
    const reserved: Json = ['c2FsdHNhbHRzYWx0c2Fs', name, ['x']];
    expect(await verdict({ _sd: [digest(reserved)] }, [reserved])).toBe('credential/reserved-name');
  });

  it('refuses a disclosed name that the payload has already', async () => {
    const payload = { name: '别名', _sd: [digest(NAME)] };
    expect(await verdict(payload, [NAME])).toBe('credential/name-collision');
  });

  it('refuses two disclosures of one name', async () => {
    const twin: Json = ['dHdpbnNhbHR0d2luc2Fs', 'name', '别名'];
    const payload = { _sd: [digest(NAME), digest(twin)] };
    expect(await verdict(payload, [NAME, twin])).toBe('credential/name-collision');
  });

  it('refuses a disclosure without a name where a claim belongs', async () => {
    expect(await verdict({ _sd: [digest(ELEMENT)] }, [ELEMENT])).toBe('credential/bad-disclosure');
  });

  it('refuses a disclosure with a name where an element belongs', async () => {
    const payload = { items: [{ '...': digest(NAME) }] };
    expect(await verdict(payload, [NAME])).toBe('credential/bad-disclosure');
  });

  it.each([
    ['four elements', ['salt', 'name', 1, 2]],
    ['one element', ['salt']],
    ['no array', { salt: 'name' }],
    ['a salt that is no text', [1, 'name', 2]],
    ['a name that is no text', ['salt', 1, 2]],
  ] satisfies [string, Json][])('refuses a disclosure of %s', async (_, wrong) => {
    expect(await verdict({ _sd: [digest(wrong)] }, [wrong])).toBe('credential/bad-disclosure');
  });

  it.each([[['text', 1]], ['text'], [{ a: 'text' }], [null]] satisfies [Json][])(
    'refuses a digest list that is no array of texts: %j',
    async (_sd) => {
      expect(await verdict({ _sd })).toBe('credential/bad-digest-list');
    },
  );

  it('refuses an unknown digest algorithm', async () => {
    expect(await verdict({ _sd_alg: 'sha-512' })).toBe('credential/unknown-hash');
  });

  it('refuses a changed disclosure', async () => {
    const changed: Json = ['c2FsdHNhbHRzYWx0c2Fs', 'name', '假名'];
    const payload = { _sd: [digest(NAME)] };
    expect(await verdict(payload, [changed])).toBe('credential/unreferenced-disclosure');
  });

  it('refuses a disclosure in base64url that is not canonical', async () => {
    const good = await craft({ ...BASE, _sd: [digest(NAME)] }, [NAME]);
    const twisted = good.replace(`~${text(NAME)}~`, `~${text(NAME)}=~`);
    expect(await codeOf(twisted)).toBe('credential/malformed');
  });

  it('refuses nesting beyond eight levels, also through disclosures', async () => {
    const deep = { a: { a: { a: { a: { a: { a: { a: {} } } } } } } };
    const disclosure: Json = ['ZGVlcHNhbHRkZWVwc2Fs', 'x', { a: { a: { a: { a: { a: {} } } } } }];
    const part = { a: { a: { _sd: [digest(disclosure)] } } };
    expect(await verdict({ x: deep })).toBe('credential/too-deep');
    expect(await verdict({ part }, [disclosure])).toBe('credential/too-deep');
  });
});

describe('claims that are never hidden', () => {
  it.each(['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'aka_vcts', 'status'])(
    'refuses %s in a disclosure',
    async (name) => {
      const { [name]: value = 'x', ...rest } = BASE;
      const hidden: Json = ['aGlkZGVuc2FsdGhpZGRl', name, value];
      const payload = { ...rest, iss: 'x', vct: VCT, _sd: [digest(hidden)] };
      expect(await codeOf(await craft(payload, [hidden]))).toBe('credential/never-disclosable');
    },
  );

  it('refuses an expired exp in a disclosure', async () => {
    const { exp: _, ...rest } = BASE;
    const hidden: Json = ['aGlkZGVuc2FsdGhpZGRl', 'exp', NOW_S - 1];
    const compact = await craft({ ...rest, _sd: [digest(hidden)] }, [hidden]);
    expect(await codeOf(compact)).toBe('credential/never-disclosable');
  });

  it('refuses them hidden in part', async () => {
    expect(await verdict({ status: { status_list: { _sd: ['x'] } } })).toBe(
      'credential/never-disclosable',
    );
    expect(await verdict({ aka_vcts: [{ '...': 'x' }] })).toBe('credential/never-disclosable');
  });
});

describe('issuer', () => {
  const header = { alg: 'ES256', typ: 'dc+sd-jwt', kid: 'k1' };

  it.each(['none', 'HS256', 'RS256', 'EdDSA', 'es256', ''])('refuses alg %s', async (alg) => {
    const compact = await craft(BASE, [], { ...header, alg });
    expect(await codeOf(compact)).toBe('credential/unsupported-algorithm');
  });

  it('refuses critical header extensions', async () => {
    const compact = await craft(BASE, [], { ...header, crit: ['b64'] });
    expect(await codeOf(compact)).toBe('credential/unsupported-header');
  });

  it('refuses a missing or other typ', async () => {
    const { typ: _, ...untyped } = header;
    expect(await codeOf(await craft(BASE, [], untyped))).toBe('credential/wrong-typ');
    const older = await craft(BASE, [], { ...header, typ: 'vc+sd-jwt' });
    expect(await codeOf(older)).toBe('credential/wrong-typ');
  });

  it('refuses a signature by another key', async () => {
    const compact = await craft(BASE, [], header, testKey('forger'));
    expect(await codeOf(compact)).toBe('credential/bad-signature');
  });

  it('refuses a changed payload', async () => {
    const good = await craft(BASE);
    const [first = '', , signature = ''] = good.split('.');
    const forged = [first, text({ ...BASE, name: '假名' }), signature].join('.');
    expect(await codeOf(forged)).toBe('credential/bad-signature');
  });

  it('refuses a credential without issuer, key id or type', async () => {
    const { iss: _, ...anonymous } = BASE;
    const { vct: __, ...untyped } = BASE;
    const { kid: ___, ...keyless } = header;
    expect(await codeOf(await craft(anonymous))).toBe('credential/no-issuer');
    expect(await codeOf(await craft(BASE, [], keyless))).toBe('credential/no-issuer');
    expect(await codeOf(await craft(untyped))).toBe('credential/no-vct');
  });
});

describe('claims with a meaning of their own', () => {
  const digestOf = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

  it.each([
    ['an integrity without an algorithm', { 'vct#integrity': '47DEQpj8' }],
    ['an integrity that is no text', { 'vct#integrity': 1 }],
    ['further types that are no list', { aka_vcts: 'urn:a' }],
    ['a further type that is no text', { aka_vcts: [1] }],
    ['a further type that is empty', { aka_vcts: [''] }],
    ['its own type among the further ones', { aka_vcts: ['urn:a', VCT] }],
    ['a further type twice', { aka_vcts: ['urn:a', 'urn:a'] }],
  ] satisfies [string, JsonObject][])('refuses %s', async (_, payload) => {
    expect(await verdict(payload)).toBe('credential/bad-type-reference');
  });

  it('accepts further types and the integrity of its own', async () => {
    const payload = { 'vct#integrity': digestOf, aka_vcts: ['urn:a', 'urn:b'] };
    expect(await verdict(payload)).toBe('accepted');
  });

  it('refuses a credential that is for somebody else, said openly or in a disclosure', async () => {
    const aud: Json = ['YXVkaWVuY2VhdWRpZW5j', 'aud', 'https://example.com'];
    expect(await verdict({ aud: 'https://example.com' })).toBe('credential/other-audience');
    expect(await verdict({ _sd: [digest(aud)] }, [aud])).toBe('credential/other-audience');
  });
});

describe('validity', () => {
  it('refuses an expired credential, from the very second on', async () => {
    expect(await verdict({ exp: NOW_S })).toBe('credential/expired');
    expect(await verdict({ exp: NOW_S + 1 })).toBe('accepted');
  });

  it('refuses a credential before nbf', async () => {
    expect(await verdict({ nbf: NOW_S + 1 })).toBe('credential/not-yet-valid');
    expect(await verdict({ nbf: NOW_S })).toBe('accepted');
  });

  it.each(['2026', -1, null, 1e300])('refuses the date %j', async (exp) => {
    expect(await verdict({ exp })).toBe('credential/bad-date');
  });
});

it('keeps what it parsed apart from what it verified', async () => {
  const compact = await craft(BASE, [], undefined, testKey('forger'));
  expect(parseSdJwt(compact).payload['vct']).toBe(VCT);
});
