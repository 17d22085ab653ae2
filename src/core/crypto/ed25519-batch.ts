/** Many Ed25519 signatures at once, under ZIP-215 ("Batch verification" there). */
import { interleavedMSMUnsafe } from '@noble/curves/abstract/curve.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../bytes/index.ts';
import type { Random } from './ports.ts';
import { isValidEd25519Zip215 } from './signature.ts';

/** Public key, message, signature. */
export type Ed25519Triple = readonly [key: Uint8Array, message: Uint8Array, signature: Uint8Array];

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;

const L = Point.Fn.ORDER;
const FACTOR_BYTES = 16;
/** The fastest table size for some hundred points. */
const WINDOW = 5;

/**
 * Answers for each signature as {@link isValidEd25519Zip215} does. All together are tried first, in
 * one equation, 8·(Σ zᵢsᵢ·B − Σ zᵢ·Rᵢ − Σ zᵢkᵢ·Aᵢ) = 0 with random zᵢ; only if it does not hold is
 * each looked at alone. A wrong signature passes with a chance of 2⁻¹²⁷ at most.
 *
 * @param random - Must be unpredictable to whoever made the signatures.
 */
export function areValidEd25519Zip215(
  triples: readonly Ed25519Triple[],
  random: Random,
): boolean[] {
  if (triples.length > 1 && holdTogether(triples, random)) return triples.map(() => true);
  return triples.map((triple) => isValidEd25519Zip215(...triple));
}

interface Term {
  readonly a: Point;
  readonly r: Point;
  readonly s: bigint;
  readonly k: bigint;
}

function holdTogether(triples: readonly Ed25519Triple[], random: Random): boolean {
  const terms = decodeAll(triples);
  if (terms === undefined) return false;
  const factors = factorsFrom(random(FACTOR_BYTES * terms.length));
  let base = 0n;
  const points: Point[] = [];
  const scalars: bigint[] = [];
  for (const [index, { a, r, s, k }] of terms.entries()) {
    const z = factors[index] ?? 1n;
    base = (base + z * s) % L;
    points.push(r, a);
    scalars.push(z, (z * k) % L);
  }
  // The sum over R and A must be s·B, up to what the cofactor clears.
  const sum = interleavedMSMUnsafe(Point, points, WINDOW)(scalars);
  return sum.subtract(Point.BASE.multiplyUnsafe(base)).clearCofactor().is0();
}

/** @returns `undefined` if one of them is malformed. */
function decodeAll(triples: readonly Ed25519Triple[]): readonly Term[] | undefined {
  try {
    return triples.map(decode);
  } catch {
    return undefined;
  }
}

function decode([a, message, signature]: Ed25519Triple): Term {
  if (signature.length !== 64) throw new Error('not a signature');
  const [r, scalar] = [signature.subarray(0, 32), signature.subarray(32)];
  if (!isReducedScalar(scalar)) throw new Error('S is not below the order');
  // Over the bytes as they came, not over the points: encodings need not be canonical.
  const k = littleEndian(sha512(concatBytes(r, a, message))) % L;
  return { a: Point.fromBytes(a, true), r: Point.fromBytes(r, true), s: littleEndian(scalar), k };
}

/**
 * Whether 32 little-endian bytes are below the order of the base point (RFC 8032, section 5.1.7);
 * without this bound a signature could be altered and stay valid.
 */
export function isReducedScalar(bytes: Uint8Array): boolean {
  return bytes.length === 32 && littleEndian(bytes) < L;
}

/** Odd numbers of 128 bits: none is zero. */
function factorsFrom(bytes: Uint8Array): bigint[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / FACTOR_BYTES }, (_, index) => {
    const at = index * FACTOR_BYTES;
    return (view.getBigUint64(at, true) << 64n) | view.getBigUint64(at + 8, true) | 1n;
  });
}

function littleEndian(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let value = 0n;
  for (let at = bytes.length - 8; at >= 0; at -= 8) {
    value = (value << 64n) | view.getBigUint64(at, true);
  }
  return value;
}
