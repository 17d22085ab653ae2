import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import { claimKeySeed, RegistryError } from '#core/registry/index.ts';

const SECRET = Uint8Array.from({ length: 32 }, (_, index) => index);
const NUMBER = '25317000000123456789';

function refusalOf(secret: Uint8Array, number: string): string {
  try {
    claimKeySeed(secret, number);
    return 'none';
  } catch (refusal) {
    return refusal instanceof RegistryError ? refusal.code : String(refusal);
  }
}

describe('the key of a claim', () => {
  it('is what HKDF of another program gives', () => {
    // Python: hmac and hashlib for RFC 5869, cryptography for RFC 8032.
    const seed = claimKeySeed(SECRET, NUMBER);
    expect(formatHex(seed)).toBe(
      '3e6e749c2a1d16b23bb5018bff520e8e08bb09c844facd9869e99626ab1f8f0f',
    );
    expect(formatHex(ed25519.getPublicKey(seed))).toBe(
      '52744bd3358a77b8419d148120ef333829344b8541503042793662a5d1727b9b',
    );
  });

  it('is another one for another secret or number', () => {
    const seed = formatHex(claimKeySeed(SECRET, NUMBER));
    expect(formatHex(claimKeySeed(SECRET.toReversed(), NUMBER))).not.toBe(seed);
    expect(formatHex(claimKeySeed(SECRET, `${NUMBER}0`))).not.toBe(seed);
  });

  it.each([0, 31, 33])('has a secret of 32 octets, not of %d', (size) => {
    expect(refusalOf(new Uint8Array(size), NUMBER)).toBe('registry/malformed');
  });

  it('has a number of visible ASCII', () => {
    for (const number of ['', ' 1', '1\n', '１', '1'.repeat(65)]) {
      expect(refusalOf(SECRET, number)).toBe('registry/malformed');
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (number) => {
        const isGood = /^[!-~]{1,64}$/.test(number);
        expect(refusalOf(SECRET, number)).toBe(isGood ? 'none' : 'registry/malformed');
      }),
    );
  });
});
