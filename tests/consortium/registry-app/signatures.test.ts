/** A node's signatures: remembered and fast, but never another answer than the core's. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isValidInNode } from '#consortium/registry-app/signature-in-node.ts';
import { rememberedSignatures } from '#consortium/registry-app/remembered-signatures.ts';
import { encodeUtf8, parseHex } from '#core/bytes/index.ts';
import { isValidSignature, type SignatureVerifier } from '#core/crypto/index.ts';
import { es256 } from '../../core/registry/departments.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';

const KEY = es256('key');
const MESSAGE = encodeUtf8('message');
const SIGNATURE = await KEY.sign(MESSAGE);

interface Group {
  readonly publicKey: { readonly uncompressed: string };
  readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string }[];
}

function counted(): { readonly verify: SignatureVerifier; readonly calls: () => number } {
  let calls = 0;
  const verify: SignatureVerifier = (...question) => {
    calls++;
    return isValidSignature(...question);
  };
  return { verify, calls: () => calls };
}

describe("Node's own cryptography", () => {
  it.skipIf(vectorsDir() === undefined)('agrees on every case of Wycheproof', () => {
    const file = readVector('wycheproof/ecdsa_secp256r1_sha256_p1363_test.json');
    const { testGroups } = JSON.parse(file) as { readonly testGroups: readonly Group[] };
    const differing: number[] = [];
    let valid = 0;
    for (const { publicKey, tests } of testGroups) {
      const point = parseHex(publicKey.uncompressed).slice(1);
      for (const { tcId, msg, sig } of tests) {
        const question = ['ES256', point, parseHex(msg), parseHex(sig)] as const;
        const answer = isValidInNode(...question);
        if (answer) valid++;
        if (answer !== isValidSignature(...question)) differing.push(tcId);
      }
    }
    expect(differing).toEqual([]);
    expect(valid).toBeGreaterThan(50);
  });

  it('agrees on whatever is done to a signature, its key and its message', () => {
    const flips = fc.array(fc.tuple(fc.nat(127), fc.integer({ min: 1, max: 255 })), {
      maxLength: 2,
    });
    fc.assert(
      fc.property(flips, fc.uint8Array({ maxLength: 3 }), (changes, more) => {
        const both = Uint8Array.from([...KEY.publicKey, ...SIGNATURE]);
        for (const [at, bits] of changes) both[at] = (both[at] ?? 0) ^ bits;
        const message = Uint8Array.from([...MESSAGE, ...more]);
        const question = ['ES256', both.slice(0, 64), message, both.slice(64)] as const;
        expect(isValidInNode(...question)).toBe(isValidSignature(...question));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['no key', new Uint8Array(), SIGNATURE],
    ['a key that is no point', new Uint8Array(64).fill(1), SIGNATURE],
    ['a signature that is too long', KEY.publicKey, Uint8Array.from([...SIGNATURE, 0])],
  ])('answers no for %s', (_, key, signature) => {
    expect(isValidInNode('ES256', key, MESSAGE, signature)).toBe(false);
  });
});

describe('signatures that are remembered', () => {
  it('are verified once, and again when they were forgotten', async () => {
    const { verify, calls } = counted();
    const isValid = rememberedSignatures(verify, 2);
    const ask = async (text: string) => {
      const message = encodeUtf8(text);
      expect(isValid('ES256', KEY.publicKey, message, await KEY.sign(message))).toBe(true);
      return calls();
    };
    expect([await ask('a'), await ask('a'), await ask('b')]).toEqual([1, 1, 2]);
    expect([await ask('c'), await ask('b'), await ask('a')]).toEqual([3, 3, 4]);
  });

  it('stand for nothing but themselves', () => {
    const { verify, calls } = counted();
    const isValid = rememberedSignatures(verify);
    expect(isValid('ES256', KEY.publicKey, MESSAGE, SIGNATURE)).toBe(true);
    const other = es256('other').publicKey;
    expect(isValid('ES256', other, MESSAGE, SIGNATURE)).toBe(false);
    expect(isValid('ES256', KEY.publicKey, encodeUtf8('massage'), SIGNATURE)).toBe(false);
    expect(isValid('ES256', KEY.publicKey, MESSAGE, SIGNATURE.toReversed())).toBe(false);
    expect(isValid('EdDSA', KEY.publicKey, MESSAGE, SIGNATURE)).toBe(false);
    expect(calls()).toBe(5);
    expect(isValid('ES256', other, MESSAGE, SIGNATURE)).toBe(false);
    expect(calls()).toBe(6);
  });
});
