/** One presentation, and two verifiers of it over the same cryptography. */
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { encodeUtf8, parseBase64Url } from '#core/bytes/index.ts';
import {
  issueSdJwt,
  parseHolderJwk,
  presentSdJwt,
  type JsonObject,
} from '#core/credential/index.ts';
import type { CredentialCrypto } from '#core/crypto/index.ts';
import { verifySdJwt } from '../../../src/core/credential/verify-sd-jwt.ts';
import {
  AUDIENCE,
  BASE,
  BOUND,
  counting,
  HOLDER,
  ISSUER,
  NONCE,
  NOW_S,
} from '../../core/credential/craft.ts';

export const CLAIMS = 15;
export const DISCLOSED = 4;

/** Fifteen hidden claims with values as long as those of a licence, four of them shown, key binding. */
export async function presentation(): Promise<string> {
  const names = Array.from({ length: CLAIMS }, (_, place) => `claim_${String(place)}`);
  const disclosable: JsonObject = Object.fromEntries(
    names.map((name, place) => [name, '示例市示例区示例路'.slice(0, 3 + (place % 7)).repeat(2)]),
  );
  const { cnf: _, _sd_alg: __, ...payload } = BASE;
  const order = { payload, disclosable, holderJwk: HOLDER.jwk, kid: 'k1', random: counting() };
  const compact = await issueSdJwt({ ...order, sign: ISSUER.sign });
  const context = { audience: AUDIENCE, nonce: NONCE, iat: NOW_S };
  return await presentSdJwt(compact, names.slice(0, DISCLOSED), context, HOLDER.sign);
}

/** @returns The names of the claims that came out. */
export type Verify = (compact: string) => Promise<readonly string[]>;

export function ours(crypto: CredentialCrypto): Verify {
  return async (compact) => Object.keys((await verifySdJwt(compact, BOUND, crypto)).claims);
}

/** As its documentation sets it up: issuer, disclosures, dates, key binding with nonce and `sd_hash`. */
export function theirs(crypto: CredentialCrypto): Verify {
  const holds = async (publicKey: Uint8Array, data: string, signature: string) =>
    await crypto.isValidSignature('ES256', publicKey, encodeUtf8(data), parseBase64Url(signature));
  const instance = new SDJwtVcInstance({
    hashAlg: 'sha-256',
    hasher: async (data) =>
      await crypto.sha256(typeof data === 'string' ? encodeUtf8(data) : new Uint8Array(data)),
    verifier: (data, signature) => holds(ISSUER.publicKey, data, signature),
    kbVerifier: (data, signature, payload) =>
      holds(parseHolderJwk((payload.cnf as { jwk: JsonObject }).jwk), data, signature),
  });
  const options = { currentDate: NOW_S, keyBindingNonce: NONCE };
  return async (compact) => Object.keys((await instance.verify(compact, options)).payload);
}
