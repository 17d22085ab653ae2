/** Beside `@sd-jwt/core`: the same claims from valid input, and what of the invalid only we refuse. */
import { readFileSync } from 'node:fs';
import { SDJwtInstance } from '@sd-jwt/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8, parseBase64Url } from '#core/bytes/index.ts';
import { readHolderKey, verifySdJwt, type JsonObject } from '#core/credential/index.ts';
import { isValidSignature, sha256, type CredentialCrypto } from '#core/crypto/index.ts';
import { canonical } from '../../conformance/canonical.ts';
import { codeOf, ISSUER, NONCE, NOW_S, POLICY, text } from './craft.ts';
import { generated, type Generated } from './generated.ts';
import { hostileTokens } from './hostile/tokens.ts';

/** `LIGHTSEAL_RUNS=10000` compares ten thousand. */
const RUNS = Number(process.env['LIGHTSEAL_RUNS'] ?? 2_000);
const NOTE = new URL('../../../docs/decisions/0011-own-sd-jwt-verifier.md', import.meta.url);

type Holds = (data: string, signature: string, payload: JsonObject) => boolean;

function oracle(issuer: Holds, holder: Holds) {
  return new SDJwtInstance<JsonObject>({
    hashAlg: 'sha-256',
    hasher: (data) => sha256(typeof data === 'string' ? encodeUtf8(data) : new Uint8Array(data)),
    verifier: (data, signature) => issuer(data, signature, {}),
    kbVerifier: (data, signature, payload) => holder(data, signature, payload as JsonObject),
  });
}

/** For valid input: signatures are not what is compared there, so all are told that they hold. */
const believing: CredentialCrypto = { sha256, isValidSignature: () => true };
const believingOracle = oracle(
  () => true,
  () => true,
);
/** For invalid input: under the issuer's key, and the one in `cnf`. */
const checkingOracle = oracle(
  (data, signature) => holds(ISSUER.publicKey, data, signature),
  (data, signature, payload) => holds(readHolderKey(payload), data, signature),
);

function holds(publicKey: Uint8Array, data: string, signature: string): boolean {
  return isValidSignature('ES256', publicKey, encodeUtf8(data), parseBase64Url(signature));
}

function compactOf({ payload, disclosures }: Generated): string {
  const header = { alg: 'ES256', typ: 'dc+sd-jwt', kid: 'k1' };
  const jwt = [text(header), text(payload), 'A'.repeat(86)].join('.');
  return [jwt, ...disclosures.map(text), ''].join('~');
}

/** Their word on a token, told what a caller of theirs must tell. */
async function theirAnswer(compact: string, isBound: boolean): Promise<'accepts' | 'refuses'> {
  const bound = isBound ? { keyBindingNonce: NONCE } : {};
  try {
    await checkingOracle.verify(compact, { currentDate: NOW_S, ...bound });
    return 'accepts';
  } catch {
    return 'refuses';
  }
}

describe('beside @sd-jwt/core', () => {
  it(`gets the same claims out of ${String(RUNS)} valid tokens`, { timeout: 600_000 }, async () => {
    const everything = fc.asyncProperty(generated, async (made) => {
      const compact = compactOf(made);
      const { claims } = await verifySdJwt(compact, POLICY, believing);
      const { payload } = await believingOracle.verify(compact, { currentDate: NOW_S });
      expect(canonical(claims)).toBe(canonical(made.expected));
      expect(canonical(payload)).toBe(canonical(made.expected));
    });
    await fc.assert(everything, { numRuns: RUNS });
  });

  it('refuses what it accepts, as the note lists it', async () => {
    const accepted: string[] = [];
    for (const { name, make, policy } of hostileTokens) {
      const compact = await make();
      expect(await codeOf(compact, policy), name).not.toBe('accepted');
      if ((await theirAnswer(compact, policy.keyBinding !== 'ignored')) === 'accepts')
        accepted.push(`* ${name}`);
    }
    const listed = readFileSync(NOTE, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('* '));
    expect(listed.sort()).toEqual(accepted.sort());
  });
});
