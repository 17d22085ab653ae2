/** Keys that bind credentials to this wallet: P-256, made and used by the browser's own cryptography. */

export interface HolderPublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** To be kept inside the vault and nowhere else. */
export interface HolderPrivateJwk extends HolderPublicJwk {
  readonly d: string;
}

export interface HolderKeyPair {
  readonly publicJwk: HolderPublicJwk;
  readonly privateJwk: HolderPrivateJwk;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };

/** Fresh pairs, one for each copy of a document. */
export async function createHolderKeys(count: number): Promise<HolderKeyPair[]> {
  return await Promise.all(Array.from({ length: count }, createHolderKey));
}

/** The private half as a key that nothing can take out again. */
export async function importHolderKey({ kty, crv, x, y, d }: HolderPrivateJwk): Promise<CryptoKey> {
  const jwk = { kty, crv, x, y, d };
  return await crypto.subtle.importKey('jwk', jwk, ALGORITHM, false, ['sign']);
}

/** ES256 (RFC 7518, section 3.4): r‖s, 64 bytes. */
export async function signWith(
  key: CryptoKey,
  message: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  return new Uint8Array(await crypto.subtle.sign(algorithm, key, Uint8Array.from(message)));
}

/** The port of the wallet's state: imported keys are remembered until {@link forget}. */
export function holderKeys() {
  const imported = new Map<string, Promise<CryptoKey>>();
  return {
    create: createHolderKeys,
    sign: async (privateJwk: HolderPrivateJwk, message: Uint8Array) => {
      const key = imported.get(privateJwk.d) ?? importHolderKey(privateJwk);
      imported.set(privateJwk.d, key);
      return await signWith(await key, message);
    },
    /** To be called when the vault locks. */
    forget: () => {
      imported.clear();
    },
  };
}

async function createHolderKey(): Promise<HolderKeyPair> {
  const { privateKey } = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const { x, y, d } = await crypto.subtle.exportKey('jwk', privateKey);
  if (x === undefined || y === undefined || d === undefined) throw new Error('an incomplete key');
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y } as const;
  return { publicJwk, privateJwk: { ...publicJwk, d } };
}
