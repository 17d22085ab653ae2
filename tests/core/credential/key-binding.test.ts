/** Key binding: RFC 9901, section 7.3. */
import { describe, expect, it } from 'vitest';
import type { SdJwtPolicy } from '#core/credential/index.ts';
import { BASE, bind, BOUND, codeOf, craft, NOW_S, POLICY, verified } from './craft.ts';

describe('holder', () => {
  it('accepts a presentation that answers this verifier', async () => {
    const { keyBinding } = await verified(await bind(await craft(BASE)), BOUND);
    expect(keyBinding?.iat).toBe(NOW_S);
  });

  it('accepts a period of its own that holds', async () => {
    const compact = await bind(await craft(BASE), { nbf: NOW_S, exp: NOW_S + 1 });
    expect(await codeOf(compact, BOUND)).toBe('accepted');
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
