/** A batch accepts exactly what single verification accepts. */
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { encodeUtf8, parseHex } from '#core/bytes/index.ts';
import {
  Ed25519Batch,
  isReducedScalar,
  isValidEd25519Zip215,
  sha256,
  sha512,
  type Ed25519Triple,
  type Random,
} from '#core/crypto/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';
import { instantiate } from '../../support/wasm.ts';

vi.mock(import('#core/crypto/signature.ts'), async (original) => {
  const module = await original();
  return { ...module, isValidEd25519Zip215: vi.fn(module.isValidEd25519Zip215) };
});

/** The same on every run; a verifier that is attacked has real randomness. */
function randomFrom(name: string): Random {
  return (size) => {
    const blocks = Array.from({ length: Math.ceil(size / 64) }, (_, index) =>
      sha512(encodeUtf8(`${name} ${index}`)),
    );
    return Uint8Array.from(blocks.flatMap((block) => [...block])).slice(0, size);
  };
}

function batchOf(triples: readonly Ed25519Triple[], random: Random): boolean[] {
  return new Ed25519Batch(instantiate, random).areValid(triples);
}

const valid = (name: string): Ed25519Triple => {
  const secret = sha256(encodeUtf8(name));
  const message = encodeUtf8(`vote of ${name}`);
  return [ed25519.getPublicKey(secret), message, ed25519.sign(message, secret)];
};
const GOOD = ['a', 'b', 'c', 'd'].map(valid);
const singly = (triples: readonly Ed25519Triple[]) =>
  triples.map((triple) => isValidEd25519Zip215(...triple));

type Row = Readonly<Record<string, string>>;
const rows = (path: string) => JSON.parse(readVector(path)) as Row[];

function edgeCases(): Ed25519Triple[] {
  const cctv = rows('cctv-ed25519/ed25519vectors_with_zip215.json').map(
    ({ key = '', msg = '', sig = '' }) => [parseHex(key), encodeUtf8(msg), parseHex(sig)] as const,
  );
  const consensus = rows('ed25519consensus/zip215_196.json').map(
    ({ pub_key = '', message_utf8 = '', signature = '' }) =>
      [parseHex(pub_key), encodeUtf8(message_utf8), parseHex(signature)] as const,
  );
  const speccheck = rows('ed25519-speccheck/cases_with_zip215.json').map(
    ({ pub_key = '', message = '', signature = '' }) =>
      [parseHex(pub_key), parseHex(message), parseHex(signature)] as const,
  );
  return [...cctv, ...consensus, ...speccheck];
}

describe.skipIf(vectorsDir() === undefined)('a batch of the edge cases of others', () => {
  const cases = vectorsDir() === undefined ? [] : edgeCases();
  const accepted = cases.filter((triple) => isValidEd25519Zip215(...triple));

  it('holds as a whole where each holds alone, without a single look', () => {
    expect(accepted.length).toBeGreaterThan(196);
    vi.mocked(isValidEd25519Zip215).mockClear();
    for (let start = 0; start < accepted.length; start += 64) {
      const some = accepted.slice(start, start + 64);
      expect(batchOf(some, randomFrom('all'))).toEqual(some.map(() => true));
    }
    expect(isValidEd25519Zip215).not.toHaveBeenCalled();
  });

  it('answers for each, mixed with good ones, as alone', () => {
    for (let start = 0; start < cases.length; start += 16) {
      const mixed = [...GOOD.slice(0, 2), ...cases.slice(start, start + 16), ...GOOD.slice(2)];
      expect(batchOf(mixed, randomFrom(`mix ${start}`))).toEqual(singly(mixed));
    }
  });

  it('answers for each beside one good one as alone', () => {
    const [good] = GOOD;
    if (good === undefined) throw new Error('no signature');
    const every = process.env['LIGHTSEAL_FUZZ'] === undefined ? 5 : 1;
    for (const [index, edge] of cases.entries()) {
      if (index % every !== 0) continue;
      const pair = [good, edge];
      expect(batchOf(pair, randomFrom(`pair ${index}`))).toEqual(singly(pair));
    }
  });
});

describe('a batch', () => {
  it('names the one that was changed, wherever a bit is flipped', () => {
    const culprit = fc.nat(GOOD.length - 1);
    const part = fc.constantFrom(0, 1, 2);
    fc.assert(
      fc.property(culprit, part, fc.nat(255), fc.nat(7), (who, what, at, bit) => {
        const changed = GOOD.map((triple, index) =>
          index === who ? flipIn(triple, what, at, bit) : triple,
        );
        const answers = batchOf(changed, randomFrom(`${who} ${at}`));
        expect(answers).toEqual(GOOD.map((_, index) => index !== who));
      }),
      { numRuns: 100 },
    );
  });

  it('does not let two errors cancel each other out', () => {
    // Without factors, adding one to one S and taking it from another would leave the sum alone.
    const shifted = GOOD.map(([key, message, signature], index): Ed25519Triple => {
      const s = Uint8Array.from(signature);
      const at = s[32] ?? 0;
      if (index === 0) s[32] = at + 1;
      if (index === 1) s[32] = at - 1;
      return [key, message, s];
    });
    expect(batchOf(shifted, randomFrom('cancel'))).toEqual([false, false, true, true]);
  });

  it('is empty for nothing, and right for one', () => {
    expect(batchOf([], randomFrom('none'))).toEqual([]);
    expect(batchOf(GOOD.slice(0, 1), randomFrom('one'))).toEqual([true]);
  });

  it('answers false for keys and signatures of a wrong length, and true for the others', () => {
    const [[key, message, signature] = valid('a'), other = valid('b')] = GOOD;
    const odd: Ed25519Triple[] = [
      [key.slice(1), message, signature],
      [key, message, signature.slice(1)],
      [key, message, new Uint8Array(65)],
      [new Uint8Array(), message, new Uint8Array()],
      other,
    ];
    const answers = batchOf(odd, randomFrom('odd'));
    expect(answers).toEqual([false, false, false, false, true]);
  });
});

describe('a scalar', () => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const bytes = (value: bigint) =>
    Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n));

  it('is reduced below the order, not at it', () => {
    expect(isReducedScalar(bytes(order - 1n))).toBe(true);
    expect(isReducedScalar(bytes(order))).toBe(false);
    expect(isReducedScalar(bytes(2n ** 256n - 1n))).toBe(false);
  });

  it('has 32 bytes', () => {
    expect(isReducedScalar(new Uint8Array(31))).toBe(false);
  });
});

function flipIn(triple: Ed25519Triple, part: number, at: number, bit: number): Ed25519Triple {
  const [key, message, signature] = triple.map((bytes, index) =>
    index === part ? flip(bytes, at % bytes.length, bit) : bytes,
  );
  return [key ?? new Uint8Array(), message ?? new Uint8Array(), signature ?? new Uint8Array()];
}

function flip(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
}
