/** Many Ed25519 signatures at once, under ZIP-215 ("Batch verification" there). */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../bytes/index.ts';
import { EdwardsSum, MAX_SUMMANDS, type Instantiate, type Summand } from './edwards-sum.ts';
import type { Random } from './ports.ts';
import { isValidEd25519Zip215 } from './signature.ts';

/** Public key, message, signature. */
export type Ed25519Triple = readonly [key: Uint8Array, message: Uint8Array, signature: Uint8Array];

const L = ed25519.Point.Fn.ORDER;
const BASE = littleEndian(ed25519.Point.BASE.toBytes());
const FACTOR_BYTES = 16;
/** A key and a point of each signature, and the base point. */
const BATCH = (MAX_SUMMANDS - 1) / 2;

/**
 * Verifies signatures together, and answers for each as {@link isValidEd25519Zip215} does. All of
 * a batch are tried first, in one equation, 8·(Σ zᵢsᵢ·B − Σ zᵢ·Rᵢ − Σ zᵢkᵢ·Aᵢ) = 0 with random zᵢ;
 * only if it does not hold is each looked at alone. A wrong signature passes with a chance of
 * 2⁻¹²⁷ at most.
 */
export class Ed25519Batch {
  readonly #sum: EdwardsSum;
  readonly #random: Random;

  /**
   * @param random - Must be unpredictable to whoever made the signatures.
   * @throws What `instantiate` throws where WebAssembly is missing or forbidden.
   */
  constructor(instantiate: Instantiate, random: Random) {
    this.#sum = new EdwardsSum(instantiate);
    this.#random = random;
  }

  areValid(triples: readonly Ed25519Triple[]): boolean[] {
    const answers: boolean[] = [];
    for (let start = 0; start < triples.length; start += BATCH) {
      const batch = triples.slice(start, start + BATCH);
      const together = batch.length > 1 && this.#holdTogether(batch);
      answers.push(...batch.map((triple) => together || isValidEd25519Zip215(...triple)));
    }
    return answers;
  }

  #holdTogether(triples: readonly Ed25519Triple[]): boolean {
    if (!triples.every(isWellFormed)) return false;
    const factors = factorsFrom(this.#random(FACTOR_BYTES * triples.length));
    let base = 0n;
    const summands: Summand[] = [];
    for (const [index, [key, message, signature]] of triples.entries()) {
      const z = factors[index] ?? 1n;
      const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
      // Over the bytes as they came, not over the points: encodings need not be canonical.
      const k = littleEndian(sha512(concatBytes(r, key, message)));
      base += z * littleEndian(s);
      summands.push({ encoding: littleEndian(r), scalar: z });
      summands.push({ encoding: littleEndian(key), scalar: (z * k) % L });
    }
    return this.#sum.isNeutral([{ encoding: BASE, scalar: L - (base % L) }, ...summands]);
  }
}

function isWellFormed([key, , signature]: Ed25519Triple): boolean {
  return key.length === 32 && signature.length === 64 && isReducedScalar(signature.subarray(32));
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
