import type { Cipher, CipherOf } from '#core/crypto/index.ts';

/** AES-256-GCM by WebCrypto; the key cannot be taken out again. */
export const webCipherOf: CipherOf = async (rawKey) => {
  const key = await crypto.subtle.importKey('raw', Uint8Array.from(rawKey), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  return { encrypt: encrypt(key), decrypt: decrypt(key) };
};

function encrypt(key: CryptoKey): Cipher['encrypt'] {
  return async (iv, associated, plaintext) =>
    new Uint8Array(
      await crypto.subtle.encrypt(paramsOf(iv, associated), key, Uint8Array.from(plaintext)),
    );
}

function decrypt(key: CryptoKey): Cipher['decrypt'] {
  return async (iv, associated, ciphertext) => {
    try {
      const params = paramsOf(iv, associated);
      return new Uint8Array(await crypto.subtle.decrypt(params, key, Uint8Array.from(ciphertext)));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'OperationError') return undefined;
      throw error;
    }
  };
}

function paramsOf(iv: Uint8Array, associated: Uint8Array): AesGcmParams {
  const additionalData = Uint8Array.from(associated);
  return { name: 'AES-GCM', iv: Uint8Array.from(iv), additionalData, tagLength: 128 };
}
