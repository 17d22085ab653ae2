import 'fake-indexeddb/auto';
import { p256 } from '@noble/curves/nist.js';
import { describe, expect, it } from 'vitest';
import { encodeUtf8, formatBase64Url } from '#core/bytes/index.ts';
import { formatHolderJwk } from '#core/credential/index.ts';
import { isValidSignature } from '#core/crypto/index.ts';
import { VerifierKeyStore } from '#platform/verifier-keys.ts';

function keyPair(fill: number) {
  const secret = new Uint8Array(32).fill(fill);
  const publicKey = p256.getPublicKey(secret, false).slice(1);
  return { publicKey, jwk: { ...formatHolderJwk(publicKey), d: formatBase64Url(secret) } };
}

const KEY = keyPair(1);
const MESSAGE = encodeUtf8('a request');
let databases = 0;
const fresh = () => `verifier-${String(databases++)}`;

describe('the keys of a desk', () => {
  it('sign for the office after a restart, each for its own consortium', async () => {
    const name = fresh();
    const store = new VerifierKeyStore(name);
    expect(await store.verifier('chain-1')).toBeUndefined();
    expect(await store.keep('chain-1', 'hall', KEY.jwk)).toBe(true);
    const again = new VerifierKeyStore(name);
    expect(await again.verifier('chain-1')).toBe('hall');
    expect(await again.verifier('chain-2')).toBeUndefined();
    const signature = await again.sign('chain-1', MESSAGE);
    expect(isValidSignature('ES256', KEY.publicKey, MESSAGE, signature)).toBe(true);
  });

  it('cannot be read out of the database', async () => {
    const name = fresh();
    await new VerifierKeyStore(name).keep('chain-1', 'hall', KEY.jwk);
    const stored = await new Promise<{ key: CryptoKey }>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {
        const asked = opening.result.transaction('keys').objectStore('keys').get('chain-1');
        asked.onsuccess = () => {
          resolve(asked.result as { key: CryptoKey });
        };
        asked.onerror = reject;
      };
    });
    expect(stored.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('jwk', stored.key)).rejects.toThrow();
  });

  it('refuse numbers that are no key, and a secret of another key', async () => {
    const store = new VerifierKeyStore(fresh());
    const broken = { ...KEY.jwk, x: formatBase64Url(new Uint8Array(32).fill(255)) };
    expect(await store.keep('chain-1', 'hall', broken)).toBe(false);
    expect(await store.keep('chain-1', 'hall', { ...KEY.jwk, d: keyPair(2).jwk.d })).toBe(false);
    expect(await store.verifier('chain-1')).toBeUndefined();
  });

  it('are gone once they are forgotten', async () => {
    const store = new VerifierKeyStore(fresh());
    await store.keep('chain-1', 'hall', KEY.jwk);
    await store.forget('chain-1');
    expect(await store.verifier('chain-1')).toBeUndefined();
    await expect(store.sign('chain-1', MESSAGE)).rejects.toMatchObject({
      code: 'storage/unavailable',
    });
  });
});
