import { describe, expect, it } from 'vitest';
import { encodeUtf8, concatBytes, parseBase64Url } from '#core/bytes/index.ts';
import { isValidSignature } from '#core/crypto/index.ts';
import {
  createHolderKeys,
  holderKeys,
  importHolderKey,
  signWith,
  type HolderPublicJwk,
} from '#platform/holder-keys.ts';

const MESSAGE = encodeUtf8('header.payload');
const pointOf = ({ x, y }: HolderPublicJwk) => concatBytes(parseBase64Url(x), parseBase64Url(y));

describe('holder keys', () => {
  it('are as many different ones as were asked for, each with its public half', async () => {
    const pairs = await createHolderKeys(3);
    expect(new Set(pairs.map(({ publicJwk }) => publicJwk.x)).size).toBe(3);
    for (const { publicJwk, privateJwk } of pairs) {
      expect(Object.keys(publicJwk).sort()).toEqual(['crv', 'kty', 'x', 'y']);
      expect(privateJwk).toMatchObject(publicJwk);
    }
  });

  it('sign as ES256, raw, so that the core’s verifier agrees', async () => {
    for (const { publicJwk, privateJwk } of await createHolderKeys(2)) {
      const signature = await holderKeys().sign(privateJwk, MESSAGE);
      expect(signature).toHaveLength(64);
      expect(isValidSignature('ES256', pointOf(publicJwk), MESSAGE, signature)).toBe(true);
      const other = encodeUtf8('another');
      expect(isValidSignature('ES256', pointOf(publicJwk), other, signature)).toBe(false);
    }
  });

  it('cannot be taken out of the browser again once imported', async () => {
    const [pair] = await createHolderKeys(1);
    if (pair === undefined) throw new Error('no key');
    const key = await importHolderKey(pair.privateJwk);
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('jwk', key)).rejects.toThrow();
    expect(await signWith(key, MESSAGE)).toHaveLength(64);
  });
});
