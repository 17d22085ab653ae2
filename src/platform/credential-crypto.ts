import { formatBase64Url } from '#core/bytes/index.ts';
import { ALGORITHMS, plainCrypto, type CredentialCrypto } from '#core/crypto/index.ts';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const VERIFYING = { name: 'ECDSA', hash: 'SHA-256' };
/** Issuers have few keys; every copy of a document has one of its own. */
const MOST_KEYS = 64;

/**
 * The browser's own P-256 and SHA-256 for credentials. EdDSA stays with the core: browsers differ in
 * which signatures at the edge they take.
 */
export function credentialCrypto(subtle: SubtleCrypto = crypto.subtle): CredentialCrypto {
  const imported = new Map<string, Promise<CryptoKey | undefined>>();
  const keyOf = (publicKey: Uint8Array) => {
    const name = formatBase64Url(publicKey);
    const key = imported.get(name) ?? importKey(subtle, publicKey);
    if (imported.size >= MOST_KEYS) imported.clear();
    imported.set(name, key);
    return key;
  };
  return {
    sha256: async (message) =>
      new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(message))),
    isValidSignature: async (algorithm, publicKey, message, signature) => {
      if (algorithm !== 'ES256')
        return await plainCrypto.isValidSignature(algorithm, publicKey, message, signature);
      if (publicKey.length !== ALGORITHMS.ES256.publicKeyBytes) return false;
      const key = await keyOf(publicKey);
      if (key === undefined) return false;
      return await subtle.verify(
        VERIFYING,
        key,
        new Uint8Array(signature),
        new Uint8Array(message),
      );
    },
  };
}

/** `undefined` for what is no point of the curve. */
async function importKey(
  subtle: SubtleCrypto,
  publicKey: Uint8Array,
): Promise<CryptoKey | undefined> {
  const point = Uint8Array.from([4, ...publicKey]);
  try {
    return await subtle.importKey('raw', point, CURVE, false, ['verify']);
  } catch {
    return undefined;
  }
}
