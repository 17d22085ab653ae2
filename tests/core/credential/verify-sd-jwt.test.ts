/** RFC 9901, section 7: what must be accepted. What must be refused stands in `hostile-tokens.ts`. */
import { describe, expect, it } from 'vitest';
import type { CredentialCrypto } from '#core/crypto/index.ts';
import { parseSdJwt, verifySdJwt, type Json, type JsonObject } from '#core/credential/index.ts';
import { BASE, codeOf, craft, digest, NOW_S, POLICY, testKey, VCT, verified } from './craft.ts';

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

describe('what depends on the moment or the place', () => {
  it('accepts further types and the integrity of its own', async () => {
    const integrity = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
    const payload = { 'vct#integrity': integrity, aka_vcts: ['urn:a', 'urn:b'] };
    expect(await verdict(payload)).toBe('accepted');
  });

  it.each([
    ['no list', 'urn:a'],
    ['a list with a number', [1]],
    ['a list with an empty name', ['']],
    ['a list with a name twice', ['urn:a', 'urn:a']],
  ] satisfies [string, Json][])('refuses further types that are %s', async (_, aka_vcts) => {
    expect(await verdict({ aka_vcts })).toBe('credential/bad-type-reference');
  });

  it('accepts until the very second of exp, and from that of nbf on', async () => {
    expect(await verdict({ exp: NOW_S + 1, nbf: NOW_S })).toBe('accepted');
  });

  it.each(['2026', -1, null, 1e300])('refuses the date %j', async (exp) => {
    expect(await verdict({ exp })).toBe('credential/bad-date');
  });

  it('accepts nesting of eight levels', async () => {
    const part = { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } };
    expect(await verdict({ part })).toBe('accepted');
    expect(await verdict({ part: { part } })).toBe('credential/too-deep');
  });
});

describe('the order of refusals', () => {
  it('tells a forged credential before what is in it', async () => {
    const compact = await craft({ ...BASE, exp: NOW_S, _sd: 1 }, [], undefined, testKey('forger'));
    expect(await codeOf(compact)).toBe('credential/bad-signature');
  });

  it('asks nothing of cryptography before the form is right', async () => {
    const crypto: CredentialCrypto = { isValidSignature: fail, sha256: fail };
    const compact = await craft(BASE, [], { alg: 'none', typ: 'dc+sd-jwt', kid: 'k1' });
    await expect(verifySdJwt(compact, POLICY, crypto)).rejects.toThrow(
      expect.objectContaining({ code: 'credential/unsupported-algorithm' }),
    );
  });
});

function fail(): never {
  throw new Error('nothing was to be asked');
}

it('keeps what it parsed apart from what it verified', async () => {
  const compact = await craft(BASE, [], undefined, testKey('forger'));
  expect(parseSdJwt(compact).payload['vct']).toBe(VCT);
});
