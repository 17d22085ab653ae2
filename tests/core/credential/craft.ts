/** Credentials made by hand, right or wrong, for the credential tests. Keys and salts are fixed. */
import { p256 } from '@noble/curves/nist.js';
import { encodeUtf8, formatBase64Url } from '#core/bytes/index.ts';
import {
  CredentialError,
  disclosureDigest,
  formatHolderJwk,
  presentationDigest,
  signJwt,
  verifySdJwt,
  type HolderJwk,
  type Json,
  type JsonObject,
  type SdJwtPolicy,
  type Sign,
  type VerificationKey,
  type VerifiedSdJwt,
} from '#core/credential/index.ts';
import { plainCrypto, sha256 } from '#core/crypto/index.ts';

export interface TestKey extends VerificationKey {
  readonly sign: Sign;
  readonly jwk: HolderJwk;
}

export function testKey(name: string): TestKey {
  const secret = sha256(encodeUtf8(`seed of ${name}`));
  const publicKey = p256.getPublicKey(secret, false).slice(1);
  return {
    alg: 'ES256',
    publicKey,
    sign: (message) => p256.sign(message, secret),
    jwk: formatHolderJwk(publicKey),
  };
}

export const ISSUER = testKey('issuer');
export const HOLDER = testKey('holder');
export const VCT = 'https://lightseal.example/vct/business-licence/1';
export const NOW = new Date('2026-11-20T08:00:00Z');
export const NOW_S = NOW.getTime() / 1000;
export const AUDIENCE = 'lightseal:counter';
export const NONCE = 'AAECAwQFBgcICQoLDA0ODw';

/** Deterministic "randomness": different bytes at every call. */
export function counting(): (size: number) => Uint8Array {
  let calls = 0;
  return (size) => sha256(encodeUtf8(`call ${calls++}`)).slice(0, size);
}

export function text(items: Json): string {
  return formatBase64Url(encodeUtf8(JSON.stringify(items)));
}

export function digest(items: Json): string {
  return disclosureDigest(text(items));
}

export const BASE: JsonObject = {
  iss: 'https://lightseal.example/issuer/market-regulation',
  iat: NOW_S - 86_400,
  exp: NOW_S + 86_400,
  vct: VCT,
  cnf: { jwk: { ...HOLDER.jwk } },
  _sd_alg: 'sha-256',
};

/** Signs `payload` as it is, beside these disclosures. */
export async function craft(
  payload: JsonObject,
  disclosures: readonly Json[] = [],
  header: JsonObject = { alg: 'ES256', typ: 'dc+sd-jwt', kid: 'k1' },
  key: TestKey = ISSUER,
): Promise<string> {
  const jwt = await signJwt(header, payload, key.sign);
  return [jwt, ...disclosures.map(text), ''].join('~');
}

/** Appends a KB-JWT with what `change` changes. */
export async function bind(
  boundText: string,
  change: JsonObject = {},
  header: JsonObject = { alg: 'ES256', typ: 'kb+jwt' },
  key: TestKey = HOLDER,
): Promise<string> {
  const sdHash = presentationDigest(boundText);
  const payload = { iat: NOW_S, aud: AUDIENCE, nonce: NONCE, sd_hash: sdHash, ...change };
  return boundText + (await signJwt(header, payload, key.sign));
}

export const POLICY: SdJwtPolicy = { key: ISSUER, now: NOW, keyBinding: 'ignored' };
export const BOUND: SdJwtPolicy = {
  ...POLICY,
  keyBinding: { audience: AUDIENCE, nonce: NONCE, maxAgeMs: 60_000, maxAheadMs: 10_000 },
};

/** Verifies with the core's own cryptography. */
export function verified(compact: string, policy: SdJwtPolicy = POLICY): Promise<VerifiedSdJwt> {
  return verifySdJwt(compact, policy, plainCrypto);
}

/** `accepted`, or the code of the refusal. */
export async function codeOf(compact: string, policy: SdJwtPolicy = POLICY): Promise<string> {
  try {
    await verified(compact, policy);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    return error.code;
  }
}
