/** Node's own AES-GCM, and a quick stand-in for Argon2id: the cost is not what is tested here. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concatBytes, encodeUtf8 } from '#core/bytes/index.ts';
import { sha256, type CipherOf, type DeriveKey } from '#core/crypto/index.ts';
import type { EnvelopePorts } from '#core/vault/index.ts';

export const cipherOf: CipherOf = (key) =>
  Promise.resolve({
    encrypt: (iv, associated, plaintext) => {
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(associated);
      const sealed = concatBytes(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
      return Promise.resolve(sealed);
    },
    decrypt: (iv, associated, ciphertext) => {
      const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(associated);
      decipher.setAuthTag(ciphertext.subarray(-16));
      try {
        const plain = concatBytes(decipher.update(ciphertext.subarray(0, -16)), decipher.final());
        return Promise.resolve(plain);
      } catch {
        return Promise.resolve(undefined);
      }
    },
  });

export const quickKdf: DeriveKey = (passphrase, salt, params) =>
  Promise.resolve(sha256(concatBytes(passphrase, salt, encodeUtf8(JSON.stringify(params)))));

export const ports: EnvelopePorts = { deriveKey: quickKdf, cipherOf };

/** Different bytes at each call, the same in each run. */
export function countingRandom(): (size: number) => Uint8Array {
  let calls = 0;
  return (size) => {
    calls += 1;
    return Uint8Array.from({ length: size }, (_, index) => (calls * 37 + index * 11) & 0xff);
  };
}
