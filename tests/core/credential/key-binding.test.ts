/** Key binding: RFC 9901, section 7.3. */
import { describe, expect, it } from 'vitest';
import type { Json, SdJwtPolicy } from '#core/credential/index.ts';
import {
  BASE,
  bind,
  BOUND,
  codeOf,
  craft,
  digest,
  HOLDER,
  NOW_S,
  POLICY,
  testKey,
  text,
  verified,
} from './craft.ts';

const NAME: Json = ['c2FsdHNhbHRzYWx0c2Fs', 'name', '示例'];

describe('holder', () => {
  it('accepts a presentation that answers this verifier', async () => {
    const { keyBinding } = await verified(await bind(await craft(BASE)), BOUND);
    expect(keyBinding?.iat).toBe(NOW_S);
  });

  it('accepts a period of its own that holds', async () => {
    const compact = await bind(await craft(BASE), { nbf: NOW_S, exp: NOW_S + 1 });
    expect(await codeOf(compact, BOUND)).toBe('accepted');
  });

  it('requires key binding by policy, whatever is there', async () => {
    expect(await codeOf(await craft(BASE), BOUND)).toBe('credential/no-key-binding');
  });

  it('refuses key binding in what comes from an issuer', async () => {
    const policy: SdJwtPolicy = { ...POLICY, keyBinding: 'refused' };
    const compact = await craft(BASE);
    expect(await codeOf(await bind(compact), policy)).toBe('credential/unexpected-key-binding');
    expect(await codeOf(compact, policy)).toBe('accepted');
  });

  it.each([
    ['another nonce', { nonce: 'BBECAwQFBgcICQoLDA0ODw' }, 'nonce'],
    ['no nonce', { nonce: null }, 'malformed'],
    ['no iat', { iat: null }, 'malformed'],
    ['another audience', { aud: 'lightseal:elsewhere' }, 'audience'],
    ['several audiences', { aud: ['lightseal:counter'] }, 'audience'],
    ['another sd_hash', { sd_hash: digest('x') }, 'altered'],
    ['an iat of a year ago', { iat: NOW_S - 365 * 86_400 }, 'stale'],
    ['an iat of tomorrow', { iat: NOW_S + 86_400 }, 'from-future'],
    ['an exp that has passed', { exp: NOW_S }, 'stale'],
    ['an nbf to come', { nbf: NOW_S + 1 }, 'from-future'],
    ['an exp that is no date', { exp: 'soon' }, 'malformed'],
  ])('refuses %s', async (_, change, what) => {
    const compact = await bind(await craft(BASE), change);
    expect(await codeOf(compact, BOUND)).toBe(`credential/key-binding-${what}`);
  });

  it.each([
    ['another typ', { alg: 'ES256', typ: 'JWT' }, 'typ'],
    ['alg none', { alg: 'none', typ: 'kb+jwt' }, 'algorithm'],
    ['alg EdDSA', { alg: 'EdDSA', typ: 'kb+jwt' }, 'algorithm'],
    ['crit', { alg: 'ES256', typ: 'kb+jwt', crit: ['x'] }, 'malformed'],
  ])('refuses %s in the header', async (_, header, what) => {
    const compact = await bind(await craft(BASE), {}, header);
    expect(await codeOf(compact, BOUND)).toBe(`credential/key-binding-${what}`);
  });

  it('refuses a signature by another key', async () => {
    const compact = await bind(await craft(BASE), {}, undefined, testKey('thief'));
    expect(await codeOf(compact, BOUND)).toBe('credential/key-binding-signature');
  });

  it('refuses a presentation made with the key of another copy', async () => {
    const other = testKey('other copy');
    const compact = await craft({ ...BASE, cnf: { jwk: { ...other.jwk } } });
    expect(await codeOf(await bind(compact), BOUND)).toBe('credential/key-binding-signature');
  });

  it('refuses a key binding of over 4 KiB', async () => {
    const compact = await bind(await craft(BASE), { more: 'x'.repeat(4096) });
    expect(await codeOf(compact, BOUND)).toBe('credential/too-large');
  });

  it('refuses what is no JWT', async () => {
    expect(await codeOf(`${await craft(BASE)}x.y`, BOUND)).toBe('credential/key-binding-malformed');
  });

  it('notices a disclosure taken away after signing', async () => {
    const whole = await bind(await craft({ ...BASE, _sd: [digest(NAME)] }, [NAME]));
    expect(await codeOf(whole.replace(`${text(NAME)}~`, ''), BOUND)).toBe(
      'credential/key-binding-altered',
    );
  });

  it.each([
    ['no cnf', undefined],
    ['a key by reference', { jku: 'https://example.com/key' }],
    ['another curve', { jwk: { ...HOLDER.jwk, crv: 'P-384' } }],
    ['a private key', { jwk: { ...HOLDER.jwk, d: 'AA' } }],
    ['a short coordinate', { jwk: { ...HOLDER.jwk, x: 'AA' } }],
  ])('refuses %s', async (_, cnf) => {
    const { cnf: __, ...rest } = BASE;
    const compact = await bind(await craft(cnf === undefined ? rest : { ...rest, cnf }));
    expect(await codeOf(compact, BOUND)).toBe('credential/no-holder-key');
  });

  it('leaves the nonce open in broadcast mode', async () => {
    const broadcast: SdJwtPolicy = {
      ...POLICY,
      keyBinding: { audience: 'lightseal:broadcast', maxAgeMs: 60_000, maxAheadMs: 10_000 },
    };
    const compact = await bind(await craft(BASE), { aud: 'lightseal:broadcast', nonce: 'any' });
    expect((await verified(compact, broadcast)).keyBinding?.nonce).toBe('any');
  });
});
