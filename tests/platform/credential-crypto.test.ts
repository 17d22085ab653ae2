/** The browser's cryptography answers as the core's does, also at the edges. */
import { describe, expect, it } from 'vitest';
import { encodeUtf8, parseHex } from '#core/bytes/index.ts';
import { plainCrypto, type CredentialCrypto } from '#core/crypto/index.ts';
import { credentialCrypto } from '#platform/credential-crypto.ts';
import { HOLDER, ISSUER, testKey } from '../core/credential/craft.ts';
import { readVector, vectorsDir } from '../support/vectors.ts';

const native = credentialCrypto();
const MESSAGE = encodeUtf8('message');

interface Group {
  readonly publicKey: { readonly uncompressed: string };
  readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string }[];
}

async function both(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) {
  const ask = async (crypto: CredentialCrypto) =>
    await crypto.isValidSignature('ES256', publicKey, message, signature);
  return await Promise.all([ask(native), ask(plainCrypto)]);
}

describe('native cryptography', () => {
  it.skipIf(vectorsDir() === undefined)('agrees on every case of Wycheproof', async () => {
    const file = readVector('wycheproof/ecdsa_secp256r1_sha256_p1363_test.json');
    const { testGroups } = JSON.parse(file) as { readonly testGroups: readonly Group[] };
    const differing: number[] = [];
    for (const { publicKey, tests } of testGroups) {
      const point = parseHex(publicKey.uncompressed).slice(1);
      for (const { tcId, msg, sig } of tests) {
        const [fast, plain] = await both(point, parseHex(msg), parseHex(sig));
        if (fast !== plain) differing.push(tcId);
      }
    }
    expect(differing).toEqual([]);
  });

  it('takes a signature under the key that made it, and under no other', async () => {
    const signature = await ISSUER.sign(MESSAGE);
    expect(await both(ISSUER.publicKey, MESSAGE, signature)).toEqual([true, true]);
    expect(await both(HOLDER.publicKey, MESSAGE, signature)).toEqual([false, false]);
    expect(await both(ISSUER.publicKey, encodeUtf8('other'), signature)).toEqual([false, false]);
  });

  it.each([
    ['a key that is no point', new Uint8Array(64).fill(1)],
    ['a short key', ISSUER.publicKey.subarray(1)],
    ['no key', new Uint8Array()],
  ])('answers no for %s', async (_, publicKey) => {
    const signature = await ISSUER.sign(MESSAGE);
    expect(await both(publicKey, MESSAGE, signature)).toEqual([false, false]);
  });

  it('answers no for a signature of another length', async () => {
    const signature = await ISSUER.sign(MESSAGE);
    const longer = Uint8Array.from([...signature, 0]);
    expect(await both(ISSUER.publicKey, MESSAGE, signature.subarray(1))).toEqual([false, false]);
    expect(await both(ISSUER.publicKey, MESSAGE, longer)).toEqual([false, false]);
  });

  it('keeps many keys apart', async () => {
    for (let place = 0; place < 80; place++) {
      const key = testKey(`many ${String(place)}`);
      const signature = await key.sign(MESSAGE);
      expect(await native.isValidSignature('ES256', key.publicKey, MESSAGE, signature)).toBe(true);
    }
  });

  it('digests as the core does', async () => {
    expect(await native.sha256(MESSAGE)).toEqual(await plainCrypto.sha256(MESSAGE));
  });

  it('leaves EdDSA to the core', async () => {
    const ask = native.isValidSignature('EdDSA', new Uint8Array(32), MESSAGE, new Uint8Array(64));
    expect(await ask).toBe(false);
  });
});
